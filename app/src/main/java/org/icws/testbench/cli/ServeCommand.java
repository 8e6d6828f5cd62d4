package org.icws.testbench.cli;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.icws.testbench.run.DataDirectory;
import org.icws.testbench.run.GatewayExtras;
import org.icws.testbench.run.RuntimeOptions;
import org.icws.testbench.serve.Server;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code serve}: everything but the window. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpWidth = 110,
        description = {
            "Runs the replica, the sample canister and the gateway without a window, all on 127.0.0.1.",
            "When all is up, one line of JSON on standard output says where; logs go to standard error.",
            "Ctrl-C or SIGTERM stops it: clients are told, the canister too."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:stopped by Ctrl-C or SIGTERM",
            "1:could not start, or failed",
            "2:an option is wrong, or a port that was asked for is taken"
        })
final class ServeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--gateway-port",
            paramLabel = "PORT",
            converter = PortConverter.class,
            description = "The gateway's port. Default: 8080, or a free one if that is taken. 0: any free one.")
    private Integer gatewayPort;

    @Option(
            names = "--replica-port",
            paramLabel = "PORT",
            converter = PortConverter.class,
            description =
                    "The embedded replica's port. Default: 4943, or a free one if that is taken. 0: any free one.")
    private Integer replicaPort;

    @Option(
            names = "--replica-url",
            paramLabel = "URL",
            converter = NetworkUrlConverter.class,
            description = "Use this network instead of the embedded replica; nothing is installed there.")
    private URI replicaUrl;

    @Option(
            names = "--poll-interval",
            paramLabel = "TIME",
            converter = IntervalConverter.class,
            description = "Time between two polls of a canister: 100ms, 1s, or plain milliseconds. Default: 100ms.")
    private Duration pollInterval = RuntimeOptions.DEFAULT_POLL_INTERVAL;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Keep everything here: the gateway's key, compiled canisters, and the embedded network in"
                    + " DIR/network. It then goes on where it ended, with the same canisters and root key, and loses no"
                    + " acknowledged update when it is killed. One process at a time. Delete DIR/network to begin anew."
                    + " Default: the key and compiled canisters in the user's data directory, the network in memory.")
    private Path dataDir;

    @Mixin
    private ReplicaArguments replica;

    @Option(names = "--no-sample", description = "Do not install the sample canister.")
    private boolean noSample;

    @Option(
            names = "--capture",
            paramLabel = "FILE",
            description = "Write everything that happens to this new file, one JSON object per line.")
    private Path capture;

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "Listen with TLS (wss): PEM file with the certificate. It is read again when it changes.")
    private Path tlsCertificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "PEM file with the key of --tls-cert.")
    private Path tlsKey;

    @Option(
            names = "--tls-self-signed",
            description = "Listen with TLS, with a certificate made for this machine and kept in the data directory.")
    private boolean selfSigned;

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            description = "text, or json: one JSON object per line. Default: text.")
    private LogFormat logFormat = LogFormat.text;

    @Override
    public Integer call() {
        if (logFormat == LogFormat.json) {
            LoggingSetup.useJson();
        }
        return Server.run(options());
    }

    RuntimeOptions options() {
        if (replicaUrl != null && replicaPort != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--replica-port is the embedded replica's, which --replica-url replaces; leave one of them out");
        }
        if ((tlsCertificate == null) != (tlsKey == null)) {
            throw new ParameterException(spec.commandLine(), "--tls-cert and --tls-key belong together");
        }
        if (selfSigned && tlsCertificate != null) {
            throw new ParameterException(
                    spec.commandLine(), "--tls-self-signed makes what --tls-cert gives; leave one of them out");
        }
        boolean ownDataDir = dataDir != null;
        String conflict = replica.conflict(ownDataDir, replicaUrl != null);
        if (conflict != null) {
            throw new ParameterException(spec.commandLine(), conflict);
        }
        return new RuntimeOptions(
                gatewayPort == null ? RuntimeOptions.DEFAULT_GATEWAY_PORT : gatewayPort,
                gatewayPort != null,
                replicaPort == null ? RuntimeOptions.DEFAULT_REPLICA_PORT : replicaPort,
                replicaPort != null,
                replicaUrl,
                pollInterval,
                ownDataDir ? absolute(dataDir) : DataDirectory.ofUser(),
                !noSample,
                false,
                new GatewayExtras(absolute(capture), absolute(tlsCertificate), absolute(tlsKey), selfSigned),
                replica.options(ownDataDir));
    }

    private static Path absolute(Path path) {
        return path == null ? null : path.toAbsolutePath().normalize();
    }
}
