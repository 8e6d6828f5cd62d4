/** The management canister {@code aaaaa-aa}: creates, configures and removes canisters, and makes HTTPS outcalls for them. */
package org.icws.replica.management;
