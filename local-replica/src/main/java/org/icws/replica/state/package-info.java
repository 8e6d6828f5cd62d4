/** What the network remembers: canisters, calls by users, and the state tree made of both. */
package org.icws.replica.state;
