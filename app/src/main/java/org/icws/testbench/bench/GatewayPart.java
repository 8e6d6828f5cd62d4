package org.icws.testbench.bench;

import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.icws.gateway.Counters;
import org.icws.gateway.GatewayConfig;
import org.icws.gateway.GatewayEngine;
import org.icws.gateway.Limits;
import org.icws.gateway.poll.PollingPolicy;
import org.icws.protocol.crypto.Ed25519Identity;

/** The gateway's process: the engine as {@code serve} runs it, and nothing else. Commands: observe, stats. */
public final class GatewayPart {
    private GatewayPart() {}

    /** @param args the replica's port, the poll interval in milliseconds, 0 for adaptive polling */
    public static void main(String[] args) throws IOException {
        GatewayConfig config = GatewayConfig.builder(
                        URI.create("http://127.0.0.1:" + args[0]), Ed25519Identity.generate(new SecureRandom()))
                .port(0)
                .polling(polling(Long.parseLong(args[1])))
                .limits(Limits.DEFAULT.toBuilder().maxSessions(20_000).build())
                .build();
        GatewayEngine gateway = GatewayEngine.start(config);
        Commands.serve(Map.of("port", gateway.port()), words -> {
            if (words[0].equals("observe")) {
                gateway.subscribe((events, lost) -> {});
            }
            return CompletableFuture.completedFuture(stats(gateway.snapshot().counters()));
        });
        gateway.close();
        System.exit(0);
    }

    private static PollingPolicy polling(long millis) {
        return millis == 0
                ? PollingPolicy.adaptive(Duration.ofMillis(5), Duration.ofMillis(200))
                : PollingPolicy.fixed(Duration.ofMillis(millis));
    }

    private static Map<String, Object> stats(Counters counters) {
        return Map.of(
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
