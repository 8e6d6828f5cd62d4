package org.icws.testbench.client;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.ic4j.types.Principal;
import org.icws.gateway.protocol.v1.ClientKey;

/** A client of a canister over a gateway, whichever protocol it speaks. Thread-safe. */
public interface MessagingClient extends AutoCloseable {

    /** What people call it. */
    String name();

    /** The canister it talks to. */
    Principal canister();

    /** Who signs its messages. */
    Principal principal();

    /** What the gateway calls this client. */
    ClientKey key();

    ClientState state();

    /** How it ended; empty as long as it has not. */
    Optional<TestClient.CloseStatus> closeStatus();

    /** The number of the message that will be sent next. */
    long nextSequenceNumber();

    /**
     * Sends an application message.
     *
     * @param content what the canister's application expects
     * @return completes with the message's number when it was handed to the network, which is not yet a promise that the canister
     *     takes it; fails when the client is not open
     */
    CompletableFuture<Long> send(byte[] content);

    /**
     * Sends any bytes as a frame of their own: for tests of what gateway and canister do with them. The numbering of messages does
     * not know of it.
     *
     * @return completes when they were handed to the network; fails when there is no connection
     */
    CompletableFuture<Void> sendFrame(byte[] frame);

    /** The same for a text frame, which neither protocol has. */
    CompletableFuture<Void> sendTextFrame(String text);

    /** Closes the connection with code 1000. Idempotent. */
    @Override
    void close();
}
