package org.icws.testbench.queues;

/** How much waits in which place: of one client, or of all clients of a canister. */
interface Places {

    /** Frames on their way to clients. */
    long outbox();

    /** Bytes of those frames. */
    long outboxBytes();

    /** Calls the network has not answered. */
    long inFlight();

    /** Frames of clients that wait for their turn. */
    long waiting();

    /** Messages to clients that they have not acknowledged. */
    long unacked();

    /** Everything that waits. */
    long total();

    /** The total with an arrow for its trend. */
    String totalText();

    /** Age of the next acknowledgement as a share of its limit; negative while nothing is waited for. */
    double ackShare();

    /** When that acknowledgement comes. */
    String ackText();
}
