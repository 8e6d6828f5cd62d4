package org.icws.testbench.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.icws.replica.LatencyProfile;
import org.icws.replica.OutcallConfig;
import org.icws.replica.ReplicaConfig;

/**
 * How the embedded replica is to run.
 *
 * @param kept whether the network is kept in the data directory, so that it goes on where it ended
 * @param syncWrites whether what it writes there is forced to the disk before anybody is told
 * @param roundInterval time between rounds; zero = a round as soon as there is work
 * @param latency delays added to requests
 * @param loopbackOutcalls whether canisters may make HTTP outcalls to {@code http://} addresses of this machine
 * @param cyclesLedger whether a stand-in for the public network's cycles ledger is installed, through which icp-cli creates canisters
 */
public record ReplicaOptions(
        boolean kept,
        boolean syncWrites,
        Duration roundInterval,
        LatencyProfile latency,
        boolean loopbackOutcalls,
        boolean cyclesLedger) {

    /** In memory, immediate rounds, no delays, {@code https://} outcalls only. */
    public static final ReplicaOptions DEFAULTS =
            new ReplicaOptions(false, false, Duration.ZERO, LatencyProfile.NONE, false, false);

    private static final String NETWORK = "network";

    public ReplicaOptions {
        Objects.requireNonNull(roundInterval, "roundInterval");
        Objects.requireNonNull(latency, "latency");
    }

    /** The same, kept in the data directory or not. */
    public ReplicaOptions keeping(boolean keep) {
        return new ReplicaOptions(keep, syncWrites, roundInterval, latency, loopbackOutcalls, cyclesLedger);
    }

    /** Where the network is kept, if it is. */
    Optional<Path> networkDirectory(Path dataDir) {
        return kept ? Optional.of(dataDir.resolve(NETWORK)) : Optional.empty();
    }

    ReplicaConfig applyTo(ReplicaConfig config, Path dataDir) {
        return config.withDataDirectory(networkDirectory(dataDir).orElse(null))
                .withSyncWrites(syncWrites)
                .withRoundInterval(roundInterval)
                .withLatency(latency)
                .withOutcalls(new OutcallConfig(loopbackOutcalls, null));
    }
}
