package org.icws.testbench.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What came of it. Times are in microseconds.
 *
 * @param clients how many were wanted
 * @param opened how many the canister answered
 * @param seconds how long messages were sent
 * @param sent messages sent
 * @param answered messages answered
 * @param times percentiles by what was timed
 * @param errors how often each kind of error happened
 */
public record LoadReport(
        int clients,
        long opened,
        double seconds,
        long sent,
        long answered,
        Map<String, Percentiles> times,
        Map<String, Long> errors) {

    /** Microseconds. */
    public record Percentiles(long count, long min, long p50, long p90, long p99, long p999, long max) {
        static Percentiles of(Histogram h) {
            boolean none = h.getTotalCount() == 0;
            return new Percentiles(
                    h.getTotalCount(),
                    none ? 0 : h.getMinValue(),
                    h.getValueAtPercentile(50),
                    h.getValueAtPercentile(90),
                    h.getValueAtPercentile(99),
                    h.getValueAtPercentile(99.9),
                    h.getMaxValue());
        }
    }

    static LoadReport of(LoadOptions options, LoadStats stats, double seconds) {
        Map<String, Percentiles> times = new LinkedHashMap<>();
        for (LoadStats.Span span : LoadStats.Span.values()) {
            times.put(span.name().toLowerCase(Locale.ROOT), Percentiles.of(stats.take(span)));
        }
        return new LoadReport(
                options.clients(),
                stats.opened.sum(),
                seconds,
                stats.sent.sum(),
                stats.answered.sum(),
                times,
                stats.errors());
    }

    /** @return messages answered per second */
    public double throughput() {
        return seconds == 0 ? 0 : answered / seconds;
    }

    /** @return for people */
    public String text() {
        StringBuilder out = new StringBuilder();
        out.append(String.format(
                Locale.ROOT,
                "%d of %d clients opened; %d messages sent, %d answered in %.1f s: %.1f per second%n%n",
                opened,
                clients,
                sent,
                answered,
                seconds,
                throughput()));
        out.append(String.format(
                "%-20s %9s %9s %9s %9s %9s %9s %9s%n",
                "milliseconds", "count", "min", "p50", "p90", "p99", "p99.9", "max"));
        times.forEach((name, p) -> out.append(String.format(
                Locale.ROOT,
                "%-20s %9d %9.1f %9.1f %9.1f %9.1f %9.1f %9.1f%n",
                name.replace('_', ' '),
                p.count,
                p.min / 1e3,
                p.p50 / 1e3,
                p.p90 / 1e3,
                p.p99 / 1e3,
                p.p999 / 1e3,
                p.max / 1e3)));
        out.append(String.format("%none-way times compare the canister's clock with this machine's%n"));
        out.append(errors.isEmpty() ? "no errors" : "errors:");
        errors.forEach((kind, count) -> out.append(String.format("%n%8d  %s", count, kind)));
        return out.toString();
    }

    /** @return for programs: one JSON object on one line */
    public String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("clients", clients);
        all.put("opened", opened);
        all.put("seconds", seconds);
        all.put("sent", sent);
        all.put("answered", answered);
        all.put("perSecond", throughput());
        all.put("microseconds", times);
        all.put("errors", errors);
        try {
            return new ObjectMapper().writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new LoadException("The report cannot be written: " + e.getMessage(), e);
        }
    }
}
