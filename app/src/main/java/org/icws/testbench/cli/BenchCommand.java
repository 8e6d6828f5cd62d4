package org.icws.testbench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.icws.testbench.bench.BenchException;
import org.icws.testbench.bench.BenchReport;
import org.icws.testbench.bench.GatewayBench;
import org.icws.testbench.bench.ReplicaBench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench gateway} and {@code bench replica}: how fast they are on this machine. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpWidth = 110,
        description = {
            "Measures the gateway: a stub network and load clients run in processes of their own.",
            "The window has a benchmark of its own: bench ui (bench ui --help).",
            "Or the embedded replica, with the clients in the same process.",
            "Progress goes to standard error, the figures to standard output."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:measured", "1:failed", "2:an option is wrong"})
final class BenchCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "WHAT", description = "What to measure: gateway or replica.")
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
                    "Only these: flood, checked, latency, upstream, pipelined, both-ways, stalled, idle, ceiling; or soak, which is"
                            + " only made where it is named (with --time 15m, for instance).")
    private List<String> only = GatewayBench.KINDS;

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    @Option(names = "--out", paramLabel = "FILE", description = "Write the table to this file as well.")
    private Path out;

    @Override
    public Integer call() {
        return what.equals("replica") ? replica() : gateway();
    }

    private int replica() {
        PrintWriter err = spec.commandLine().getErr();
        try {
            List<ReplicaBench.Figure> figures = ReplicaBench.run(time, warmUp, step -> {
                err.println("bench: " + step);
                err.flush();
            });
            String table = "Machine: " + BenchReport.machine() + ".\n\n" + BenchReport.replicaMarkdown(figures);
            spec.commandLine().getOut().println(json ? BenchReport.replicaJson(figures) : table);
            spec.commandLine().getOut().flush();
            if (out != null) {
                Files.writeString(out, table);
            }
            return 0;
        } catch (BenchException | IOException e) {
            err.println("bench: " + e.getMessage());
            return 1;
        }
    }

    private int gateway() {
        GatewayBench.Settings settings = settings();
        PrintWriter err = spec.commandLine().getErr();
        try {
            List<GatewayBench.Result> results = GatewayBench.run(settings, step -> {
                err.println("bench: " + step);
                err.flush();
            });
            String table = "Machine: " + BenchReport.machine() + ".\n\n" + BenchReport.markdown(results);
            spec.commandLine().getOut().println(json ? BenchReport.json(results) : table);
            spec.commandLine().getOut().flush();
            if (out != null) {
                Files.writeString(out, table);
            }
            return 0;
        } catch (BenchException | IOException e) {
            err.println("bench: " + e.getMessage());
            return 1;
        }
    }

    GatewayBench.Settings settings() {
        if (!what.equals("gateway")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "there is no benchmark of '" + what + "'; there are those of 'gateway' and 'replica'");
        }
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
