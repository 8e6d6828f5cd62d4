/** Decides which requests are let in, and answers calls, queries and reads of the state. */
package org.icws.replica.ingress;
