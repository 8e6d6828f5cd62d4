package org.icws.testbench.compose;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.ic4j.types.Principal;
import org.icws.gateway.protocol.v1.ClientKey;

/** A client of the testbench's own that a person can send messages as. Thread-safe. */
public interface TestSender {

    /**
     * One message and what came back. Times are nanoseconds since the epoch.
     *
     * @param sequenceNumber the number the message was sent with
     * @param sentAtNanos when it was given to the client
     * @param answerNumber the answer's number among the canister's messages to this client
     * @param answeredAtNanos when the answer was here and verified
     * @param answer the canister's first message after it, as the application made it
     */
    record Exchange(long sequenceNumber, long sentAtNanos, long answerNumber, long answeredAtNanos, byte[] answer) {}

    /**
     * A message on its way.
     *
     * @param number its sequence number once it was handed to the network; fails with the reason otherwise
     * @param answer what came back, verified; fails with a {@link java.util.concurrent.TimeoutException} if nothing came, as
     *     some canisters answer nothing
     */
    record Dispatch(CompletableFuture<Long> number, CompletableFuture<Exchange> answer) {}

    /** What people call it. */
    String name();

    /** What the network knows it by. */
    ClientKey key();

    /** Who signs its messages. */
    Principal principal();

    /** The canister it talks to. */
    Principal canister();

    /** The protocol it speaks: {@code v1} or {@code poc}. */
    default String protocol() {
        return "v1";
    }

    /** Address of the gateway it is connected to; null if that is not known. */
    default URI gateway() {
        return null;
    }

    /** Address of the network its canister is on; null if that is not known. */
    default URI network() {
        return null;
    }

    /** Null while it can send; otherwise the reason why not, in words. */
    String unavailable();

    /** The number the next message will have. */
    long nextSequenceNumber();

    /** Sends the content of a message. */
    Dispatch send(byte[] content);

    /** Sends any bytes as a frame. */
    CompletableFuture<Void> sendFrame(byte[] frame);

    /** Sends a text frame, which the protocols do not have. */
    CompletableFuture<Void> sendText(String text);

    /**
     * What the messages to its canister look like, asked of the network.
     *
     * @return {@link MessageType#UNKNOWN} if the canister does not tell; fails with the reason if it cannot be asked
     */
    CompletableFuture<MessageType> messageType();

    /** Ends its connection. */
    void close();
}
