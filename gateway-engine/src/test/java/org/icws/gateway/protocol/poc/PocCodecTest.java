package org.icws.gateway.protocol.poc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import org.ic4j.types.Principal;
import org.icws.gateway.protocol.v1.V1Exception;
import org.icws.gateway.trust.PocCheck;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.protocol.principal.Principals;
import org.junit.jupiter.api.Test;

/** H19: the bytes an original client sends, made with the encoder of its library and the key 32 × 07. */
class PocCodecTest {
    private static final byte[] PUBLIC_KEY = hex("ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c");
    private static final byte[] FIRST_CONTENT = hex("d9d9f7a26b63616e69737465725f6964781b"
            + "627734646c2d736d6161612d61616161612d71616163712d63616969636c69656e745f696410");
    private static final byte[] FIRST_SIGNATURE = hex("d1c69093aa6727773aeb4629d620f3b074d6ac21118806918da9dbd167cdc884"
            + "d6816aaf386733b3f59e4506e1e86212f6f0f3181c111135353fb5b301618101");
    private static final byte[] FIRST_FRAME = concat(
            hex("d9d9f7a272636c69656e745f63616e69737465725f69645838"),
            FIRST_CONTENT,
            hex("637369675840"),
            FIRST_SIGNATURE);
    private static final byte[] VAL = hex("d9d9f7a469636c69656e745f696410676d65737361676553"
            + "d9d9f7a1647465787469" + "70696e672d706f6e67"
            + "6c73657175656e63655f6e756d00" + "6974696d657374616d701b0020000000000000");
    private static final byte[] SIGNATURE = hex("c5767d0edaf9f7f574b925110a377f268414008ad44629023507c927e74d681e"
            + "929c5a0514e27ef19637ebcbc64efbd0ae12bd48f3f4c9f0bf0d2649c9d70206");
    private static final byte[] FRAME = concat(hex("d9d9f7a2637369675840"), SIGNATURE, hex("6376616c584c"), VAL);
    private static final Principal CANISTER = Principals.parse("bw4dl-smaaa-aaaaa-qaacq-cai");

    private final Ed25519Identity key = Ed25519Identity.fromSeed(seed());

    @Test
    void theFirstFrameIsReadAsTheClientMeantIt() {
        FirstMessage first = FirstMessage.decode(FIRST_FRAME);

        assertThat(first.clientId()).isEqualTo(16);
        assertThat(first.canister()).isEqualTo(CANISTER);
        assertThat(first.content()).isEqualTo(FIRST_CONTENT);
        assertThat(first.signature()).isEqualTo(FIRST_SIGNATURE);
        assertThat(PocCheck.signed(PUBLIC_KEY, first.content(), first.signature()))
                .isTrue();
    }

    @Test
    void theFirstFrameIsWrittenByteByByteLikeTheClients() {
        byte[] content = FirstMessage.content(16, CANISTER);
        FirstMessage first = new FirstMessage(content, key.signRaw(content), 16, CANISTER);

        assertThat(first.encode()).isEqualTo(FIRST_FRAME);
        assertThat(key.publicKeyDer()).isEqualTo(PocClients.derKey(PUBLIC_KEY));
    }

    @Test
    void laterFramesAreReadWithTheirConstantTimestamp() {
        ClientMessageFrame frame = ClientMessageFrame.decode(FRAME);
        PocMessage message = PocMessage.decode(frame.val());

        assertThat(message.clientId()).isEqualTo(16);
        assertThat(message.sequenceNumber()).isZero();
        assertThat(message.timestampNanos()).isEqualTo(1L << 53);
        assertThat(message.message()).isEqualTo(hex("d9d9f7a164746578746970696e672d706f6e67"));
        assertThat(PocCheck.signed(PUBLIC_KEY, frame.val(), frame.signature())).isTrue();
    }

    @Test
    void laterFramesAreWrittenByteByByteLikeTheClients() {
        byte[] val = new PocMessage(16, 0, 1L << 53, hex("d9d9f7a164746578746970696e672d706f6e67")).encodeByClient();

        assertThat(val).isEqualTo(VAL);
        assertThat(new ClientMessageFrame(val, key.signRaw(val)).encode()).isEqualTo(FRAME);
    }

    @Test
    void framesToTheClientHaveNoTagAndTheOrderOfTheOriginal() {
        byte[] frame = concat(
                CanisterMessageFrame.head("k", new byte[] {1}),
                CanisterMessageFrame.tail(new byte[] {2}, new byte[] {3, 4}));

        assertThat(frame).isEqualTo(hex("a4636b6579616b6376616c4101646365727441026474726565420304"));
    }

    @Test
    void aWrongSignatureOrKeyProvesNothing() {
        byte[] changed = FIRST_SIGNATURE.clone();
        changed[5] ^= 1;

        assertThat(PocCheck.signed(PUBLIC_KEY, FIRST_CONTENT, changed)).isFalse();
        assertThat(PocCheck.signed(new byte[31], FIRST_CONTENT, FIRST_SIGNATURE))
                .isFalse();
        assertThat(PocCheck.signed(new byte[32], FIRST_CONTENT, FIRST_SIGNATURE))
                .isFalse();
    }

    @Test
    void whatIsCutShortIsRefusedAtEveryLength() {
        for (int length = 0; length < FIRST_FRAME.length; length++) {
            byte[] cut = Arrays.copyOf(FIRST_FRAME, length);
            assertThatThrownBy(() -> FirstMessage.decode(cut)).isInstanceOf(V1Exception.class);
        }
        for (int length = 0; length < FRAME.length; length++) {
            byte[] cut = Arrays.copyOf(FRAME, length);
            assertThatThrownBy(() -> ClientMessageFrame.decode(cut)).isInstanceOf(V1Exception.class);
        }
    }

    private static byte[] seed() {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) 7);
        return seed;
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static byte[] concat(byte[]... parts) {
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
