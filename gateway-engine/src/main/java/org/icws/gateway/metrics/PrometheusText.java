package org.icws.gateway.metrics;

import java.util.Locale;

/**
 * Writes samples in Prometheus' text format, version 0.0.4. Not thread-safe.
 */
final class PrometheusText {
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** From a tenth of a millisecond to what a slow network call takes. */
    private static final double[] BOUNDS = {
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60
    };

    private static final double NANOS = 1e9;

    private final StringBuilder out = new StringBuilder(8192);

    PrometheusText head(String name, String type, String help) {
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    PrometheusText counter(String name, String help, long value) {
        return head(name, "counter", help).sample(name, "", value);
    }

    PrometheusText gauge(String name, String help, double value) {
        return head(name, "gauge", help).sample(name, "", value);
    }

    /** @param label {@code name="value"} pairs, without braces; empty for none */
    PrometheusText sample(String name, String label, double value) {
        out.append(name);
        if (!label.isEmpty()) {
            out.append('{').append(label).append('}');
        }
        out.append(' ').append(number(value)).append('\n');
        return this;
    }

    /** A histogram with fixed buckets, which can be added up over gateways. */
    PrometheusText histogram(String name, String help, LatencyRecorder recorder) {
        head(name, "histogram", help);
        LatencyRecorder.Buckets buckets = recorder.buckets(BOUNDS);
        for (int i = 0; i < BOUNDS.length; i++) {
            sample(name + "_bucket", "le=\"" + number(BOUNDS[i]) + '"', buckets.counts()[i]);
        }
        sample(name + "_bucket", "le=\"+Inf\"", buckets.count());
        sample(name + "_sum", "", buckets.sumSeconds());
        return sample(name + "_count", "", buckets.count());
    }

    /** Quantiles, as existing dashboards for IC WebSocket gateways expect them. */
    PrometheusText summary(String name, String help, LatencyRecorder recorder) {
        head(name, "summary", help);
        LatencyRecorder.Percentiles p = recorder.percentiles();
        quantiles(name, "", p.p50(), p.p95(), p.p99(), p.max());
        LatencyRecorder.Buckets sum = recorder.buckets(new double[0]);
        sample(name + "_sum", "", sum.sumSeconds());
        return sample(name + "_count", "", p.count());
    }

    PrometheusText quantiles(String name, String label, long p50, long p95, long p99, long max) {
        String prefix = label.isEmpty() ? "" : label + ',';
        sample(name, prefix + "quantile=\"0.5\"", p50 / NANOS);
        sample(name, prefix + "quantile=\"0.95\"", p95 / NANOS);
        sample(name, prefix + "quantile=\"0.99\"", p99 / NANOS);
        return sample(name, prefix + "quantile=\"1\"", max / NANOS);
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.9f", value).replaceAll("0+$", "");
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
