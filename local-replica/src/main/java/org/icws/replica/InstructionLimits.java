package org.icws.replica;

/**
 * How many instructions one execution may take before it is stopped, rolled back and answered with IC0522. All are positive. The
 * time an execution takes is limited besides, by {@link ReplicaConfig#executionTimeLimit()}.
 *
 * @param update an update, a callback, a timer or a heartbeat
 * @param query a query, or all executions of a composite query together
 * @param install each of the methods that an installation or upgrade runs
 * @param inspection {@code canister_inspect_message}
 */
public record InstructionLimits(long update, long query, long install, long inspection) {
    /** Those of the public network. */
    public static final InstructionLimits PUBLIC_NETWORK =
            new InstructionLimits(40_000_000_000L, 5_000_000_000L, 300_000_000_000L, 200_000_000L);

    /** Checks ranges. */
    public InstructionLimits {
        requirePositive("updates", update);
        requirePositive("queries", query);
        requirePositive("installations", install);
        requirePositive("inspections", inspection);
    }

    private static void requirePositive(String what, long limit) {
        if (limit <= 0) {
            throw new IllegalArgumentException("The instruction limit of " + what + " must be positive: " + limit);
        }
    }
}
