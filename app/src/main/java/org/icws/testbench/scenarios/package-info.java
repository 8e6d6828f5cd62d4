/** The uses that a WebSocket to a canister was made for, each on a stage, with what crosses the wire beside it. */
package org.icws.testbench.scenarios;
