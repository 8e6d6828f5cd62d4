package org.icws.testbench.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.ic4j.types.Principal;
import org.icws.protocol.principal.Principals;

/** The clients of a soak, in a process of their own; each that leaves is replaced. Commands: start N, stop, stats. */
public final class SoakClients {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final URI gateway;
    private final Principal canister;
    private final HttpClient http = HttpClient.newHttpClient();
    private final SoakTally tally = new SoakTally();
    private final Set<SoakClient> alive = new HashSet<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "soak-clients");
        made.setDaemon(true);
        return made;
    });
    private int wanted;

    private SoakClients(URI gateway, Principal canister) {
        this.gateway = gateway;
        this.canister = canister;
    }

    /** @param args the gateway's port, the canister */
    public static void main(String[] args) throws IOException {
        SoakClients soak = new SoakClients(URI.create("ws://127.0.0.1:" + args[0]), Principals.parse(args[1]));
        soak.thread.scheduleAtFixedRate(
                () -> List.copyOf(soak.alive).forEach(client -> client.lookAlive(PATIENCE)), 1, 1, TimeUnit.SECONDS);
        Commands.serve(Map.of("ready", true), soak::command);
        System.exit(0);
    }

    private CompletableFuture<Map<String, Object>> command(String[] words) {
        return switch (words[0]) {
            case "start" -> run(() -> fill(Integer.parseInt(words[1])));
            case "stop" -> run(() -> fill(0));
            case "stats" -> run(this::stats);
            default -> throw new BenchException("no such command: " + words[0]);
        };
    }

    private <T> CompletableFuture<T> run(Supplier<T> task) {
        return CompletableFuture.supplyAsync(task, thread);
    }

    private Map<String, Object> fill(int count) {
        wanted = count;
        while (alive.size() < wanted) {
            addOne();
        }
        return stats();
    }

    private void addOne() {
        SoakClient[] self = new SoakClient[1];
        self[0] = new SoakClient(canister, tally, thread, () -> replace(self[0]));
        alive.add(self[0]);
        self[0].connect(http, gateway);
    }

    private void replace(SoakClient gone) {
        alive.remove(gone);
        if (alive.size() < wanted) {
            addOne();
        }
    }

    private Map<String, Object> stats() {
        Map<String, Object> stats = tally.asMap();
        stats.put("alive", alive.size());
        return stats;
    }
}
