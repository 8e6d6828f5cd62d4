package org.icws.testbench.scenarios;

import java.util.concurrent.CompletableFuture;
import org.ic4j.types.Principal;
import org.icws.gateway.protocol.v1.ClientKey;

/** One person on the stage: an open connection of a client of our own. Thread-safe. */
public interface Seat {

    String name();

    /** What the gateway calls the client. */
    ClientKey key();

    /** Who signs. */
    Principal principal();

    boolean isOpen();

    /** Sends the content of a message; completes with its number when it was handed to the network. */
    CompletableFuture<Long> send(byte[] content);

    /** Leaves. */
    void close();
}
