package org.icws.testbench.run;

/** The steps of a start, in the order in which they run. Each needs the one before it. */
public enum StartStep {
    /** The embedded replica starts, or the given network answers. */
    REPLICA,
    /** The sample canister is installed. */
    CANISTER,
    /** The gateway listens and knows its network's root key. */
    GATEWAY,
    /** The built-in client's connection is open: its first message came back from the canister, verified. */
    CLIENT
}
