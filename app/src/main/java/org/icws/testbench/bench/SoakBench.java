package org.icws.testbench.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * Clients come and go for a long time with traffic whose order and completeness they check; meanwhile the gateway's live heap,
 * threads, file handles and resident memory are looked at again and again. They must not grow.
 */
final class SoakBench {
    /** The kind of this measurement; it runs only where it is named. */
    static final String KIND = "soak";

    private static final int CLIENTS = 100;
    private static final int SAMPLES = 60;
    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(2);
    private static final Duration SETTLE = Duration.ofSeconds(3);
    /** A fixed heap, touched from the start, so that resident memory grows by what is outside of it only. */
    private static final List<String> JVM = List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch");

    private static final List<String> OURS = List.of("-Xmx512m", "-XX:+UseSerialGC");

    private final Consumer<String> progress;
    private final Part stub;
    private final Part gateway;
    private final Part clients;
    private final List<Sample> samples = new ArrayList<>();

    /**
     * One look at the gateway.
     *
     * @param seconds since the start
     * @param heapKib live after a collection
     * @param threads of the process
     * @param files open file handles
     * @param residentKib the process's memory
     */
    record Sample(long seconds, long heapKib, long threads, long files, long residentKib) {}

    private SoakBench(Consumer<String> progress, Part stub, Part gateway, Part clients) {
        this.progress = progress;
        this.stub = stub;
        this.gateway = gateway;
        this.clients = clients;
    }

    /** Soaks for the measured time, if wanted; each sample is told as progress. */
    static List<GatewayBench.Result> run(GatewayBench.Settings settings, Consumer<String> progress) {
        if (!settings.kinds().contains(KIND)) {
            return List.of();
        }
        try (Part stub = Part.start("stub network", StubReplica.class, OURS);
                Part gateway = Part.start(
                        "gateway",
                        GatewayPart.class,
                        JVM,
                        stub.ready().get("port").asText(),
                        "0");
                Part clients = Part.start(
                        "soak clients",
                        SoakClients.class,
                        OURS,
                        gateway.ready().get("port").asText(),
                        stub.ready().get("canister").asText())) {
            return List.of(new SoakBench(progress, stub, gateway, clients).soak(settings));
        }
    }

    private GatewayBench.Result soak(GatewayBench.Settings settings) {
        String what =
                CLIENTS + " clients that come and go, " + settings.measured().toSeconds() + " s";
        progress.accept(what);
        stub.tell("echo");
        clients.tell("start " + CLIENTS);
        Trial.pass(settings.warmUp());
        Duration cpu = gateway.cpu();
        long before = down(clients.tell("stats"));
        long started = System.nanoTime();
        long end = started + settings.measured().toNanos();
        long interval = Math.max(
                SHORTEST_INTERVAL.toNanos(),
                settings.measured().dividedBy(SAMPLES).toNanos());
        while (System.nanoTime() < end) {
            Trial.pass(Duration.ofNanos(Math.min(interval, end - System.nanoTime())));
            sample((System.nanoTime() - started) / 1_000_000_000L);
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        double cpuSeconds = gateway.cpu().minus(cpu).toNanos() / 1e9;
        long messages = down(clients.tell("stats")) - before;
        String verdict = verdict() + "; " + ending();
        return new GatewayBench.Result(
                KIND,
                what,
                Math.round(messages / seconds),
                Math.round(messages / Math.max(0.001, cpuSeconds)),
                0,
                0,
                cpuSeconds / seconds,
                0,
                0,
                gateway.residentKib() / 1024,
                verdict);
    }

    private static long down(JsonNode stats) {
        return stats.get("down").asLong();
    }

    private void sample(long seconds) {
        JsonNode memory = gateway.tell("memory");
        JsonNode stats = clients.tell("stats");
        Sample sample = new Sample(
                seconds,
                memory.get("heapKib").asLong(),
                memory.get("threads").asLong(),
                memory.get("files").asLong(),
                gateway.residentKib());
        samples.add(sample);
        progress.accept(String.format(
                Locale.ROOT,
                "%5d s  heap %6.1f MiB  threads %3d  files %4d  RSS %4d MiB  opened %,d  messages %,d up %,d down"
                        + "  wrong %d  stuck %d",
                sample.seconds(),
                sample.heapKib() / 1024.0,
                sample.threads(),
                sample.files(),
                sample.residentKib() / 1024,
                stats.get("opened").asLong(),
                stats.get("up").asLong(),
                down(stats),
                stats.get("wrong").asLong(),
                stats.get("stuck").asLong()));
    }

    private String verdict() {
        List<String> grown = new ArrayList<>();
        check(grown, "heap KiB", Sample::heapKib, 0.10, 3 << 10);
        check(grown, "threads", Sample::threads, 0, 3);
        check(grown, "files", Sample::files, 0.10, 20);
        check(grown, "RSS KiB", Sample::residentKib, 0.05, 12 << 10);
        return grown.isEmpty() ? "FLAT: " + firstAndLast() : "NOT FLAT: " + String.join(", ", grown);
    }

    private String firstAndLast() {
        return String.format(
                Locale.ROOT,
                "heap %.1f → %.1f MiB, threads %d → %d, files %d → %d, RSS %d → %d MiB",
                median(true, Sample::heapKib) / 1024.0,
                median(false, Sample::heapKib) / 1024.0,
                median(true, Sample::threads),
                median(false, Sample::threads),
                median(true, Sample::files),
                median(false, Sample::files),
                median(true, Sample::residentKib) / 1024,
                median(false, Sample::residentKib) / 1024);
    }

    private void check(List<String> grown, String what, ToLongFunction<Sample> value, double share, long atLeast) {
        long first = median(true, value);
        long last = median(false, value);
        if (last - first > Math.max(atLeast, share * first)) {
            grown.add(what + " " + first + " → " + last);
        }
    }

    /** The median of the first or the last quarter. */
    private long median(boolean first, ToLongFunction<Sample> value) {
        int quarter = Math.max(1, samples.size() / 4);
        List<Sample> part =
                first ? samples.subList(0, quarter) : samples.subList(samples.size() - quarter, samples.size());
        long[] sorted = part.stream().mapToLong(value).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** Lets the clients leave; what they and the canister saw must agree, and nothing may stay in the gateway. */
    private String ending() {
        clients.tell("stop");
        JsonNode stats = clients.tell("stats");
        for (long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
                stats.get("alive").asInt() > 0 && System.nanoTime() < end;
                stats = clients.tell("stats")) {
            Trial.pass(Duration.ofMillis(200));
        }
        Trial.pass(SETTLE);
        long sessions = gateway.tell("stats").get("sessions").asLong();
        JsonNode canister = stub.tell("stats");
        long wrong = stats.get("wrong").asLong() + canister.get("outOfOrder").asLong();
        String order = wrong == 0 ? "all in order" : wrong + " OUT OF ORDER";
        String unexpected = stats.get("unexpected").isEmpty() ? "" : "; UNEXPECTED " + stats.get("unexpected");
        return String.format(
                Locale.ROOT,
                "%,d clients opened, %,d messages up, %,d down, %s%s; at the end %d sessions here, %d clients there",
                stats.get("opened").asLong(),
                stats.get("up").asLong(),
                down(stats),
                order,
                unexpected,
                sessions,
                canister.get("clients").asInt());
    }
}
