package org.icws.testbench.cli;

import java.time.Duration;
import org.icws.replica.LatencyProfile;
import org.icws.testbench.run.ReplicaOptions;
import picocli.CommandLine.Option;

/** The options that are about the embedded replica. */
final class ReplicaArguments {

    @Option(
            names = "--in-memory",
            description = "With --data-dir: do not keep the network there, only the key and compiled canisters.")
    private boolean inMemory;

    @Option(
            names = "--sync-writes",
            description =
                    "Force each round to the disk before its results are told: what was acknowledged then outlives a"
                            + " loss of power too, not only kill -9. Slower.")
    private boolean syncWrites;

    @Option(
            names = "--round-interval",
            paramLabel = "TIME",
            converter = IntervalConverter.class,
            description = "Time between two rounds of the embedded replica. Default: as soon as there is work.")
    private Duration roundInterval;

    @Option(
            names = "--latency",
            paramLabel = "DELAY",
            converter = LatencyConverter.class,
            description =
                    "Delay added to each request to the embedded replica: none, mainnet (as users of the public network"
                            + " see it), 50ms, a range such as 10ms-80ms, or 120ms~0.5: log-normal with this median and spread,"
                            + " at most ten times the median unless the longest follows (120ms~0.5-3s). Default: none.")
    private LatencyProfile latency;

    @Option(
            names = "--loopback-outcalls",
            description =
                    "Let canisters make HTTP outcalls to http:// addresses of this machine. https:// always works.")
    private boolean loopbackOutcalls;

    @Option(
            names = "--cycles-ledger",
            description =
                    "Install a stand-in for the public network's cycles ledger, through which icp-cli creates canisters"
                            + " (icp deploy). It gives cycles to everybody.")
    private boolean cyclesLedger;

    /** Whether any of them was given. */
    boolean given() {
        return inMemory || syncWrites || roundInterval != null || latency != null || loopbackOutcalls || cyclesLedger;
    }

    /** What does not fit together, in words; null = nothing. */
    String conflict(boolean ownDataDir, boolean otherNetwork) {
        if (otherNetwork && given()) {
            return "--in-memory, --sync-writes, --round-interval, --latency, --loopback-outcalls and --cycles-ledger are"
                    + " the embedded replica's, which --replica-url replaces; leave one of them out";
        }
        if (syncWrites && (inMemory || !ownDataDir)) {
            return "--sync-writes needs a network that is kept: give --data-dir, without --in-memory";
        }
        return null;
    }

    /** @param ownDataDir whether a data directory was given, which keeps the network */
    ReplicaOptions options(boolean ownDataDir) {
        return new ReplicaOptions(
                ownDataDir && !inMemory,
                syncWrites,
                roundInterval == null ? ReplicaOptions.DEFAULTS.roundInterval() : roundInterval,
                latency == null ? ReplicaOptions.DEFAULTS.latency() : latency,
                loopbackOutcalls,
                cyclesLedger);
    }
}
