package org.icws.testbench.scenarios;

import java.util.function.Consumer;
import org.ic4j.types.Principal;

/** Where scenarios are played: canisters to install, connections to open. Everything blocks; thread-safe. */
public interface Stage {

    /** Why nothing can be played, in a sentence; null if something can. */
    String unavailable();

    /** The interface of a sample canister. */
    String candid(String sample);

    /**
     * Installs a sample canister if it is not there; brings it to another install argument if it is.
     *
     * @throws RuntimeException in words, if that does not work
     */
    Principal prepare(String sample, byte[] argument);

    /**
     * Opens a connection; returns when the canister has accepted it.
     *
     * @param seat the number that its messages carry
     * @param protocol {@code v1} or {@code poc}
     * @param inbox told of every verified message, on a network thread
     * @throws RuntimeException in words, if that does not work
     */
    Seat join(Principal canister, String protocol, int seat, String name, Consumer<Incoming> inbox);
}
