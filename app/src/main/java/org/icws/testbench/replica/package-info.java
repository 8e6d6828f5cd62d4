/** The network behind the gateway: its canisters, its rounds and delays, or which other network is used instead. */
package org.icws.testbench.replica;
