package org.icws.replica;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * How a {@link LocalReplica} runs. Immutable; start from {@link #defaults()} and use the withers.
 *
 * @param host address to bind; loopback unless there is a good reason
 * @param port TCP port, 0 = any free port
 * @param clock source of time
 * @param moduleCacheDirectory where compiled canister code is kept between runs; null = nowhere
 * @param roundInterval time between rounds; zero = a round runs as soon as there is work
 * @param latency network delays added to requests
 * @param keySeed the root key and the node key are derived from it, so the same seed gives the same network
 * @param outcalls what HTTPS outcalls of canisters may do
 * @param dataDirectory where the network is kept, so that it goes on where it ended; null = in memory only
 * @param executionTimeLimit real time after which a running canister message is stopped and rolled back
 * @param syncWrites with a data directory: whether each round is forced to the disk before anybody is told of its results, so that
 *     what was acknowledged outlives a loss of power and not only the end of the process
 * @param instructionLimits how many instructions a running canister message may take
 * @param loadLimits how much may wait, and how long
 */
public record ReplicaConfig(
        String host,
        int port,
        ReplicaClock clock,
        Path moduleCacheDirectory,
        Duration roundInterval,
        LatencyProfile latency,
        long keySeed,
        OutcallConfig outcalls,
        Path dataDirectory,
        Duration executionTimeLimit,
        boolean syncWrites,
        InstructionLimits instructionLimits,
        LoadLimits loadLimits) {

    /** Checks ranges. */
    public ReplicaConfig {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(latency, "latency");
        Objects.requireNonNull(outcalls, "outcalls");
        Objects.requireNonNull(instructionLimits, "instructionLimits");
        Objects.requireNonNull(loadLimits, "loadLimits");
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("Not a TCP port: " + port);
        }
        if (roundInterval.isNegative()) {
            throw new IllegalArgumentException("A round interval cannot be negative: " + roundInterval);
        }
        if (executionTimeLimit.isNegative() || executionTimeLimit.isZero()) {
            throw new IllegalArgumentException("The execution time limit must be positive: " + executionTimeLimit);
        }
    }

    /** 127.0.0.1, any free port, system clock, no disk cache, immediate rounds, no delays, 20 s execution limit, the public network's instruction limits. */
    public static ReplicaConfig defaults() {
        return new ReplicaConfig(
                "127.0.0.1",
                0,
                ReplicaClock.SYSTEM,
                null,
                Duration.ZERO,
                LatencyProfile.NONE,
                0x1C_2026,
                OutcallConfig.HTTPS_ONLY,
                null,
                Duration.ofSeconds(20),
                false,
                InstructionLimits.PUBLIC_NETWORK,
                LoadLimits.DEFAULT);
    }

    /** The same with another address to bind. */
    public ReplicaConfig withHost(String newHost) {
        return with(c -> c.host = newHost);
    }

    /** The same with another port; 0 = any free port. */
    public ReplicaConfig withPort(int newPort) {
        return with(c -> c.port = newPort);
    }

    /** The same with another clock. */
    public ReplicaConfig withClock(ReplicaClock newClock) {
        return with(c -> c.clock = newClock);
    }

    /** The same with another directory for compiled code; null = none. */
    public ReplicaConfig withModuleCacheDirectory(Path directory) {
        return with(c -> c.moduleCacheDirectory = directory);
    }

    /** The same with another round interval; zero = as soon as there is work. */
    public ReplicaConfig withRoundInterval(Duration interval) {
        return with(c -> c.roundInterval = interval);
    }

    /** The same with other network delays. */
    public ReplicaConfig withLatency(LatencyProfile newLatency) {
        return with(c -> c.latency = newLatency);
    }

    /** The same with keys derived from another seed. */
    public ReplicaConfig withKeySeed(long seed) {
        return with(c -> c.keySeed = seed);
    }

    /** The same with another limit for one canister message. */
    public ReplicaConfig withExecutionTimeLimit(Duration limit) {
        return with(c -> c.executionTimeLimit = limit);
    }

    /** The same with other rules for HTTPS outcalls. */
    public ReplicaConfig withOutcalls(OutcallConfig newOutcalls) {
        return with(c -> c.outcalls = newOutcalls);
    }

    /** The same, kept in a directory; null = in memory only. */
    public ReplicaConfig withDataDirectory(Path directory) {
        return with(c -> c.dataDirectory = directory);
    }

    /** The same, with or without forcing each round to the disk; see {@link #syncWrites()}. */
    public ReplicaConfig withSyncWrites(boolean sync) {
        return with(c -> c.syncWrites = sync);
    }

    /** The same with other limits for the instructions of one canister message. */
    public ReplicaConfig withInstructionLimits(InstructionLimits limits) {
        return with(c -> c.instructionLimits = limits);
    }

    /** The same with other limits for what may wait. */
    public ReplicaConfig withLoadLimits(LoadLimits limits) {
        return with(c -> c.loadLimits = limits);
    }

    private ReplicaConfig with(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        return copy.made();
    }

    /** The fields while one of them is being changed. */
    private static final class Copy {
        private String host;
        private int port;
        private ReplicaClock clock;
        private Path moduleCacheDirectory;
        private Duration roundInterval;
        private LatencyProfile latency;
        private long keySeed;
        private OutcallConfig outcalls;
        private Path dataDirectory;
        private Duration executionTimeLimit;
        private boolean syncWrites;
        private InstructionLimits instructionLimits;
        private LoadLimits loadLimits;

        Copy(ReplicaConfig from) {
            host = from.host;
            port = from.port;
            clock = from.clock;
            moduleCacheDirectory = from.moduleCacheDirectory;
            roundInterval = from.roundInterval;
            latency = from.latency;
            keySeed = from.keySeed;
            outcalls = from.outcalls;
            dataDirectory = from.dataDirectory;
            executionTimeLimit = from.executionTimeLimit;
            syncWrites = from.syncWrites;
            instructionLimits = from.instructionLimits;
            loadLimits = from.loadLimits;
        }

        ReplicaConfig made() {
            return new ReplicaConfig(
                    host,
                    port,
                    clock,
                    moduleCacheDirectory,
                    roundInterval,
                    latency,
                    keySeed,
                    outcalls,
                    dataDirectory,
                    executionTimeLimit,
                    syncWrites,
                    instructionLimits,
                    loadLimits);
        }
    }
}
