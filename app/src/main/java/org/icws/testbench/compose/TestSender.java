package org.icws.testbench.compose;

import java.util.concurrent.CompletableFuture;
import org.ic4j.types.Principal;
import org.icws.gateway.protocol.v1.ClientKey;

/** A client of the testbench's own that a person can send messages as. Thread-safe. */
public interface TestSender {

    /**
     * One message and the canister's answer to it. Times are nanoseconds since the epoch.
     *
     * @param sequenceNumber the number the message was sent with
     * @param sentAtNanos when it was given to the client
     * @param answerNumber the answer's number among the canister's messages to this client
     * @param answeredAtNanos when the answer was here and verified
     * @param answer the answer, Candid
     */
    record Exchange(long sequenceNumber, long sentAtNanos, long answerNumber, long answeredAtNanos, byte[] answer) {}

    /** What people call it. */
    String name();

    /** What the network knows it by. */
    ClientKey key();

    /** The canister it talks to. */
    Principal canister();

    /** Null while it can send; otherwise the reason why not, in words. */
    String unavailable();

    /**
     * Sends a Candid argument.
     *
     * @return the exchange once the canister's answer was here and verified; fails with the reason otherwise
     */
    CompletableFuture<Exchange> send(byte[] candid);
}
