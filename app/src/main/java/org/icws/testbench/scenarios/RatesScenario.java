package org.icws.testbench.scenarios;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.icws.gateway.event.GatewayEvent;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidInterface;
import org.icws.protocol.candid.CandidValue;

/** A ticker: one canister sends, several read. FX thread only. */
final class RatesScenario extends Scenario {

    /** Each tile's pair, in the order of the tiles. The prices are made up, so the names are too. */
    static final List<String> PAIRS =
            List.of("ALPHA/USD", "BETA/USD", "GAMMA/USD", "DELTA/USD", "KAPPA/USD", "SIGMA/USD");

    private static final int COURSE = 90;
    private static final int MOST_MESSAGES = 200;
    private static final long LATE_MILLIS = 1_500;

    /** One pair as the first reader sees it; times are nanoseconds since the epoch. */
    static final class Rate {

        private final List<Double> course = new ArrayList<>();
        private double first = Double.NaN;
        private double price = Double.NaN;
        private long number;
        private long stampedNanos;
        private long receivedNanos;

        boolean isThere() {
            return !Double.isNaN(price);
        }

        double price() {
            return price;
        }

        /** Change since the first price that was seen, in percent. */
        double change() {
            return (price / first - 1) * 100;
        }

        double[] course() {
            return course.stream().mapToDouble(Double::doubleValue).toArray();
        }

        long number() {
            return number;
        }

        long tookNanos() {
            return receivedNanos - stampedNanos;
        }

        long receivedNanos() {
            return receivedNanos;
        }
    }

    /** The way of one tick to one reader, in nanoseconds: waiting for the poll, the gateway, to the verified end. */
    record Way(long waited, long gateway, long client) {

        long total() {
            return waited + gateway + client;
        }
    }

    /** What the gateway knows of a message. */
    private record Passed(long polledNanos, long sentNanos) {}

    /** A message with ticks, and of which pairs. */
    private record Tick(Incoming message, Set<String> pairs) {}

    private final Stage stage;
    private final Map<String, Rate> rates = new LinkedHashMap<>();
    private final List<Map<Long, Passed>> passed = new ArrayList<>();
    private final List<Map<Long, Tick>> got = new ArrayList<>();
    private final List<Way> ways = new ArrayList<>();
    private int intervalMillis = 100;
    private long tickNanos;
    private long tickNumber;
    private String followed = PAIRS.get(0);

    RatesScenario(Stage stage, Executor worker, Executor fxThread) {
        super(ScenarioKind.RATES, stage, worker, fxThread);
        this.stage = stage;
    }

    @Override
    byte[] argument() {
        CandidInterface did = CandidInterface.parse(stage.candid(kind().sample()));
        CandidValue feed = CandidValue.variant(
                "Simulated",
                CandidValue.record(
                        "seed",
                        CandidValue.nat64(4711),
                        "interval_ms",
                        CandidValue.nat32(intervalMillis),
                        "pairs",
                        CandidValue.vec(PAIRS.stream().map(CandidValue::text).toList())));
        return CandidEncoder.encode(did.init(), List.of(CandidValue.some(feed)));
    }

    @Override
    void reset() {
        rates.clear();
        PAIRS.forEach(p -> rates.put(p, new Rate()));
        tickNumber = 0;
        passed.clear();
        got.clear();
        ways.clear();
        for (int i = 0; i < kind().people().size(); i++) {
            passed.add(bounded());
            got.add(bounded());
            ways.add(null);
        }
    }

    private static <V> Map<Long, V> bounded() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, V> eldest) {
                return size() > MOST_MESSAGES;
            }
        };
    }

    @Override
    void started() {
        CandidValue all =
                CandidValue.variant("Subscribe", CandidValue.record("pairs", CandidValue.vec(List.<CandidValue>of())));
        for (int i = 0; i < seats().size(); i++) {
            send(i, all);
        }
    }

    @Override
    void received(Incoming message, CandidValue.Variant value) {
        if (!value.is("Ticks") && !value.is("Snapshot")) {
            return;
        }
        if (value.is("Ticks")) {
            got.get(message.seat()).put(message.number(), new Tick(message, pairsOf(value)));
        }
        if (message.seat() != 0) {
            return;
        }
        for (CandidValue one : value.value().asRecord().get("rates").asList()) {
            CandidValue.Record fields = one.asRecord();
            Rate rate = rates.get(fields.get("pair").asText());
            if (rate != null && fields.get("price") instanceof CandidValue.Float64 price) {
                take(rate, price.value(), message);
            }
        }
    }

    private static Set<String> pairsOf(CandidValue.Variant ticks) {
        return ticks.value().asRecord().get("rates").asList().stream()
                .map(rate -> rate.asRecord().get("pair").asText())
                .collect(Collectors.toSet());
    }

    private static void take(Rate rate, double price, Incoming message) {
        if (!rate.isThere()) {
            rate.first = price;
        }
        rate.price = price;
        rate.number = message.number();
        // The price itself is older: the canister had it before it made the message.
        rate.stampedNanos = message.stampedNanos();
        rate.receivedNanos = message.receivedNanos();
        rate.course.add(price);
        if (rate.course.size() > COURSE) {
            rate.course.remove(0);
        }
    }

    @Override
    void next() {
        // the canister has a clock of its own
    }

    @Override
    String whyNoStep() {
        return "The canister makes the ticks by its own clock. To step it, pause the rounds on the Replica page.";
    }

    @Override
    void tick(long nowNanos) {
        // nothing happens here by itself
    }

    @Override
    void seen(List<GatewayEvent> events) {
        Map<Object, Integer> seatByKey = new HashMap<>();
        for (int i = 0; i < seats().size(); i++) {
            seatByKey.put(seats().get(i).key(), i);
        }
        for (GatewayEvent event : events) {
            if (event instanceof GatewayEvent.CanisterMessage m && seatByKey.containsKey(m.clientKey())) {
                passed.get(seatByKey.get(m.clientKey()))
                        .put(m.sequenceNumber(), new Passed(m.polledAtNanos(), m.sentAtNanos()));
            }
        }
        showNewestTick();
    }

    /** The newest tick of the followed pair that all readers have got and whose way is known. */
    private void showNewestTick() {
        List<Incoming> newest = got.get(0).values().stream()
                .filter(tick -> tick.pairs().contains(followed))
                .map(Tick::message)
                .sorted((a, b) -> Long.compare(b.number(), a.number()))
                .toList();
        for (Incoming tick : newest) {
            List<Way> found = new ArrayList<>();
            for (int i = 0; i < seats().size(); i++) {
                found.add(wayOf(i, tick.stampedNanos()));
            }
            if (found.stream().allMatch(w -> w != null)) {
                tickNanos = tick.stampedNanos();
                tickNumber = tick.number();
                for (int i = 0; i < found.size(); i++) {
                    ways.set(i, found.get(i));
                }
                return;
            }
        }
    }

    /** The canister makes the messages of a tick at the same time for all. */
    private Way wayOf(int seat, long stamped) {
        for (Tick tick : got.get(seat).values()) {
            Incoming message = tick.message();
            Passed at = passed.get(seat).get(message.number());
            if (message.stampedNanos() == stamped && at != null && at.sentNanos() > 0) {
                return new Way(
                        at.polledNanos() - stamped,
                        at.sentNanos() - at.polledNanos(),
                        message.receivedNanos() - at.sentNanos());
            }
        }
        return null;
    }

    /** Lets the canister make ticks at another pace: it is brought to it by an upgrade, and everybody connects again. */
    void setInterval(int millis) {
        if (millis != intervalMillis) {
            intervalMillis = millis;
            if (stateProperty().get() != State.IDLE) {
                start();
            }
        }
    }

    int intervalMillis() {
        return intervalMillis;
    }

    Map<String, Rate> rates() {
        return rates;
    }

    /** The way of the last tick to each reader; null while it is not known. */
    List<Way> ways() {
        return ways;
    }

    /** The pair whose ticks are followed to all readers. */
    String followed() {
        return followed;
    }

    /** Follows the ticks of another pair from now on. */
    void follow(String pair) {
        followed = pair;
        tickNumber = 0;
        ways.replaceAll(way -> null);
        if (isRunning()) {
            showNewestTick();
        }
    }

    /** The number of that tick among the messages to the first reader; 0 while there is none. */
    long tickNumber() {
        return tickNumber;
    }

    /** When the canister made that tick. */
    long tickNanos() {
        return tickNanos;
    }

    /** The pair that is late, and how old its last tick is; null if none is. */
    Map.Entry<String, Long> late(long nowNanos) {
        for (Map.Entry<String, Rate> entry : rates.entrySet()) {
            long age = nowNanos - entry.getValue().receivedNanos();
            if (entry.getValue().isThere() && age / 1_000_000 > LATE_MILLIS + 3L * intervalMillis) {
                return Map.entry(entry.getKey(), age);
            }
        }
        return null;
    }
}
