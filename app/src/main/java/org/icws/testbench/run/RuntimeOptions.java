package org.icws.testbench.run;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * What a testbench is to be started with.
 *
 * @param gatewayPort the gateway's TCP port on 127.0.0.1; 0 = any free one
 * @param gatewayPortExplicit whether somebody asked for exactly this port: taken is then an error instead of a reason to
 *     take a free one
 * @param replicaPort the embedded replica's TCP port on 127.0.0.1; 0 = any free one
 * @param replicaPortExplicit like {@code gatewayPortExplicit}
 * @param replicaUrl the network to use instead of the embedded replica; null = the embedded one
 * @param pollInterval time from the start of one poll of a canister to the next
 * @param dataDir holds the gateway's identity, the cache of compiled canisters, and the network if it is kept; created when missing
 * @param sample whether to install the sample canister (never done on a network given by {@code replicaUrl})
 * @param builtInClient whether to open a built-in client to the sample canister
 * @param extras what the gateway gets besides
 * @param replica how the embedded replica is to run
 */
public record RuntimeOptions(
        int gatewayPort,
        boolean gatewayPortExplicit,
        int replicaPort,
        boolean replicaPortExplicit,
        URI replicaUrl,
        Duration pollInterval,
        Path dataDir,
        boolean sample,
        boolean builtInClient,
        GatewayExtras extras,
        ReplicaOptions replica) {

    public static final int DEFAULT_GATEWAY_PORT = 8080;
    public static final int DEFAULT_REPLICA_PORT = 4943;
    public static final Duration DEFAULT_POLL_INTERVAL = Duration.ofMillis(100);

    private static final int MAX_PORT = 65535;

    /** @throws IllegalArgumentException for a port outside 0..65535 or an interval that is not positive */
    public RuntimeOptions {
        requirePort("gateway", gatewayPort);
        requirePort("replica", replicaPort);
        Objects.requireNonNull(dataDir, "dataDir");
        Objects.requireNonNull(extras, "extras");
        Objects.requireNonNull(replica, "replica");
        if (pollInterval.isNegative() || pollInterval.isZero()) {
            throw new IllegalArgumentException("The poll interval must be longer than zero, not " + pollInterval);
        }
    }

    /** Without anything besides. */
    public RuntimeOptions(
            int gatewayPort,
            boolean gatewayPortExplicit,
            int replicaPort,
            boolean replicaPortExplicit,
            URI replicaUrl,
            Duration pollInterval,
            Path dataDir,
            boolean sample,
            boolean builtInClient) {
        this(
                gatewayPort,
                gatewayPortExplicit,
                replicaPort,
                replicaPortExplicit,
                replicaUrl,
                pollInterval,
                dataDir,
                sample,
                builtInClient,
                GatewayExtras.NONE,
                ReplicaOptions.DEFAULTS);
    }

    /** Default ports and interval, the embedded replica, the sample canister, a built-in client. */
    public static RuntimeOptions defaults(Path dataDir) {
        return new RuntimeOptions(
                DEFAULT_GATEWAY_PORT,
                false,
                DEFAULT_REPLICA_PORT,
                false,
                null,
                DEFAULT_POLL_INTERVAL,
                dataDir,
                true,
                true);
    }

    /** The same with whatever ports are free; for tests that run side by side. */
    public RuntimeOptions onFreePorts() {
        return new RuntimeOptions(
                0, true, 0, true, replicaUrl, pollInterval, dataDir, sample, builtInClient, extras, replica);
    }

    /** The same with another network; null for the embedded replica. */
    public RuntimeOptions withReplicaUrl(URI network) {
        return with(network, replica);
    }

    /** The same with the embedded replica running another way. */
    public RuntimeOptions withReplica(ReplicaOptions other) {
        return with(replicaUrl, other);
    }

    private RuntimeOptions with(URI network, ReplicaOptions embedded) {
        return new RuntimeOptions(
                gatewayPort,
                gatewayPortExplicit,
                replicaPort,
                replicaPortExplicit,
                network,
                pollInterval,
                dataDir,
                sample,
                builtInClient,
                extras,
                embedded);
    }

    /** Whether the sample canister is to be installed: never on somebody else's network. */
    public boolean installsSample() {
        return sample && replicaUrl == null;
    }

    private static void requirePort(String what, int port) {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("The " + what + " port must be 0 to 65535, not " + port);
        }
    }
}
