package org.icws.testbench.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The measurements of {@code bench gateway}, one after the other, each with fresh processes. */
public final class GatewayBench {
    /** JVM options of the gateway's process; the rest is as the launcher starts it. */
    static final List<String> JVM = List.of("-Xmx512m");
    /** Memory per idle connection is what counts there, so the heap starts small. */
    private static final List<String> SMALL_JVM = List.of("-Xms32m", "-Xmn24m", "-Xmx512m", "-XX:+UseSerialGC");

    static final Duration POLL = Duration.ofMillis(100);
    private static final int IDLE = 10_000;

    private final Settings settings;
    private final Consumer<String> progress;
    private final List<Result> results = new ArrayList<>();

    /**
     * What to measure.
     *
     * @param measured time of each measurement
     * @param warmUp time before it, for the JVM to compile what is hot
     * @param kinds which of {@link #KINDS}, or {@link #SOAK}
     */
    public record Settings(Duration measured, Duration warmUp, Set<String> kinds) {}

    /** All kinds of measurements. */
    public static final List<String> KINDS =
            List.of("flood", "checked", "latency", "upstream", "pipelined", "both-ways", "stalled", "idle", "ceiling");

    /** A long measurement that is only made where it is named: whether the gateway's memory stays flat. */
    public static final String SOAK = SoakBench.KIND;

    /**
     * One line of the report.
     *
     * @param kind one of {@link #KINDS}, or {@link #SOAK}
     * @param what the conditions
     * @param perSecond messages per second; 0 where that is not the question
     * @param perCpuSecond messages per second of the gateway's CPU time
     * @param p50Micros median latency from the canister's time to the client, 0 if not measured
     * @param p99Micros 99th percentile
     * @param gatewayLoad CPU seconds of the gateway per second
     * @param stubLoad of the stub network
     * @param clientLoad of the load clients
     * @param residentMib the gateway's memory
     * @param note anything else worth saying
     */
    public record Result(
            String kind,
            String what,
            long perSecond,
            long perCpuSecond,
            long p50Micros,
            long p99Micros,
            double gatewayLoad,
            double stubLoad,
            double clientLoad,
            long residentMib,
            String note) {}

    private GatewayBench(Settings settings, Consumer<String> progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * Measures; takes minutes.
     *
     * @param settings what
     * @param progress told in words what goes on
     * @return the results in order
     * @throws BenchException if a process fails
     */
    public static List<Result> run(Settings settings, Consumer<String> progress) {
        GatewayBench bench = new GatewayBench(settings, progress);
        DownstreamBench downstream = new DownstreamBench(bench);
        UpstreamBench upstream = new UpstreamBench(bench);
        downstream.floods();
        downstream.latencies();
        upstream.pushes();
        upstream.pipelined();
        upstream.bothWays();
        downstream.stalled();
        bench.idle();
        downstream.ceiling();
        bench.results.addAll(SoakBench.run(settings, progress));
        return bench.results;
    }

    boolean wanted(String kind) {
        return settings.kinds().contains(kind);
    }

    Settings settings() {
        return settings;
    }

    void progress(String what) {
        progress.accept(what);
    }

    /** Many connections that do nothing; the second half of the time counts, when their opening is over. */
    private void idle() {
        if (!wanted("idle")) {
            return;
        }
        String what = IDLE + " idle connections";
        progress.accept(what);
        try (Trial trial = new Trial(SMALL_JVM, POLL, 1)) {
            long empty = trial.gateway().residentKib();
            trial.load().tell("open " + IDLE);
            trial.downstream(what, settings.warmUp());
            Figures figures = trial.downstream(what, settings.measured());
            double each = (figures.residentKib() - empty) / (double) IDLE;
            String note = String.format(
                    java.util.Locale.ROOT,
                    "%.1f KiB each, %.1f %% of a core",
                    each,
                    100 * figures.load(figures.gatewayCpu()));
            add("idle", figures, false, note);
        }
    }

    /** @return in words whether every message came in order and every connection is still there */
    static String order(Figures figures) {
        long wrong = figures.clients().get("outOfOrder").asLong();
        int ended = figures.clients().get("ends").size();
        return (wrong == 0 ? "all in order" : wrong + " OUT OF ORDER") + (ended == 0 ? "" : "; CONNECTIONS ENDED");
    }

    void add(String kind, Figures figures, boolean latency, String note) {
        results.add(new Result(
                kind,
                figures.what(),
                figures.perSecond(),
                figures.messages() == 0 ? 0 : figures.perCpuSecond(),
                latency ? figures.clients().get("p50").asLong() : 0,
                latency ? figures.clients().get("p99").asLong() : 0,
                figures.load(figures.gatewayCpu()),
                figures.load(figures.stubCpu()),
                figures.load(figures.loadCpu()),
                figures.residentKib() / 1024,
                note));
    }
}
