package org.icws.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.icws.gateway.event.GatewayEvent.FrameRefused;
import org.icws.gateway.fixture.Await;
import org.icws.gateway.fixture.RawSocket;
import org.icws.gateway.fixture.Testbed;
import org.icws.gateway.fixture.V1Client;
import org.icws.gateway.protocol.v1.CanisterArgs;
import org.icws.gateway.protocol.v1.ClientFrame;
import org.icws.protocol.principal.Principals;
import org.icws.protocol.request.SignedRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** H10: whatever a client sends wrongly, it is told why, and nobody else notices. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadFramesConformanceTest {
    private static final int LIMIT = 64 << 10;

    private Testbed bed;
    private V1Client bystander;
    private int said;

    @BeforeAll
    void start() {
        bed = Testbed.withLimits(l -> l.maxFrameBytes(LIMIT));
        bed.canister.onMessage((canister, message) -> canister.send(message.clientKey(), message.content()));
        bystander = bed.openClient();
    }

    @AfterAll
    void stop() {
        bed.close();
    }

    Stream<Arguments> firstFrames() {
        return Stream.of(
                bad(
                        "empty",
                        1007,
                        "The frame must be a CBOR map with an envelope: the frame is empty",
                        c -> c.send(new byte[0])),
                bad(
                        "garbage",
                        1007,
                        "The frame must be a CBOR map with an envelope",
                        c -> c.send("garbage".getBytes(StandardCharsets.UTF_8))),
                bad("array instead of map", 1007, "not a CBOR map", c -> c.send(hex("8101"))),
                bad("map without envelope", 1007, "the frame has no envelope", c -> c.send(hex("a1616101"))),
                bad("cut in the middle", 1007, "ends too early", c -> c.send(hex("a168656e76656c6f706558"))),
                bad(
                        "length beyond the frame",
                        1007,
                        "longer than the frame",
                        c -> c.send(hex("a168656e76656c6f70655a7fffffff"))),
                bad("bytes behind", 1007, "1 bytes behind", c -> c.send(hex("a168656e76656c6f70650100"))),
                bad(
                        "nested too deeply",
                        1007,
                        "nested",
                        c -> c.send(hex("a168656e76656c6f7065" + "81".repeat(100) + "01"))),
                bad(
                        "envelope is a number",
                        1007,
                        "The envelope is not a signed call",
                        c -> c.send(hex("a168656e76656c6f706501"))),
                bad(
                        "a query",
                        1007,
                        "request_type is query, not call",
                        c -> c.send(c.signQuery(Principals.canisterId(7)))),
                bad(
                        "another method",
                        1008,
                        "The first frame must call ws_open, not transfer",
                        c -> c.send(c.sign(Principals.canisterId(7), "transfer", new byte[0]))),
                bad(
                        "ws_message first",
                        1008,
                        "The first frame must call ws_open, not ws_message",
                        c -> c.send(c.sign(Principals.canisterId(7), "ws_message", new byte[0]))),
                bad(
                        "argument is not Candid",
                        1007,
                        "The argument of ws_open is not as expected",
                        c -> c.send(c.sign(Principals.canisterId(7), "ws_open", hex("00")))),
                bad(
                        "argument of another type",
                        1007,
                        "no field \"client_nonce\"",
                        c -> c.send(c.sign(Principals.canisterId(7), "ws_open", CanisterArgs.encodeGetMessages(1)))),
                bad(
                        "another gateway",
                        1008,
                        "ws_open names another gateway",
                        c -> c.send(c.signOpen(Principals.canisterId(7), Principals.canisterId(99)))),
                bad("a canister that does not exist", 1008, "not found", c -> c.sendOpen(Principals.canisterId(4711))),
                bad("text", 1003, "Text frames are not understood; send binary frames holding CBOR", c -> c.socket()
                        .sendText("hello", true)
                        .join()),
                bad("too big", 1009, "this gateway takes at most " + LIMIT, c -> c.send(new byte[LIMIT + 1])),
                bad("far too big", 1009, "The frame has 17825792 bytes", c -> c.socket()
                        .sendBinary(java.nio.ByteBuffer.allocate(17 << 20), true)
                        .exceptionally(e -> null)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("firstFrames")
    void h10RefusesAFirstFrameWithCodeAndReason(Consumer<V1Client> send, int code, String reason) {
        V1Client client = bed.client();

        send.accept(client);

        assertRefused(client, code, reason);
    }

    Stream<Arguments> laterFrames() {
        return Stream.of(
                bad(
                        "ws_open again",
                        1008,
                        "After ws_open only ws_message can be called, not ws_open",
                        c -> c.sendOpen(Principals.canisterId(7))),
                bad(
                        "another canister",
                        1008,
                        "This connection belongs to canister",
                        c -> c.send(c.sign(Principals.canisterId(8), "ws_message", new byte[0]))),
                bad(
                        "another sender",
                        1008,
                        "This connection belongs to sender",
                        c -> c.send(otherClient().sign(Principals.canisterId(7), "ws_message", new byte[0]))),
                bad("text", 1003, "Text frames are not understood", c -> c.socket()
                        .sendText("hello", true)
                        .join()),
                bad("garbage", 1007, "The frame must be a CBOR map", c -> c.send(new byte[] {1, 2, 3})));
    }

    private V1Client otherClient() {
        return bed.client();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("laterFrames")
    void h10RefusesALaterFrameAndTellsTheCanister(Consumer<V1Client> send, int code, String reason) {
        V1Client client = bed.openClient();

        send.accept(client);

        assertRefused(client, code, reason);
        org.icws.gateway.fixture.Await.until(
                "ws_close", () -> bed.canister.closed().contains(client.key()));
    }

    @Test
    void h10RefusesASecondConnectionWithTheSameKey() {
        V1Client first = bed.client();
        SignedRequest open = first.sendOpen(bed.canister.id());
        first.message();
        V1Client second = bed.client();

        second.send(new ClientFrame(open.envelope()).encode());

        assertThat(second.ended().reason()).contains("This client key is already connected");
        assertThat(first.isOpen()).isTrue();
        assertBystanderIsWell();
    }

    Stream<Arguments> rawFrames() {
        byte[] payload = {1};
        return Stream.of(
                Arguments.of(named("unmasked", RawSocket.frame(0x82, false, 1, payload)), "must be masked"),
                Arguments.of(named("reserved bit", RawSocket.frame(0xC2, true, 1, payload)), "reserved bits"),
                Arguments.of(named("unknown opcode", RawSocket.frame(0x83, true, 1, payload)), "unknown opcode 3"),
                Arguments.of(named("long ping", RawSocket.frame(0x89, true, 126, new byte[126])), "control frame"),
                Arguments.of(named("continuation of nothing", RawSocket.frame(0x80, true, 1, payload)), "continuation"),
                Arguments.of(
                        named("impossible length", RawSocket.frame(0x82, true, Long.MIN_VALUE, new byte[0])),
                        "impossible frame length"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rawFrames")
    void h10RefusesWhatBreaksTheWebSocketProtocol(byte[] frame, String reason) {
        try (RawSocket socket = RawSocket.open(bed.gateway.port())) {
            socket.send(frame);

            RawSocket.Frame close = socket.readClose();
            assertThat(close.code()).isEqualTo(1002);
            assertThat(close.reason()).startsWith("WebSocket protocol error").contains(reason);
        }
        assertBystanderIsWell();
    }

    @Test
    void h10TakesAMessageInFragmentsWithAPingBetween() {
        V1Client signer = bed.client();
        byte[] frame = new ClientFrame(
                        signer.signOpen(bed.canister.id(), signer.gateway()).envelope())
                .encode();
        byte[] first = java.util.Arrays.copyOf(frame, 100);
        byte[] rest = java.util.Arrays.copyOfRange(frame, 100, frame.length);
        try (RawSocket socket = RawSocket.open(bed.gateway.port())) {
            socket.read();
            socket.frame(0x02, first);
            socket.frame(0x89, new byte[] {9, 9});
            socket.frame(0x80, rest);

            RawSocket.Frame pong = socket.read();
            assertThat(pong.opcode()).isEqualTo(10);
            assertThat(pong.payload()).containsExactly(9, 9);
            assertThat(socket.read().opcode()).isEqualTo(2);
        }
    }

    @Test
    void h10RefusesFragmentsThatTogetherAreTooBig() {
        try (RawSocket socket = RawSocket.open(bed.gateway.port())) {
            socket.frame(0x02, new byte[LIMIT]);
            socket.frame(0x80, new byte[1]);

            assertThat(socket.readClose().code()).isEqualTo(1009);
        }
    }

    private void assertRefused(V1Client client, int code, String reason) {
        V1Client.Ended ended = client.ended();
        assertThat(ended.reason()).contains(reason);
        assertThat(ended.code()).isEqualTo(code);
        assertThat(ended.reason().getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(123);
        if (!reason.equals("not found")) {
            bed.events.await(FrameRefused.class, f -> f.reason().equals(ended.reason()) && f.code() == code);
        }
        assertBystanderIsWell();
    }

    private void assertBystanderIsWell() {
        byte[] content = ("still here " + said++).getBytes(StandardCharsets.UTF_8);
        bystander.say(content);
        assertThat(bystander.message().content()).isEqualTo(content);
    }

    private static Arguments bad(String name, int code, String reason, Consumer<V1Client> send) {
        return Arguments.of(named(name, send), code, reason);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    @Test
    void h10PingsAreAnsweredAndPongsIgnoredInEveryState() {
        CountDownLatch hold = new CountDownLatch(1);
        V1Client signer = bed.client();
        bed.replica.onCall = call -> {
            if (call.envelope().content().sender().equals(signer.key().principal())) {
                await(hold);
            }
            return null;
        };
        try (RawSocket socket = RawSocket.open(bed.gateway.port())) {
            assertThat(socket.read().opcode()).isEqualTo(2);
            pingPong(socket, 1);
            byte[] open = new ClientFrame(
                            signer.signOpen(bed.canister.id(), signer.gateway()).envelope())
                    .encode();
            socket.frame(0x82, open);
            Await.until("under way", () -> bed.replica.calls("ws_open").stream()
                    .anyMatch(c ->
                            c.envelope().content().sender().equals(signer.key().principal())));
            pingPong(socket, 2);
            hold.countDown();
            assertThat(socket.read().opcode()).isEqualTo(2);
            pingPong(socket, 3);
        } finally {
            hold.countDown();
            bed.replica.onCall = call -> null;
        }
        assertBystanderIsWell();
    }

    /** An unasked pong of any length is nothing; a ping gets its own bytes back. */
    private static void pingPong(RawSocket socket, int number) {
        socket.frame(0x8A, new byte[] {5});
        socket.frame(0x8A, new byte[0]);
        socket.frame(0x89, new byte[] {(byte) number});
        RawSocket.Frame pong = socket.read();
        assertThat(pong.opcode()).isEqualTo(10);
        assertThat(pong.payload()).containsExactly(number);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
