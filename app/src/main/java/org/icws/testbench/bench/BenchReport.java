package org.icws.testbench.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Results as a Markdown table and as JSON. */
public final class BenchReport {
    private BenchReport() {}

    /** @return a table, one line per measurement */
    public static String markdown(List<GatewayBench.Result> results) {
        StringBuilder out = new StringBuilder();
        out.append("| measurement | messages/s | per CPU-s of the gateway | p50 / p99 | CPU gateway / stub / clients")
                .append(" | memory | |\n|---|---|---|---|---|---|---|\n");
        for (GatewayBench.Result r : results) {
            out.append(String.format(
                    Locale.ROOT,
                    "| %s | %,d | %,d | %s | %.2f / %.2f / %.2f | %d MiB | %s |%n",
                    r.what(),
                    r.perSecond(),
                    r.perCpuSecond(),
                    r.p99Micros() == 0
                            ? ""
                            : String.format(Locale.ROOT, "%.1f / %.1f ms", r.p50Micros() / 1e3, r.p99Micros() / 1e3),
                    r.gatewayLoad(),
                    r.stubLoad(),
                    r.clientLoad(),
                    r.residentMib(),
                    r.note()));
        }
        return out.toString();
    }

    /** @return a table of measurements of sample canisters */
    public static String canisters(List<CanisterBench.Result> results) {
        StringBuilder out = new StringBuilder();
        out.append("| measurement | messages/s | they carry | p50 / p99 | CPU of replica and gateway | per message")
                .append(" | queue | memory | |\n|---|---|---|---|---|---|---|---|---|\n");
        for (CanisterBench.Result r : results) {
            out.append(String.format(
                    Locale.ROOT,
                    "| %s | %,d | %s | %s | %.2f | %.0f µs | %s | %d MiB | %s |%n",
                    r.what(),
                    r.perSecond(),
                    r.content(),
                    r.latency(),
                    r.networkLoad(),
                    r.microsPerMessage(),
                    r.queue(),
                    r.residentMib(),
                    r.note()));
        }
        return out.toString();
    }

    /** @return the machine and the results, one JSON object */
    public static String json(List<?> results) {
        try {
            return new ObjectMapper().writeValueAsString(Map.of("machine", machine(), "results", results));
        } catch (JsonProcessingException e) {
            throw new BenchException("The results cannot be written: " + e.getMessage(), e);
        }
    }

    /** @return a table, one line per figure */
    public static String replicaMarkdown(List<ReplicaBench.Figure> figures) {
        StringBuilder out = new StringBuilder("| measurement | figure | goal |\n|---|---|---|\n");
        for (ReplicaBench.Figure figure : figures) {
            out.append("| " + figure.name() + " | " + figure.value() + " | " + figure.goal() + " |\n");
        }
        return out.toString();
    }

    /** @return the machine, as the figures are labelled */
    public static String machine() {
        return Runtime.getRuntime().availableProcessors() + " cores, JDK "
                + Runtime.version().feature();
    }
}
