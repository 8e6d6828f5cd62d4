package org.icws.testbench.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.icws.protocol.candid.CandidDecoder;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.sample.SampleCanister;
import org.icws.testbench.client.ReceivedMessage;
import org.icws.testbench.client.TestClient;
import org.icws.testbench.client.TestClientListener;

/** The measurements of {@code bench canisters}: what the sample canisters sustain on the embedded replica. */
public final class CanisterBench {
    private static final int SUBSCRIBERS = 100;
    private static final int TICK_MILLIS = 100;
    private static final int WRITERS = 5;
    private static final int EDITS_PER_WRITER = 10;
    private static final byte[] NO_ARGUMENT = {'D', 'I', 'D', 'L', 0, 0};

    private final Duration measured;
    private final Duration warmUp;
    private final Consumer<String> progress;

    /**
     * One line of the report.
     *
     * @param what the conditions
     * @param perSecond messages that reached clients, a second
     * @param content what they carried
     * @param latency from the canister's time to the client
     * @param networkLoad CPU seconds of replica and gateway a second
     * @param microsPerMessage CPU time of replica and gateway for each message
     * @param queue the canister's queue at the beginning and at the end
     * @param residentMib memory of replica and gateway
     * @param note anything else worth saying
     */
    public record Result(
            String what,
            long perSecond,
            String content,
            String latency,
            double networkLoad,
            double microsPerMessage,
            String queue,
            long residentMib,
            String note) {}

    private CanisterBench(Duration measured, Duration warmUp, Consumer<String> progress) {
        this.measured = measured;
        this.warmUp = warmUp;
        this.progress = progress;
    }

    /**
     * Measures; takes a few times the given times.
     *
     * @param measured time of each measurement
     * @param warmUp time before it
     * @param progress told in words what goes on
     * @throws BenchException if a process fails
     */
    public static List<Result> run(Duration measured, Duration warmUp, Consumer<String> progress) {
        CanisterBench bench = new CanisterBench(measured, warmUp, progress);
        return List.of(bench.exchangeRates(), bench.sharedDocument());
    }

    private Result exchangeRates() {
        String what = "exchange_rates: 50 pairs, 10 ticks/s, " + SUBSCRIBERS + " subscribers";
        progress.accept(what);
        CandidValue feed = CandidValue.variant(
                "Simulated",
                CandidValue.record(
                        "seed", CandidValue.nat64(1),
                        "interval_ms", CandidValue.nat32(TICK_MILLIS),
                        "pairs", CandidValue.vec(List.of())));
        byte[] subscribe = CandidEncoder.encode(
                CandidValue.variant("Subscribe", CandidValue.record("pairs", CandidValue.vec(List.of()))));
        Received received = new Received("Ticks", "rates");
        try (SampleTrial trial =
                new SampleTrial(SampleCanister.EXCHANGE_RATES, CandidEncoder.encode(CandidValue.some(feed)))) {
            for (int i = 0; i < SUBSCRIBERS; i++) {
                trial.connect("subscriber " + i, received).send(subscribe).join();
            }
            return measure(what, trial, received, "rates");
        }
    }

    private Result sharedDocument() {
        String what = "shared_document: " + WRITERS + " writers, " + WRITERS * EDITS_PER_WRITER + " edits/s";
        progress.accept(what);
        Received received = new Received("Applied", null);
        ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "bench-writers");
            thread.setDaemon(true);
            return thread;
        });
        try (SampleTrial trial = new SampleTrial(SampleCanister.SHARED_DOCUMENT, NO_ARGUMENT)) {
            List<TestClient> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                writers.add(trial.connect("writer " + i, received));
            }
            AtomicInteger turn = new AtomicInteger();
            long micros = 1_000_000L / (WRITERS * EDITS_PER_WRITER);
            pace.scheduleAtFixedRate(
                    () -> writers.get(turn.getAndIncrement() % WRITERS).send(edit(received.version())),
                    0,
                    micros,
                    TimeUnit.MICROSECONDS);
            return measure(what, trial, received, "edits told");
        } finally {
            pace.shutdownNow();
        }
    }

    /** A word at the beginning of the text of a version that somebody has been told of. */
    private static byte[] edit(long version) {
        CandidValue insert = CandidValue.variant("Insert", CandidValue.text("word "));
        return CandidEncoder.encode(CandidValue.variant(
                "Edit",
                CandidValue.record("base", CandidValue.nat64(version), "operation", CandidValue.vec(List.of(insert)))));
    }

    private Result measure(String what, SampleTrial trial, Received received, String unit) {
        await(warmUp);
        received.reset();
        SampleTrial.Stats before = trial.stats();
        Duration cpu = trial.cpu();
        long start = System.nanoTime();
        await(measured);
        double seconds = (System.nanoTime() - start) / 1e9;
        double used = trial.cpu().minus(cpu).toNanos() / 1e9;
        long messages = received.messages();
        SampleTrial.Stats after = trial.stats();
        String note = (after.refused() == before.refused()
                        ? "none left out"
                        : (after.refused() - before.refused()) + " REFUSED OR LEFT OUT")
                + (trial.lost().isEmpty() ? ", no client lost" : ", " + trial.lost());
        return new Result(
                what,
                Math.round(messages / seconds),
                String.format(Locale.ROOT, "%,d %s/s", Math.round(received.contents() / seconds), unit),
                received.latencies(),
                used / seconds,
                messages == 0 ? 0 : used * 1e6 / messages,
                String.format(
                        Locale.ROOT,
                        "%,d → %,d messages, %.1f MB",
                        before.queued(),
                        after.queued(),
                        after.queuedBytes() / 1e6),
                trial.residentMib(),
                note);
    }

    private static void await(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted", e);
        }
    }

    /** What all clients together have received. */
    private static final class Received implements TestClientListener {
        private static final int MAX_SAMPLES = 1_000_000;

        private final String variantCase;
        private final String list;
        private final LongAdder messages = new LongAdder();
        private final LongAdder contents = new LongAdder();
        private final List<Long> micros = new ArrayList<>();
        private long version;

        /** @param list the field whose elements are counted; null = each message counts one */
        Received(String variantCase, String list) {
            this.variantCase = variantCase;
            this.list = list;
        }

        @Override
        public void onMessage(TestClient client, ReceivedMessage message) {
            CandidValue.Variant content =
                    CandidDecoder.decode(message.content()).get(0).asVariant();
            if (!content.is(variantCase)) {
                return;
            }
            CandidValue.Record fields = content.value().asRecord();
            messages.increment();
            contents.add(list == null ? 1 : fields.get(list).asList().size());
            synchronized (this) {
                if (micros.size() < MAX_SAMPLES) {
                    micros.add((message.receivedAtNanos() - message.canisterTimestampNanos()) / 1_000);
                }
                if (list == null) {
                    version = Math.max(version, fields.get("version").asLong());
                }
            }
        }

        synchronized long version() {
            return version;
        }

        long messages() {
            return messages.sum();
        }

        long contents() {
            return contents.sum();
        }

        synchronized void reset() {
            messages.reset();
            contents.reset();
            micros.clear();
        }

        synchronized String latencies() {
            if (micros.isEmpty()) {
                return "";
            }
            long[] sorted = micros.stream().mapToLong(Long::longValue).sorted().toArray();
            return String.format(
                    Locale.ROOT,
                    "%.1f / %.1f ms",
                    sorted[sorted.length / 2] / 1e3,
                    sorted[(int) (sorted.length * 0.99)] / 1e3);
        }
    }
}
