package org.icws.testbench.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.icws.gateway.protocol.v1.CanisterResults;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.protocol.v1.MessagesPage;
import org.icws.gateway.protocol.v1.QueuedMessage;
import org.icws.gateway.protocol.v1.WebsocketMessage;
import org.icws.protocol.cbor.Cbor;

/** An answer full of messages, encoded once; only numbers and times are written again for each use. */
final class FloodPage {
    /** Messages per answer, as in the Rust library. */
    static final int SIZE = 50;

    private static final long SEQUENCE_MARK = 0x7A11_0000_0000_0000L;
    private static final long TIME_MARK = 0x7B22_0000_0000_0000L;
    private static final long NONCE_MARK = 7_700_000_000_000_000_000L;
    private static final int DIGITS = 20;

    private final byte[] answer;
    private final int[] digits = new int[SIZE];
    private final int[] sequences = new int[SIZE];
    private final int[] times = new int[SIZE];

    private FloodPage(byte[] answer) {
        this.answer = answer;
        int at = 0;
        for (int i = 0; i < SIZE; i++) {
            int key = find(answer, digits(NONCE_MARK + i), at);
            digits[i] = key;
            sequences[i] = find(answer, bigEndian(SEQUENCE_MARK + i), 0);
            times[i] = find(answer, bigEndian(TIME_MARK + i), 0);
        }
    }

    /** @param receivers whom the messages are for, in order */
    static FloodPage of(String gateway, List<ClientKey> receivers, byte[] content, byte[] cert, byte[] tree) {
        List<QueuedMessage> messages = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            WebsocketMessage message =
                    new WebsocketMessage(receivers.get(i), SEQUENCE_MARK + i, TIME_MARK + i, false, content);
            messages.add(new QueuedMessage(receivers.get(i), key(gateway, NONCE_MARK + i), message.encode()));
        }
        return new FloodPage(answer(new MessagesPage(messages, cert, tree, Optional.of(false))));
    }

    /** The key of a message in the canister's queue. */
    static String key(String gateway, long nonce) {
        return gateway + "_" + String.format("%020d", nonce);
    }

    /** A query's answer that brings such a page. */
    static byte[] answer(MessagesPage page) {
        byte[] reply = CanisterResults.encodePage(page);
        return Cbor.writeSelfDescribed(g -> {
            g.writeStartObject(null, 2);
            g.writeStringField("status", "replied");
            g.writeFieldName("reply");
            g.writeStartObject(null, 1);
            g.writeBinaryField("arg", reply);
            g.writeEndObject();
            g.writeEndObject();
        });
    }

    /** Numbers the messages and returns the answer, which stays valid until the next call. */
    byte[] fill(long firstNonce, long[] sequence, long nowNanos) {
        for (int i = 0; i < SIZE; i++) {
            long nonce = firstNonce + i;
            for (int d = DIGITS - 1; d >= 0; d--) {
                answer[digits[i] + d] = (byte) ('0' + nonce % 10);
                nonce /= 10;
            }
            put(sequences[i], sequence[i]);
            put(times[i], nowNanos);
        }
        return answer;
    }

    private void put(int at, long value) {
        for (int i = 0; i < Long.BYTES; i++) {
            answer[at + i] = (byte) (value >>> (Long.SIZE - Byte.SIZE * (i + 1)));
        }
    }

    private static byte[] digits(long value) {
        return String.format("%020d", value).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] bigEndian(long value) {
        return java.nio.ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    private static int find(byte[] in, byte[] what, int from) {
        for (int i = from; i + what.length <= in.length; i++) {
            if (Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
                return i;
            }
        }
        throw new BenchException("a prepared page has no place for its numbers");
    }
}
