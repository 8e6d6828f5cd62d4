/** Puts load on any v1 gateway with a ping-pong canister behind it, and measures what comes back. */
package org.icws.testbench.load;
