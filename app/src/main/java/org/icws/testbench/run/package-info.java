/** Starts and stops a whole testbench: replica, sample canister, gateway, built-in client. Knows no user interface. */
package org.icws.testbench.run;
