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
import java.util.function.Consumer;
import org.icws.testbench.bench.BenchException;
import org.icws.testbench.bench.BenchReport;
import org.icws.testbench.bench.CanisterBench;
import org.icws.testbench.bench.GatewayBench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench}: how fast the gateway and the sample canisters are on this machine. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpWidth = 110,
        description = {
            "gateway: measures the gateway; a stub network and load clients run in processes of their own.",
            "canisters: measures sample canisters on the embedded replica, through the gateway.",
            "Progress goes to standard error, the figures to standard output."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:measured", "1:failed", "2:an option is wrong"})
final class BenchCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "WHAT", description = "What to measure: gateway, canisters.")
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
            description = "gateway: only these: flood, checked, latency, upstream, stalled, idle.")
    private List<String> only = GatewayBench.KINDS;

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    @Option(names = "--out", paramLabel = "FILE", description = "Write the table to this file as well.")
    private Path out;

    @Override
    public Integer call() {
        GatewayBench.Settings settings = settings();
        PrintWriter err = spec.commandLine().getErr();
        Consumer<String> progress = step -> {
            err.println("bench: " + step);
            err.flush();
        };
        try {
            List<?> results;
            String table;
            if (what.equals("canisters")) {
                var measured = CanisterBench.run(time, warmUp, progress);
                results = measured;
                table = BenchReport.canisters(measured);
            } else {
                var measured = GatewayBench.run(settings, progress);
                results = measured;
                table = BenchReport.markdown(measured);
            }
            print(results, "Machine: " + BenchReport.machine() + ".\n\n" + table);
            return 0;
        } catch (BenchException | IOException e) {
            err.println("bench: " + e.getMessage());
            return 1;
        }
    }

    private void print(List<?> results, String table) throws IOException {
        spec.commandLine().getOut().println(json ? BenchReport.json(results) : table);
        spec.commandLine().getOut().flush();
        if (out != null) {
            Files.writeString(out, table);
        }
    }

    GatewayBench.Settings settings() {
        if (!List.of("gateway", "canisters").contains(what)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "there is no benchmark of '" + what + "'; there are those of 'gateway' and 'canisters'");
        }
        Set<String> kinds = new LinkedHashSet<>(only);
        for (String kind : kinds) {
            if (!GatewayBench.KINDS.contains(kind)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "there is no measurement '" + kind + "'; there are " + String.join(", ", GatewayBench.KINDS));
            }
        }
        return new GatewayBench.Settings(time, warmUp, kinds);
    }
}
