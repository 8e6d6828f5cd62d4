package org.icws.testbench.cli;

import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.ic4j.types.Principal;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.certificate.RootKey;
import org.icws.protocol.principal.Principals;
import org.icws.testbench.load.LoadException;
import org.icws.testbench.load.LoadOptions;
import org.icws.testbench.load.LoadReport;
import org.icws.testbench.load.LoadRun;
import org.icws.testbench.load.RootKeySource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code load}: many clients on any gateway. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpWidth = 110,
        description = {
            "Opens many clients to a gateway, any gateway of the v1 protocol, and measures what comes back.",
            "The canister must answer messages of the type record { text : text; timestamp : nat64 }, as ping-pong",
            "canisters do. Each answer is verified. Progress goes to standard error, the result to standard output."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:measured; errors, if any, are part of the result",
            "1:no client could be opened, or the network does not tell its root key",
            "2:an option is wrong"
        })
final class LoadCommand implements Callable<Integer> {

    private static final int MAX_CLIENTS = 20_000;
    private static final double MAX_RATE = 1_000_000;
    private static final int MAX_BYTES = 1_000_000;

    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "GATEWAY",
            description = "The gateway's address: ws://host:port or wss://host.")
    private String gateway;

    @Parameters(index = "1", paramLabel = "CANISTER", description = "The canister's principal.")
    private String canister;

    @Option(names = "--clients", paramLabel = "N", description = "How many clients. Default: 10.")
    private int clients = 10;

    @Option(
            names = "--ramp-up",
            paramLabel = "TIME",
            converter = IntervalConverter.class,
            description = "Time over which they are opened: 500ms, 10s, 1m. Default: 1s.")
    private Duration rampUp = Duration.ofSeconds(1);

    @Option(
            names = "--time",
            paramLabel = "TIME",
            converter = IntervalConverter.class,
            description = "How long they send. Default: 10s.")
    private Duration time = Duration.ofSeconds(10);

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Messages per second of all clients together. Default: each sends when it was answered.")
    private Double rate;

    @Option(names = "--bytes", paramLabel = "N", description = "Size of a message's text. Default: 32.")
    private int bytes = 32;

    @Option(
            names = "--open-timeout",
            paramLabel = "TIME",
            converter = IntervalConverter.class,
            description = "Time a client may take to open. Default: 60s.")
    private Duration openTimeout = Duration.ofSeconds(60);

    @Option(
            names = "--network",
            paramLabel = "URL",
            converter = NetworkUrlConverter.class,
            description = {
                "Where the canister is; its root key is asked for if that is this machine.",
                "Default: http://127.0.0.1:4943 if the gateway is on this machine, otherwise mainnet."
            })
    private URI network;

    @Option(names = "--root-key", paramLabel = "HEX", description = "The network's root key, DER in hexadecimal.")
    private String rootKey;

    @Option(names = "--json", description = "Print JSON instead of text.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        PrintWriter out = spec.commandLine().getOut();
        check();
        try {
            LoadReport report = LoadRun.run(options(), line -> {
                err.println("load: " + line);
                err.flush();
            });
            out.println(json ? report.json() : report.text());
            out.flush();
            return report.opened() == 0 ? 1 : 0;
        } catch (LoadException e) {
            err.println("load: " + e.getMessage());
            err.flush();
            return 1;
        }
    }

    private LoadOptions options() {
        URI url = gateway();
        return new LoadOptions(
                url, canister(), rootKey(url), clients, rampUp, time, rate == null ? 0 : rate, bytes, openTimeout);
    }

    /** Everything that can be wrong without asking anybody. */
    private void check() {
        gateway();
        canister();
        range("--clients", clients, 1, MAX_CLIENTS);
        range("--bytes", bytes, 1, MAX_BYTES);
        if (rate != null && !(rate > 0 && rate <= MAX_RATE)) {
            throw wrong("--rate is messages per second, more than 0 and at most 1000000; not " + rate);
        }
        if (network != null && rootKey != null) {
            throw wrong("--network says where to get the root key and --root-key names it; leave one of them out");
        }
        if (rootKey != null) {
            parsedRootKey();
        }
    }

    private void range(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw wrong(option + " is " + least + " to " + most + ", not " + value);
        }
    }

    private URI gateway() {
        try {
            URI url = URI.create(gateway.strip());
            boolean webSocket = "ws".equalsIgnoreCase(url.getScheme()) || "wss".equalsIgnoreCase(url.getScheme());
            if (webSocket && url.getHost() != null && url.getFragment() == null) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // The same answer as for an address of another kind.
        }
        throw wrong("'" + gateway + "' is not the address of a gateway; write ws://host:port or wss://host");
    }

    private Principal canister() {
        try {
            return Principals.parse(canister.strip());
        } catch (ProtocolException e) {
            throw wrong("'" + canister + "' is not a canister's principal: " + e.getMessage());
        }
    }

    private RootKey rootKey(URI url) {
        if (rootKey != null) {
            return parsedRootKey();
        }
        if (network == null && !RootKeySource.isLoopback(url)) {
            return RootKey.MAINNET;
        }
        return RootKeySource.of(network == null ? URI.create("http://127.0.0.1:4943") : network);
    }

    private RootKey parsedRootKey() {
        try {
            return RootKey.fromHex(rootKey.strip());
        } catch (ProtocolException | IllegalArgumentException e) {
            throw wrong("--root-key is not a root key: " + e.getMessage());
        }
    }

    private ParameterException wrong(String what) {
        return new ParameterException(spec.commandLine(), what);
    }
}
