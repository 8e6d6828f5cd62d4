package org.icws.testbench.scenarios;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import org.icws.protocol.candid.CandidDecoder;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.cbor.Cbor;

/** The same conversation over both protocols. FX thread only. */
final class PingPongScenario extends Scenario {

    private static final int TICKS_BETWEEN = 10;
    private static final int MOST_LINES = 200;
    private static final int MOST_TIMES = 500;
    private static final String POC = "poc_ping_pong";

    /** A line of a conversation; {@code tookNanos} is 0 for what was sent and for what answers nothing. */
    record Line(boolean up, String text, long atNanos, long tookNanos) {}

    private final List<List<Line>> talks = new ArrayList<>();
    private final List<Deque<Long>> sentAt = new ArrayList<>();
    private final List<List<Long>> times = new ArrayList<>();
    private int ticks;
    private int round;
    private int changes;

    PingPongScenario(Stage stage, Executor worker, Executor fxThread) {
        super(ScenarioKind.PING_PONG, stage, worker, fxThread);
    }

    @Override
    byte[] argument() {
        return CandidEncoder.encode();
    }

    @Override
    String sampleOf(int seat) {
        return seat == 0 ? kind().sample() : POC;
    }

    @Override
    String protocolOf(int seat) {
        return seat == 0 ? "v1" : "poc";
    }

    @Override
    void reset() {
        talks.clear();
        sentAt.clear();
        times.clear();
        for (int i = 0; i < 2; i++) {
            talks.add(new ArrayList<>());
            sentAt.add(new ArrayDeque<>());
            times.add(new ArrayList<>());
        }
        ticks = 0;
        round = 0;
        changes++;
    }

    @Override
    void started() {
        // The canisters speak first.
    }

    @Override
    void received(Incoming message, CandidValue.Variant value) {
        int seat = message.seat();
        String text = text(seat, message.content());
        // The greeting at the opening answers nothing.
        Long sent = text.equals("ping") ? null : sentAt.get(seat).poll();
        long took = sent == null ? 0 : message.receivedNanos() - sent;
        if (took > 0) {
            times.get(seat).add(took);
            if (times.get(seat).size() > MOST_TIMES) {
                times.get(seat).remove(0);
            }
        }
        add(seat, new Line(false, text, message.receivedNanos(), took));
    }

    private static String text(int seat, byte[] content) {
        if (seat == 0) {
            return CandidDecoder.decode(content).get(0).asRecord().get("text").asText();
        }
        JsonNode map = Cbor.read(content);
        return Cbor.text(map, "text");
    }

    @Override
    void tick(long nowNanos) {
        if (!byHandProperty().get() && ++ticks % TICKS_BETWEEN == 0) {
            next();
        }
    }

    @Override
    void next() {
        round++;
        say(0, "hello " + round);
        say(1, "hello " + round);
    }

    /** Sends a text. */
    void say(int seat, String text) {
        long now = now();
        byte[] content = seat == 0
                ? CandidEncoder.encode(
                        CandidValue.record("text", CandidValue.text(text), "timestamp", CandidValue.nat64(now)))
                : Cbor.writeSelfDescribed(out -> {
                    out.writeStartObject(1);
                    out.writeStringField("text", text);
                    out.writeEndObject();
                });
        sentAt.get(seat).add(now);
        sendBytes(seat, content);
        add(seat, new Line(true, text, now, 0));
    }

    private void add(int seat, Line line) {
        changes++;
        talks.get(seat).add(line);
        if (talks.get(seat).size() > MOST_LINES) {
            talks.get(seat).remove(0);
        }
    }

    List<Line> talk(int seat) {
        return seat < talks.size() ? talks.get(seat) : List.of();
    }

    /** Times from sending to the verified answer, in nanoseconds. */
    List<Long> times(int seat) {
        return seat < times.size() ? times.get(seat) : List.of();
    }

    /** Grows whenever something changed. */
    int changes() {
        return changes;
    }

    private static long now() {
        java.time.Instant instant = java.time.Instant.now();
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }
}
