package org.icws.testbench.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Messages from the clients to the canister. */
final class UpstreamBench {
    private static final int CLIENTS = 100;
    private static final int RECEIVERS_RATE = 1000;

    private final GatewayBench bench;

    UpstreamBench(GatewayBench bench) {
        this.bench = bench;
    }

    /** One call of each client at a time: right for every network. */
    void pushes() {
        for (int callMillis : new int[] {0, 100, 1000}) {
            if (bench.wanted("upstream")) {
                String what =
                        CLIENTS + " clients push without limit, a call takes " + callMillis + " ms, one in flight each";
                push("upstream", what, List.of(), callMillis, callMillis == 0 ? 300 : 2_000 / callMillis);
            }
        }
    }

    /** Several calls of each client at a time, for a network that keeps the order of acknowledgement. */
    void pipelined() {
        for (int callMillis : new int[] {100, 1000}) {
            if (bench.wanted("pipelined")) {
                String what = CLIENTS + " clients push without limit, a call takes " + callMillis
                        + " ms, acknowledged calls follow one another";
                push("pipelined", what, List.of("pipelined"), callMillis, 150);
            }
        }
    }

    private void push(String kind, String what, List<String> options, int callMillis, long perClientSecond) {
        bench.progress(what);
        try (Trial trial = new Trial(GatewayBench.JVM, GatewayBench.POLL, CLIENTS, options)) {
            prepare(trial, callMillis, perClientSecond, 1);
            trial.load().tell("push");
            trial.upstream(what, bench.settings().warmUp());
            long heapBefore = trial.gateway().tell("heap").get("heapKib").asLong();
            Figures figures = trial.upstream(what, bench.settings().measured());
            long heapAfter = trial.gateway().tell("heap").get("heapKib").asLong();
            JsonNode stub = trial.stub().tell("stats");
            long wrong = stub.get("outOfOrder").asLong();
            bench.add(
                    kind,
                    figures,
                    false,
                    (wrong == 0 ? "all in order" : wrong + " OUT OF ORDER")
                            + String.format(
                                    Locale.ROOT,
                                    "; live heap %.1f MiB, %.1f MiB at the end",
                                    heapBefore / 1024.0,
                                    heapAfter / 1024.0));
        }
    }

    private void prepare(Trial trial, int callMillis, long perClientSecond, int runs) {
        trial.stub().tell("call-time " + callMillis);
        long seconds = bench.settings()
                        .warmUp()
                        .plus(bench.settings().measured().multipliedBy(runs))
                        .toSeconds()
                + 2;
        trial.load().tell("prepare " + (perClientSecond * seconds + 200));
    }

    /** The latency of messages to the clients, first alone, then while all clients push. */
    void bothWays() {
        if (!bench.wanted("both-ways")) {
            return;
        }
        bothWays("poll every 100 ms", GatewayBench.POLL, List.of(), 0, 300);
        bothWays("poll every 100 ms, calls take 1 s, pipelined", GatewayBench.POLL, List.of("pipelined"), 1000, 150);
        bothWays("adaptive polling", Duration.ZERO, List.of(), 0, 300);
        bothWays("adaptive polling, calls take 1 s, pipelined", Duration.ZERO, List.of("pipelined"), 1000, 150);
    }

    private void bothWays(String words, Duration poll, List<String> options, int callMillis, long perClientSecond) {
        String what = "1,000 messages/s down while " + CLIENTS + " clients push, " + words;
        bench.progress(what);
        try (Trial trial = new Trial(GatewayBench.JVM, poll, CLIENTS, options)) {
            prepare(trial, callMillis, perClientSecond, 2);
            trial.stub().tell("flood");
            trial.downstream(what, bench.settings().warmUp());
            trial.stub().tell("silence");
            trial.stub().tell("rate " + RECEIVERS_RATE);
            trial.downstream(what, Duration.ofSeconds(2));
            Figures alone = trial.downstream(what, bench.settings().measured());
            trial.load().tell("push");
            trial.downstream(what, Duration.ofSeconds(2));
            long before = trial.stub().tell("stats").get("arrivals").asLong();
            Figures loaded = trial.downstream(what, bench.settings().measured());
            JsonNode stub = trial.stub().tell("stats");
            long up = Math.round((stub.get("arrivals").asLong() - before) / loaded.seconds());
            bench.add(
                    "both-ways",
                    loaded,
                    true,
                    String.format(
                            Locale.ROOT,
                            "%,d/s up meanwhile; alone %.1f / %.1f ms; %s",
                            up,
                            alone.clients().get("p50").asLong() / 1e3,
                            alone.clients().get("p99").asLong() / 1e3,
                            GatewayBench.order(loaded)));
        }
    }
}
