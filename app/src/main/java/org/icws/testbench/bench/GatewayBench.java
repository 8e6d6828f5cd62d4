package org.icws.testbench.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The measurements of {@code bench gateway}, one after the other, each with fresh processes. */
public final class GatewayBench {
    private static final List<String> JVM = List.of("-Xmx512m");
    /** Memory per idle connection is what counts there, so the heap starts small. */
    private static final List<String> SMALL_JVM = List.of("-Xms32m", "-Xmn24m", "-Xmx512m", "-XX:+UseSerialGC");

    private static final Duration POLL = Duration.ofMillis(100);
    private static final int IDLE = 10_000;
    private static final int STALLED_OF = 10;

    private final Settings settings;
    private final Consumer<String> progress;
    private final List<Result> results = new ArrayList<>();

    /**
     * What to measure.
     *
     * @param measured time of each measurement
     * @param warmUp time before it, for the JVM to compile what is hot
     * @param kinds which of {@link #KINDS}
     */
    public record Settings(Duration measured, Duration warmUp, Set<String> kinds) {}

    /** All kinds of measurements. */
    public static final List<String> KINDS = List.of("flood", "checked", "latency", "upstream", "stalled", "idle");

    /**
     * One line of the report.
     *
     * @param kind one of {@link #KINDS}
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
        bench.floods();
        bench.latencies();
        bench.upstreams();
        bench.stalled();
        bench.idle();
        return bench.results;
    }

    private boolean wanted(String kind) {
        return settings.kinds().contains(kind);
    }

    private void floods() {
        for (int clients : new int[] {10, 100, 1000}) {
            if (wanted("flood")) {
                flood("flood", "flood, " + clients + " clients, nobody observes", clients, "flood", false);
            }
            if (wanted("checked")) {
                String what = "flood, " + clients + " clients, 50-leaf witnesses, checks and events on";
                flood("checked", what, clients, "flood-certified", true);
            }
        }
    }

    private void flood(String kind, String what, int clients, String command, boolean observed) {
        progress.accept(what);
        try (Trial trial = new Trial(JVM, POLL, clients)) {
            if (observed) {
                trial.gateway().tell("observe");
            }
            trial.stub().tell(command);
            trial.downstream(what, settings.warmUp());
            var before = trial.gateway().tell("stats");
            Figures figures = trial.downstream(what, settings.measured());
            var after = trial.gateway().tell("stats");
            long verified =
                    after.get("verified").asLong() - before.get("verified").asLong();
            add(
                    kind,
                    figures,
                    false,
                    order(figures)
                            + (observed
                                    ? "; " + verified + " of " + figures.messages()
                                            + " checked, the rest reported as unchecked"
                                    : ""));
        }
    }

    private static String order(Figures figures) {
        long wrong = figures.clients().get("outOfOrder").asLong();
        int ended = figures.clients().get("ends").size();
        return (wrong == 0 ? "all in order" : wrong + " OUT OF ORDER") + (ended == 0 ? "" : "; CONNECTIONS ENDED");
    }

    private void latencies() {
        for (int poll : new int[] {100, 10, 0}) {
            if (wanted("latency")) {
                String what = "1,000 messages/s over 10 clients, "
                        + (poll == 0 ? "adaptive polling" : "poll every " + poll + " ms");
                progress.accept(what);
                try (Trial trial = new Trial(JVM, Duration.ofMillis(poll), 10)) {
                    trial.stub().tell("rate 1000");
                    trial.downstream(what, settings.warmUp());
                    Figures figures = trial.downstream(what, settings.measured());
                    add("latency", figures, true, order(figures));
                }
            }
        }
    }

    private void upstreams() {
        for (int callMillis : new int[] {0, 100, 1000}) {
            if (wanted("upstream")) {
                upstream(callMillis);
            }
        }
    }

    private void upstream(int callMillis) {
        String what = "100 clients push without limit, a call takes " + callMillis + " ms";
        progress.accept(what);
        try (Trial trial = new Trial(JVM, POLL, 100)) {
            trial.stub().tell("call-time " + callMillis);
            long seconds = settings.warmUp().plus(settings.measured()).toSeconds() + 1;
            long perClient = Math.min(2_000, callMillis == 0 ? 150 * seconds : 2_000 / callMillis * seconds + 200);
            trial.load().tell("prepare " + perClient);
            trial.load().tell("push");
            trial.upstream(what, settings.warmUp());
            Figures figures = trial.upstream(what, settings.measured());
            long wrong = trial.stub().tell("stats").get("outOfOrder").asLong();
            add("upstream", figures, false, wrong == 0 ? "all in order" : wrong + " OUT OF ORDER");
        }
    }

    private void stalled() {
        if (!wanted("stalled")) {
            return;
        }
        String what = "flood, 10 clients, one of them stops reading";
        progress.accept(what);
        try (Trial trial = new Trial(JVM, POLL, STALLED_OF)) {
            trial.stub().tell("flood");
            trial.downstream(what, settings.warmUp());
            long before = trial.downstream(what, settings.measured()).perSecond() * (STALLED_OF - 1) / STALLED_OF;
            trial.load().tell("stall 1");
            Figures figures = trial.downstream(what, settings.measured());
            long percent = Math.round(100.0 * figures.perSecond() / Math.max(1, before));
            add("stalled", figures, false, "the nine others keep " + percent + " % of their rate");
        }
    }

    private void idle() {
        if (!wanted("idle")) {
            return;
        }
        String what = IDLE + " idle connections";
        progress.accept(what);
        try (Trial trial = new Trial(SMALL_JVM, POLL, 1)) {
            long empty = trial.gateway().residentKib();
            trial.load().tell("open " + IDLE);
            Figures figures = trial.downstream(what, settings.measured());
            double each = (figures.residentKib() - empty) / (double) IDLE;
            add("idle", figures, false, String.format(java.util.Locale.ROOT, "%.1f KiB each", each));
        }
    }

    private void add(String kind, Figures figures, boolean latency, String note) {
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
