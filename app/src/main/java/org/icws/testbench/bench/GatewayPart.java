package org.icws.testbench.bench;

import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.icws.gateway.CallOrder;
import org.icws.gateway.Counters;
import org.icws.gateway.GatewayConfig;
import org.icws.gateway.GatewayEngine;
import org.icws.gateway.GatewaySnapshot;
import org.icws.gateway.Limits;
import org.icws.gateway.TrustPolicy;
import org.icws.gateway.poll.PollingPolicy;
import org.icws.protocol.crypto.Ed25519Identity;

/** The gateway's process: the engine as {@code serve} runs it. Commands: observe, refuse, heap, memory, stats. */
public final class GatewayPart {
    /** Fastest interval of adaptive polling: half of it, and a little, is the median latency. */
    static final Duration FASTEST = Duration.ofNanos(6_500_000);

    private static final CallOrder PIPELINED = new CallOrder(64, 16_384);

    private GatewayPart() {}

    /**
     * @param args the replica's port, the poll interval in milliseconds, 0 for adaptive polling, then "pipelined" if the
     *     network keeps the order of acknowledgement
     */
    public static void main(String[] args) throws IOException {
        GatewayConfig config = GatewayConfig.builder(
                        URI.create("http://127.0.0.1:" + args[0]), Ed25519Identity.generate(new SecureRandom()))
                .port(0)
                .polling(polling(Long.parseLong(args[1])))
                .order(List.of(args).contains("pipelined") ? PIPELINED : CallOrder.ONE_AT_A_TIME)
                .limits(Limits.DEFAULT.toBuilder().maxSessions(20_000).build())
                .build();
        GatewayEngine gateway = GatewayEngine.start(config);
        Commands.serve(Map.of("port", gateway.port()), words -> {
            switch (words[0]) {
                case "observe" -> gateway.subscribe((events, lost) -> {});
                case "refuse" ->
                    gateway.trust(new TrustPolicy(
                            TrustPolicy.Rule.REFUSE, TrustPolicy.Rule.OBSERVE, TrustPolicy.Rule.OBSERVE));
                case "heap" -> {
                    return CompletableFuture.completedFuture(Map.of("heapKib", liveHeapKib()));
                }
                case "memory" -> {
                    return CompletableFuture.completedFuture(SoakMemory.take());
                }
                default -> {}
            }
            return CompletableFuture.completedFuture(stats(gateway.snapshot()));
        });
        gateway.close();
        System.exit(0);
    }

    private static long liveHeapKib() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / 1024;
    }

    private static PollingPolicy polling(long millis) {
        return millis == 0
                ? PollingPolicy.adaptive(FASTEST, Duration.ofMillis(200))
                : PollingPolicy.fixed(Duration.ofMillis(millis));
    }

    private static Map<String, Object> stats(GatewaySnapshot snapshot) {
        Counters counters = snapshot.counters();
        return Map.of(
                "sessions", snapshot.sessions().size(),
                "framesIn", counters.framesIn(),
                "framesOut", counters.framesOut(),
                "verified", counters.verified(),
                "failed", counters.failed(),
                "unverified", counters.unverified(),
                "unrouted", counters.unrouted(),
                "polls", counters.polls(),
                "pollFailures", counters.pollFailures());
    }
}
