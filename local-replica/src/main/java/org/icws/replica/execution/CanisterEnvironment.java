package org.icws.replica.execution;

import java.util.List;
import org.ic4j.types.Principal;

/** What a canister can learn about itself and the network, whichever message runs. Called on the canister's thread. */
public interface CanisterEnvironment {
    /** The canister's principal. */
    Principal self();

    /** The subnet's principal. */
    Principal subnet();

    /** The network's root key, 133 bytes DER. */
    byte[] rootKeyDer();

    /** Whether a principal controls the canister. */
    boolean isController(Principal principal);

    /** The canister version. */
    long version();

    /** The armed global timer; 0 = none. */
    long timerNanos();

    /** 1 = running, 2 = stopping, 3 = stopped. */
    int status();

    /** The variables set by the controllers, in their order. */
    List<EnvironmentVariable> variables();

    /**
     * Receives each line printed by the canister.
     *
     * @param timeNanos the time of the message that prints
     * @param replicated whether the message is one whose prints the public network keeps
     */
    void print(long timeNanos, boolean replicated, String line);
}
