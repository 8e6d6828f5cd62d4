package org.icws.replica;

import java.math.BigInteger;
import java.util.List;
import org.ic4j.types.Principal;

/**
 * What the replica knows about one canister at a moment.
 *
 * @param id its principal
 * @param controllers who may manage it
 * @param status running, stopping or stopped
 * @param moduleHash SHA-256 of the installed module as lower-case hex; null when empty
 * @param memoryBytes size of its linear and stable memory
 * @param version number of successful changes so far
 * @param cycles its balance
 * @param queuedMessages messages waiting for execution
 * @param updates update calls carried out, those of other canisters too
 * @param queries queries carried out; like the updates, those of a kept network go on after a restart
 * @param compiled true once the module runs as compiled code instead of interpreted
 */
public record CanisterInfo(
        Principal id,
        List<Principal> controllers,
        String status,
        String moduleHash,
        long memoryBytes,
        long version,
        BigInteger cycles,
        int queuedMessages,
        long updates,
        long queries,
        boolean compiled) {}
