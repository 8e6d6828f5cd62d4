package org.icws.testbench.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.protocol.encoding.Leb128;
import org.icws.protocol.request.RequestSigner;
import org.icws.replica.LocalReplica;
import org.icws.replica.ReplicaConfig;
import org.icws.sample.SampleCanister;

/**
 * Measures the embedded replica over HTTP with keep-alive: signed requests that are made before the clock runs, the sample canister,
 * answers signed. Client and replica share this process and its cores.
 */
public final class ReplicaBench {
    private static final byte[] NO_ARGUMENT = {'D', 'I', 'D', 'L', 0, 0};
    private static final int QUERY_CONNECTIONS = 8;
    private static final int UPDATE_CONNECTIONS = 64;
    private static final int MANY_CANISTERS = 100;
    private static final Duration EXPIRY = Duration.ofMinutes(4);

    /**
     * One figure.
     *
     * @param name what was measured
     * @param value with its unit
     * @param goal what it should be
     */
    public record Figure(String name, String value, String goal) {}

    private final Duration time;
    private final Duration warmUp;
    private final Consumer<String> progress;
    private final RequestSigner signer = new RequestSigner(Ed25519Identity.fromSeed(new byte[32]));
    private final List<Figure> figures = new ArrayList<>();
    private long nonce;

    private ReplicaBench(Duration time, Duration warmUp, Consumer<String> progress) {
        this.time = time;
        this.warmUp = warmUp;
        this.progress = progress;
    }

    /**
     * Measures everything.
     *
     * @param time of each measurement
     * @param warmUp before each
     * @param progress is told what happens next
     */
    public static List<Figure> run(Duration time, Duration warmUp, Consumer<String> progress) {
        ReplicaBench bench = new ReplicaBench(time, warmUp, progress);
        try {
            bench.measure();
        } catch (IOException e) {
            throw new BenchException("The replica's benchmark failed: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("The replica's benchmark was interrupted");
        }
        return bench.figures;
    }

    private void measure() throws IOException, InterruptedException {
        Path cache = Files.createTempDirectory("replica-bench");
        try {
            // The first starts with a cold JVM, as the testbench does.
            installation(cache, LargeModule.doubled(SampleCanister.PING_PONG.wasm()));
            installation(cache, SampleCanister.PING_PONG.wasm());
            try (LocalReplica replica =
                    LocalReplica.start(ReplicaConfig.defaults().withModuleCacheDirectory(cache))) {
                Principal canister = install(replica);
                idle();
                queries(replica, canister);
                updates(replica, canister, "", ">= 800/s");
                latency(replica, canister, "", "p50 <= 5 ms");
                heap(replica);
            }
            kept(cache, ", kept in a directory", false);
            kept(cache, ", kept and forced to the disk", true);
        } finally {
            delete(cache);
        }
    }

    /** What it costs that a kill, or a loss of power, loses nothing. */
    private void kept(Path cache, String how, boolean sync) throws IOException {
        try (LocalReplica replica = LocalReplica.start(ReplicaConfig.defaults()
                .withModuleCacheDirectory(cache)
                .withDataDirectory(cache.resolve("network-" + sync))
                .withSyncWrites(sync))) {
            Principal canister = install(replica);
            updates(replica, canister, how, "-");
            latency(replica, canister, how, "-");
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static Principal install(LocalReplica replica) {
        return install(replica, SampleCanister.PING_PONG.wasm());
    }

    private static Principal install(LocalReplica replica, byte[] wasm) {
        Principal canister = replica.createCanister(List.of());
        replica.install(canister, wasm, NO_ARGUMENT);
        return canister;
    }

    private void installation(Path cache, byte[] wasm) {
        for (String name : List.of("install, cold", "install, code cached on disk")) {
            progress.accept(name);
            try (LocalReplica replica =
                    LocalReplica.start(ReplicaConfig.defaults().withModuleCacheDirectory(cache))) {
                long start = System.nanoTime();
                install(replica, wasm);
                long answered = System.nanoTime() - start;
                while (!replica.canisters().get(0).compiled()) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
                }
                long compiled = System.nanoTime() - start;
                figures.add(new Figure(
                        name + ", " + wasm.length / 1024 + " KiB",
                        millis(answered) + " until it answers, " + millis(compiled) + " until compiled",
                        name.contains("cold") ? "<= 2 s" : "<= 0.3 s"));
            }
        }
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.0f ms", nanos / 1e6);
    }

    private void idle() throws InterruptedException {
        progress.accept("idle");
        TimeUnit.NANOSECONDS.sleep(warmUp.toNanos());
        long cpu = cpuNanos();
        long start = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
        double share = (cpuNanos() - cpu) / (double) (System.nanoTime() - start);
        figures.add(new Figure("idle, CPU of one core", String.format(Locale.ROOT, "%.2f %%", share * 100), "< 1 %"));
    }

    private static long cpuNanos() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime();
    }

    private void queries(LocalReplica replica, Principal canister) throws IOException {
        byte[] argument = CandidEncoder.encode(CandidValue.record("nonce", CandidValue.nat64(0)));
        String path = "/api/v3/canister/" + canister + "/query";
        byte[] body =
                signer.query(canister, "ws_get_messages", argument, expiry()).envelope();
        double rate = throughput(replica, "queries", QUERY_CONNECTIONS, client -> client.request(path, body));
        figures.add(new Figure("queries, signed both ways, 8 connections", perSecond(rate), ">= 3,000/s"));
    }

    private static String perSecond(double rate) {
        return String.format(Locale.ROOT, "%,.0f/s", rate);
    }

    private static long expiry() {
        return (System.currentTimeMillis() + EXPIRY.toMillis()) * 1_000_000L;
    }

    private byte[] update(KeepAliveClient client, Principal canister) {
        byte[] argument = CandidEncoder.encode(CandidValue.record(
                "client_key",
                CandidValue.record(
                        "client_principal",
                        CandidValue.principal(signer.sender()),
                        "client_nonce",
                        CandidValue.nat64(nextNonce()))));
        return client.request(
                "/api/v4/canister/" + canister + "/call",
                signer.call(canister, "ws_close", argument, expiry(), Leb128.unsigned(nextNonce()))
                        .envelope());
    }

    private synchronized long nextNonce() {
        return ++nonce;
    }

    private void updates(LocalReplica replica, Principal canister, String how, String goal) throws IOException {
        long rounds = replica.round();
        double rate = throughput(replica, "updates", UPDATE_CONNECTIONS, client -> update(client, canister));
        figures.add(new Figure(
                "updates, synchronous call, " + UPDATE_CONNECTIONS + " connections" + how,
                perSecond(rate) + ", " + (replica.round() - rounds) + " rounds in all",
                goal));
    }

    private interface Requests {
        byte[] next(KeepAliveClient client);
    }

    /** Exchanges for the warm-up and the measured time on several connections. */
    private double throughput(LocalReplica replica, String what, int connections, Requests requests) {
        progress.accept(what);
        ExecutorService clients = Executors.newFixedThreadPool(connections, work -> {
            Thread thread = new Thread(work, "bench-client");
            thread.setDaemon(true);
            return thread;
        });
        try {
            long measureFrom = System.nanoTime() + warmUp.toNanos();
            long end = measureFrom + time.toNanos();
            List<Future<Long>> counts = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                counts.add(clients.submit(() -> exchange(replica, requests, measureFrom, end)));
            }
            long sum = 0;
            for (Future<Long> count : counts) {
                sum += count.get();
            }
            return sum / (time.toNanos() / 1e9);
        } catch (ExecutionException e) {
            throw new BenchException("Measuring " + what + " failed: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("The replica's benchmark was interrupted");
        } finally {
            clients.shutdownNow();
        }
    }

    private static long exchange(LocalReplica replica, Requests requests, long from, long end) throws IOException {
        long count = 0;
        try (KeepAliveClient client = new KeepAliveClient(replica.url())) {
            for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
                client.exchange(requests.next(client));
                count += now >= from ? 1 : 0;
            }
        }
        return count;
    }

    private void latency(LocalReplica replica, Principal canister, String how, String goal) throws IOException {
        progress.accept("latency");
        int count = (int) Math.max(20, time.toSeconds() * 10);
        long[] nanos = new long[count];
        try (KeepAliveClient client = new KeepAliveClient(replica.url())) {
            for (int i = 0; i < count; i++) {
                byte[] request = update(client, canister);
                long start = System.nanoTime();
                client.exchange(request);
                nanos[i] = System.nanoTime() - start;
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100) - nanos[i]);
            }
        }
        Arrays.sort(nanos);
        figures.add(new Figure(
                "update latency at 10/s" + how,
                String.format(
                        Locale.ROOT, "p50 %.1f ms, p99 %.1f ms", nanos[count / 2] / 1e6, nanos[count * 99 / 100] / 1e6),
                goal));
    }

    private void heap(LocalReplica replica) {
        progress.accept("heap");
        long before = usedHeap();
        for (int i = 0; i < MANY_CANISTERS; i++) {
            install(replica);
        }
        long used = usedHeap() - before;
        figures.add(new Figure(
                MANY_CANISTERS + " canisters more, heap",
                BigInteger.valueOf(used >> 20) + " MiB, " + (usedHeap() >> 20) + " MiB in all",
                "<= 600 MB"));
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
