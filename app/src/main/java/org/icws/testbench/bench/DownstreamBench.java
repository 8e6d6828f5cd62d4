package org.icws.testbench.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;

/** Messages from the canister to the clients. */
final class DownstreamBench {
    private static final int STALLED_OF = 10;
    private static final Duration STALL = Duration.ofSeconds(2);

    private final GatewayBench bench;

    DownstreamBench(GatewayBench bench) {
        this.bench = bench;
    }

    void floods() {
        for (int clients : new int[] {10, 100, 1000}) {
            if (bench.wanted("flood")) {
                flood(clients);
            }
            if (bench.wanted("checked")) {
                checked(clients, "refuse", "refusing what does not verify");
                checked(clients, "observe", "checks beside the relay, events on");
            }
        }
    }

    private void flood(int clients) {
        String what = "flood, " + clients + " clients, nobody observes";
        bench.progress(what);
        try (Trial trial = new Trial(GatewayBench.JVM, GatewayBench.POLL, clients)) {
            trial.stub().tell("flood");
            trial.downstream(what, bench.settings().warmUp());
            Figures figures = trial.downstream(what, bench.settings().measured());
            bench.add("flood", figures, false, GatewayBench.order(figures));
        }
    }

    /** Every page with a certificate and a witness of its own. */
    private void checked(int clients, String mode, String words) {
        String what = "flood, " + clients + " clients, 50-leaf witnesses, " + words;
        bench.progress(what);
        try (Trial trial = new Trial(GatewayBench.JVM, GatewayBench.POLL, clients)) {
            trial.gateway().tell(mode);
            trial.stub().tell("flood-certified");
            trial.downstream(what, bench.settings().warmUp());
            JsonNode before = trial.gateway().tell("stats");
            Figures figures = trial.downstream(what, bench.settings().measured());
            JsonNode after = trial.gateway().tell("stats");
            long verified = difference(before, after, "verified");
            long unverified = difference(before, after, "unverified");
            long failed = difference(before, after, "failed");
            long perCpu =
                    Math.round(verified / Math.max(0.001, figures.gatewayCpu().toNanos() / 1e9));
            String note = GatewayBench.order(figures)
                    + String.format(
                            java.util.Locale.ROOT,
                            "; %,d verified per CPU-s, %,d relayed unverified, %,d failed",
                            perCpu,
                            unverified,
                            failed);
            bench.add("checked", figures, false, note);
        }
    }

    private static long difference(JsonNode before, JsonNode after, String counter) {
        return after.get(counter).asLong() - before.get(counter).asLong();
    }

    void latencies() {
        Map<Duration, String> polls = new java.util.LinkedHashMap<>();
        polls.put(GatewayBench.POLL, "poll every 100 ms");
        polls.put(Duration.ofMillis(10), "poll every 10 ms");
        polls.put(Duration.ZERO, "adaptive polling from " + GatewayPart.FASTEST.toNanos() / 1e6 + " ms");
        polls.forEach((poll, words) -> {
            if (bench.wanted("latency")) {
                latency(poll, "1,000 messages/s over 10 clients, " + words);
            }
        });
    }

    private void latency(Duration poll, String what) {
        bench.progress(what);
        try (Trial trial = new Trial(GatewayBench.JVM, poll, 10)) {
            warmUp(trial, what);
            trial.stub().tell("rate 1000");
            trial.downstream(what, bench.settings().warmUp());
            Figures figures = trial.downstream(what, bench.settings().measured());
            String note = GatewayBench.order(figures)
                    + String.format(
                            java.util.Locale.ROOT, "; %.2f s of CPU in 10 s", 10 * figures.load(figures.gatewayCpu()));
            bench.add("latency", figures, true, note);
        }
    }

    /** At a low rate a JVM takes minutes to compile what is hot; a flood takes it there in seconds. */
    private void warmUp(Trial trial, String what) {
        trial.stub().tell("flood");
        trial.downstream(what, bench.settings().warmUp());
        trial.stub().tell("silence");
    }

    void stalled() {
        if (!bench.wanted("stalled")) {
            return;
        }
        String what = "flood, " + STALLED_OF + " clients, one of them stops reading";
        bench.progress(what);
        try (Trial trial = new Trial(GatewayBench.JVM, GatewayBench.POLL, STALLED_OF)) {
            trial.stub().tell("flood");
            trial.downstream(what, bench.settings().warmUp());
            long before =
                    trial.downstream(what, bench.settings().measured()).perSecond() * (STALLED_OF - 1) / STALLED_OF;
            trial.load().tell("stall 1");
            Figures figures = trial.downstream(what, STALL);
            long percent = Math.round(100.0 * figures.perSecond() / Math.max(1, before));
            // Soon enough: a client that still does not read is cut off a while after it was told.
            trial.load().tell("read-on 1");
            JsonNode ends = trial.downstream(what, STALL).clients().get("ends");
            bench.add(
                    "stalled",
                    figures,
                    false,
                    "the nine others keep " + percent + " % of their rate; reading on, the stalled one finds: " + ends);
        }
    }

    /** What stub and load clients can do without a gateway's work in between: they must never be the bottleneck. */
    void ceiling() {
        if (!bench.wanted("ceiling")) {
            return;
        }
        for (int clients : new int[] {10, 100, 1000}) {
            String what =
                    "load clients alone, " + clients + " clients; in the gateway's place a pusher of ready-made frames";
            bench.progress(what);
            bench.add("ceiling", Ceiling.clients(what, clients, bench.settings()), false, "");
        }
        String what = "stub network alone, full pages";
        bench.progress(what);
        bench.add("ceiling", Ceiling.stub(what, bench.settings()), false, "");
    }
}
