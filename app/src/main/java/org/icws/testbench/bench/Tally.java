package org.icws.testbench.bench;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.icws.gateway.protocol.v1.CanisterFrame;
import org.icws.gateway.protocol.v1.WebsocketMessage;

/** What all clients of the load process have counted since the last look. Used by one thread. */
final class Tally {
    static final byte[] NOTHING = {};
    private static final int INPUT_BYTES = 1 << 20;
    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(1);

    /** Read buffer of all clients. */
    final ByteBuffer input = ByteBuffer.allocate(INPUT_BYTES);

    long sent;
    private long messages;
    private long bytes;
    private long outOfOrder;
    private int open;
    private Runnable onOpened = () -> {};
    private int sequenceAt = -1;
    private int timeAt;
    private final Histogram latency = new Histogram(1, LONGEST_MICROS, 3);
    private final Map<String, Integer> ends = new LinkedHashMap<>();

    static long now() {
        java.time.Instant now = java.time.Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    static long longAt(byte[] data, int at) {
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = value << Byte.SIZE | data[at + i] & 0xFF;
        }
        return value;
    }

    void whenOpened(Runnable action) {
        onOpened = action;
    }

    int open() {
        return open;
    }

    void opened(RawClient client) {
        open++;
        onOpened.run();
    }

    void gone(RawClient client, String why) {
        ends.merge(why, 1, Integer::sum);
        onOpened.run();
    }

    int ended() {
        return ends.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Counts a message and checks its number; returns that. */
    long message(byte[] data, int at, int length, long lastSequence) {
        messages++;
        bytes += length;
        if (sequenceAt < 0) {
            learn(java.util.Arrays.copyOfRange(data, at, at + length));
        }
        long sequence = longAt(data, at + sequenceAt);
        if (lastSequence >= 0 && sequence != lastSequence + 1) {
            outOfOrder++;
        }
        long micros = (now() - longAt(data, at + timeAt)) / 1000;
        latency.recordValue(Math.max(0, Math.min(LONGEST_MICROS, micros)));
        return sequence;
    }

    /** Finds out where numbers and times lie; all messages of the stub look the same. */
    private void learn(byte[] frame) {
        WebsocketMessage message =
                WebsocketMessage.decode(CanisterFrame.decode(frame).content());
        sequenceAt = find(frame, message.sequenceNumber());
        timeAt = find(frame, message.timestampNanos());
    }

    static int find(byte[] frame, long value) {
        for (int i = 0; i + Long.BYTES <= frame.length; i++) {
            if (longAt(frame, i) == value) {
                return i;
            }
        }
        throw new BenchException("a message without number or time");
    }

    /** Everything since the last look. */
    Map<String, Object> take() {
        Map<String, Object> taken = new LinkedHashMap<>();
        taken.put("messages", messages);
        taken.put("bytes", bytes);
        taken.put("outOfOrder", outOfOrder);
        taken.put("sent", sent);
        taken.put("p50", latency.getValueAtPercentile(50));
        taken.put("p99", latency.getValueAtPercentile(99));
        taken.put("max", latency.getMaxValue());
        taken.put("ends", Map.copyOf(ends));
        messages = 0;
        bytes = 0;
        outOfOrder = 0;
        sent = 0;
        latency.reset();
        return taken;
    }
}
