package org.icws.testbench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.icws.testbench.bench.BenchException;
import org.icws.testbench.bench.BenchReport;
import org.icws.testbench.bench.CanisterBench;
import org.icws.testbench.bench.GatewayBench;
import org.icws.testbench.bench.ReplicaBench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench}: how fast the gateway, the embedded replica and the sample canisters are on this machine. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpWidth = 110,
        description = {
            "gateway: measures the gateway; a stub network and load clients run in processes of their own.",
            "replica: measures the embedded replica, with the clients in the same process.",
            "canisters: measures sample canisters on the embedded replica, through the gateway.",
            "ui: measures the window (bench ui --help).",
            "Progress goes to standard error, the figures to standard output."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:measured", "1:failed", "2:an option is wrong"})
final class BenchCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "WHAT", description = "What to measure: gateway, replica, canisters, ui.")
    private String what;

    @Option(
            names = "--time",
            paramLabel = "TIME",
            converter = IntervalConverter.class,
            description = "Time of each measurement. Default: 10s.")
    private Duration time = Duration.ofSeconds(10);

    @Option(
            names = "--warm-up",
            paramLabel = "TIME",
            converter = IntervalConverter.class,
            description = "Time before each, for the JVM to get fast. Default: 10s.")
    private Duration warmUp = Duration.ofSeconds(10);

    @Option(
            names = "--only",
            paramLabel = "KIND",
            split = ",",
            description =
                    "gateway: only these: flood, checked, latency, upstream, pipelined, both-ways, stalled, idle, ceiling; or soak, which is"
                            + " only made where it is named (with --time 15m, for instance).")
    private List<String> only = GatewayBench.KINDS;

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    @Option(names = "--out", paramLabel = "FILE", description = "Write the table to this file as well.")
    private Path out;

    @Override
    public Integer call() {
        try {
            Report report =
                    switch (what) {
                        case "gateway" -> gateway();
                        case "replica" -> replica();
                        case "canisters" -> canisters();
                        default -> throw unknown();
                    };
            String table = "Machine: " + BenchReport.machine() + ".\n\n" + report.markdown();
            spec.commandLine().getOut().println(json ? report.json().get() : table);
            spec.commandLine().getOut().flush();
            if (out != null) {
                Files.writeString(out, table);
            }
            return 0;
        } catch (BenchException | IOException e) {
            spec.commandLine().getErr().println("bench: " + e.getMessage());
            return 1;
        }
    }

    private Report replica() {
        List<ReplicaBench.Figure> figures = ReplicaBench.run(time, warmUp, this::progress);
        return new Report(BenchReport.replicaMarkdown(figures), () -> BenchReport.json(figures));
    }

    private Report gateway() {
        List<GatewayBench.Result> results = GatewayBench.run(settings(), this::progress);
        return new Report(BenchReport.markdown(results), () -> BenchReport.json(results));
    }

    private Report canisters() {
        var measured = CanisterBench.run(time, warmUp, this::progress);
        return new Report(BenchReport.canisters(measured), () -> BenchReport.json(measured));
    }

    private ParameterException unknown() {
        return new ParameterException(
                spec.commandLine(),
                "there is no benchmark of '" + what + "'; there are those of gateway, replica, canisters and ui");
    }

    private record Report(String markdown, Supplier<String> json) {}

    private void progress(String step) {
        spec.commandLine().getErr().println("bench: " + step);
        spec.commandLine().getErr().flush();
    }

    GatewayBench.Settings settings() {
        Set<String> kinds = new LinkedHashSet<>(only);
        for (String kind : kinds) {
            if (!GatewayBench.KINDS.contains(kind) && !kind.equals(GatewayBench.SOAK)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "there is no measurement '" + kind + "'; there are " + String.join(", ", GatewayBench.KINDS)
                                + ", " + GatewayBench.SOAK);
            }
        }
        return new GatewayBench.Settings(time, warmUp, kinds);
    }
}
