package org.icws.gateway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.icws.gateway.fixture.RawSocket;
import org.junit.jupiter.api.Test;

class FrameParserTest {
    private final List<String> seen = new ArrayList<>();
    private final FrameParser parser = new FrameParser(() -> 1 << 20, new Recorder(seen));

    @Test
    void findsTheSameMessagesHoweverTheStreamIsCut() {
        Random random = new Random(42);
        for (int round = 0; round < 50; round++) {
            seen.clear();
            List<String> expected = new ArrayList<>();
            java.io.ByteArrayOutputStream stream = new java.io.ByteArrayOutputStream();
            for (int i = 0; i < 20; i++) {
                byte[] payload = new byte[random.nextInt(4) == 0 ? random.nextInt(70_000) : random.nextInt(300)];
                random.nextBytes(payload);
                stream.writeBytes(RawSocket.frame(0x82, true, payload.length, payload));
                expected.add("binary " + payload.length + " " + java.util.Arrays.hashCode(payload));
            }
            FrameParser fresh = parser;
            byte[] all = stream.toByteArray();
            for (int at = 0; at < all.length; ) {
                int n = Math.min(all.length - at, 1 + random.nextInt(random.nextBoolean() ? 5 : 20_000));
                fresh.feed(ByteBuffer.wrap(all, at, n));
                at += n;
            }
            assertThat(seen).isEqualTo(expected);
        }
    }

    @Test
    void looksOnlyForTheCloseFrameAfterAViolation() {
        feed(RawSocket.frame(0x81, true, 5, new byte[5]));
        feed(RawSocket.frame(0x82, true, 5, new byte[5]));
        feed(RawSocket.frame(0x89, true, 5, new byte[5]));
        feed(RawSocket.frame(0x88, true, 6, closePayload(1003, "done")));
        feed(RawSocket.frame(0x82, true, 5, new byte[5]));

        assertThat(seen).containsExactly("text 5", "close 1003 done");
    }

    @Test
    void skipsAnOversizeMessageWithoutStoringIt() {
        feed(RawSocket.frame(0x82, true, 5L << 30, new byte[100]));

        assertThat(seen).containsExactly("too big " + (5L << 30));
    }

    @Test
    void readsACloseFrameWithoutStatus() {
        feed(RawSocket.frame(0x88, true, 0, new byte[0]));

        assertThat(seen).containsExactly("close 1005 ");
    }

    @Test
    void randomBytesAreRefusedOnceAndThenOnlyACloseFrameIsLookedFor() {
        Random random = new Random(7);
        Map<String, Integer> kinds = new TreeMap<>();
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(64)];
            random.nextBytes(noise);
            List<String> told = new ArrayList<>();
            FrameParser victim = new FrameParser(() -> 1000, new Recorder(told));
            victim.feed(ByteBuffer.wrap(noise));
            victim.feed(ByteBuffer.wrap(noise));
            List<String> words = told.stream().map(t -> t.split(" ")[0]).toList();
            int refused = Math.max(words.indexOf("violation"), Math.max(words.indexOf("text"), words.indexOf("too")));
            if (refused >= 0) {
                assertThat(words.subList(refused + 1, words.size()))
                        .as(HexFormat.of().formatHex(noise))
                        .isSubsetOf("close")
                        .hasSizeLessThan(2);
            }
            words.forEach(word -> kinds.merge(word, 1, Integer::sum));
        }
        assertThat(kinds.get("violation")).as(kinds.toString()).isGreaterThan(10_000);
        assertThat(kinds).containsKeys("close", "text", "too");
    }

    private void feed(byte[] bytes) {
        parser.feed(ByteBuffer.wrap(bytes));
    }

    private static byte[] closePayload(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 + text.length)
                .putShort((short) code)
                .put(text)
                .array();
    }

    /** Puts down in words what it is told. */
    private record Recorder(List<String> told) implements FrameParser.Sink {
        @Override
        public void binary(byte[] message) {
            told.add("binary " + message.length + " " + java.util.Arrays.hashCode(message));
        }

        @Override
        public void text(long bytes) {
            told.add("text " + bytes);
        }

        @Override
        public void ping(byte[] payload) {
            told.add("ping " + payload.length);
        }

        @Override
        public void close(int code, String reason) {
            told.add("close " + code + " " + reason);
        }

        @Override
        public void tooBig(long bytes) {
            told.add("too big " + bytes);
        }

        @Override
        public void violation(String what) {
            told.add("violation");
        }
    }
}
