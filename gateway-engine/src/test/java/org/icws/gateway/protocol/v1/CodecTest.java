package org.icws.gateway.protocol.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.ic4j.types.Principal;
import org.icws.protocol.principal.Principals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodecTest {
    private static final Principal GATEWAY =
            Principals.parse("sqdfl-mr4km-2hfjy-gajqo-xqvh7-hf4mf-nra4i-3it6l-neaw4-soolw-tae");
    private static final ClientKey CLIENT =
            new ClientKey(Principals.parse("kj67s-b5v2y-ahlkr-kmume-xbow6-zwbtj-j4j3m-ae46e-qqrcu-uxiby-yae"), -1);

    @Test
    void writesTheHandshakeAsTheProtocolPrescribes() {
        byte[] frame = new GatewayHandshake(GATEWAY).encode();

        assertThat(hex(frame)).isEqualTo("d9d9f7a171676174657761795f7072696e636970616c581d" + hex(GATEWAY.getValue()));
        assertThat(GatewayHandshake.decode(frame).gatewayPrincipal()).isEqualTo(GATEWAY);
    }

    @Test
    void writesACanisterFrameWithoutTagInDeclarationOrder() {
        CanisterFrame frame = new CanisterFrame("k", new byte[] {1}, new byte[] {2}, new byte[] {3});

        assertThat(hex(frame.encode()))
                .isEqualTo("a4" + "636b6579" + "616b" + "67636f6e74656e74" + "4101" + "6463657274" + "4102"
                        + "6474726565" + "4103");
        CanisterFrame back = CanisterFrame.decode(frame.encode());
        assertThat(back.key()).isEqualTo("k");
        assertThat(back.tree()).containsExactly(3);
    }

    @Test
    void cutsTheEnvelopeOutByteForByte() {
        // Key order, integer widths and unknown fields are the client's business.
        byte[] envelope = HexFormat.of().parseHex("a2616218051b00ffffffffffffff820102");
        String head = "a26178f5" + "68656e76656c6f7065";

        ClientFrame frame = ClientFrame.decode(HexFormat.of().parseHex(head + hex(envelope)));

        assertThat(frame.envelope()).isEqualTo(envelope);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 23, 24, 127, 128, 255, 256, 65_535, 65_536, 4_294_967_296L, Long.MAX_VALUE, -1})
    void keepsSequenceNumbersOfAnySize(long number) {
        WebsocketMessage message = new WebsocketMessage(CLIENT, number, number, true, new byte[] {4, 2});

        assertThat(WebsocketMessage.decode(message.encode())).isEqualTo(message);
        assertThat(CanisterArgs.decodeMessage(CanisterArgs.encodeMessage(message)))
                .isEqualTo(message);
    }

    @Test
    void readsContentWithoutTagAndWithBigNumbers() {
        WebsocketMessage message = new WebsocketMessage(CLIENT, 5, 6, false, new byte[0]);
        String tagged = hex(message.encode());
        String untagged = tagged.substring(6);
        // "timestamp" followed by 6, written as a big number (tag 2).
        String big = untagged.replace("6974696d657374616d7006", "6974696d657374616d70c24106");

        assertThat(big).isNotEqualTo(untagged);
        assertThat(WebsocketMessage.decode(HexFormat.of().parseHex(untagged))).isEqualTo(message);
        assertThat(WebsocketMessage.decode(HexFormat.of().parseHex(big))).isEqualTo(message);
    }

    @Test
    void refusesContentWithAFieldMissing() {
        assertThatThrownBy(() -> WebsocketMessage.decode(HexFormat.of().parseHex("a0")))
                .isInstanceOf(V1Exception.class)
                .hasMessageContaining("client_key is missing");
    }

    @Test
    void readsBackItsOwnArguments() {
        CanisterArgs.Open open = new CanisterArgs.Open(-7, GATEWAY);
        assertThat(CanisterArgs.decodeOpen(CanisterArgs.encodeOpen(open))).isEqualTo(open);
        assertThat(CanisterArgs.decodeClose(CanisterArgs.encodeClose(CLIENT))).isEqualTo(CLIENT);
        assertThat(CanisterArgs.decodeGetMessages(CanisterArgs.encodeGetMessages(-1)))
                .isEqualTo(-1);
    }

    @Test
    void writesTheArgumentOfWsOpenLikeTheJavaScriptLibrary() {
        String expected =
                "4449444c016c02f3eec6b40268bbd1eacd0e78010001" + "1d" + hex(GATEWAY.getValue()) + "0500000000000000";

        assertThat(hex(CanisterArgs.encodeOpen(new CanisterArgs.Open(5, GATEWAY))))
                .isEqualTo(expected);
    }

    @Test
    void readsPagesWithAndWithoutTheEndFlag() {
        QueuedMessage message = new QueuedMessage(CLIENT, GATEWAY + "_00000000000000000012", new byte[] {1});
        for (Optional<Boolean> end : List.of(Optional.of(true), Optional.of(false), Optional.<Boolean>empty())) {
            MessagesPage page = new MessagesPage(List.of(message), new byte[] {2}, new byte[] {3}, end);

            MessagesPage back = CanisterResults.page(CanisterResults.encodePage(page));

            assertThat(back.endOfQueue()).isEqualTo(end);
            assertThat(back.isEnd()).isEqualTo(end.orElse(false));
            assertThat(back.messages().get(0).nonce()).isEqualTo(12);
            assertThat(back.cert()).containsExactly(2);
        }
    }

    @Test
    void saysWhatTheCanisterAnswered() {
        assertThat(CanisterResults.error(CanisterResults.encodeOk())).isEmpty();
        assertThat(CanisterResults.error(CanisterResults.encodeErr("no"))).contains("no");
        assertThatThrownBy(() -> CanisterResults.error(new byte[] {1})).isInstanceOf(V1Exception.class);
    }

    @Test
    void readsBackServiceMessages() {
        for (ServiceMessage message : List.of(
                new ServiceMessage.OpenMessage(CLIENT),
                new ServiceMessage.AckMessage(7),
                new ServiceMessage.KeepAliveMessage(-1),
                new ServiceMessage.CloseMessage("ClosedByApplication"))) {
            assertThat(ServiceMessage.decode(message.encode())).isEqualTo(message);
        }
    }

    @Test
    void neverFailsOtherwiseThanByItsOwnExceptionOnHostileBytes() {
        byte[] valid = new WebsocketMessage(CLIENT, 5, 6, false, new byte[20]).encode();
        Random random = new Random(3);
        for (int i = 0; i < 50_000; i++) {
            byte[] mutated = valid.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
            }
            byte[] cut = java.util.Arrays.copyOf(mutated, random.nextInt(mutated.length + 1));
            assertOnlyOwnException(() -> WebsocketMessage.decode(mutated));
            assertOnlyOwnException(() -> WebsocketMessage.decode(cut));
            assertOnlyOwnException(() -> ClientFrame.decode(cut));
        }
    }

    private static void assertOnlyOwnException(Runnable decode) {
        try {
            decode.run();
        } catch (V1Exception e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
