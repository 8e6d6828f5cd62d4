package org.icws.replica.execution;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.ic4j.types.Principal;

/**
 * What a canister can learn about itself and the network, whichever message runs.
 *
 * @param self its principal
 * @param subnet the subnet's principal
 * @param rootKeyDer the network's root key
 * @param isController whether a principal controls the canister
 * @param version the canister version
 * @param timerNanos the armed global timer; 0 = none
 * @param log receives each line printed by the canister
 */
public record CanisterEnvironment(
        Principal self,
        Principal subnet,
        byte[] rootKeyDer,
        Predicate<Principal> isController,
        LongSupplier version,
        LongSupplier timerNanos,
        Consumer<String> log) {}
