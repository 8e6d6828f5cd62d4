package org.icws.gateway.protocol.poc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.icws.gateway.fixture.PocVectors.concat;
import static org.icws.gateway.fixture.PocVectors.hex;

import java.util.Arrays;
import org.ic4j.types.Principal;
import org.icws.gateway.fixture.PocVectors;
import org.icws.gateway.protocol.v1.V1Exception;
import org.icws.gateway.trust.PocCheck;
import org.icws.protocol.crypto.Ed25519Identity;
import org.junit.jupiter.api.Test;

/** H19: the bytes an original client sends, made with the encoder of its library and the key 32 × 07. */
class PocCodecTest {
    private static final byte[] PUBLIC_KEY = PocVectors.PUBLIC_KEY;
    private static final byte[] FIRST_CONTENT = PocVectors.FIRST_CONTENT;
    private static final byte[] FIRST_SIGNATURE = PocVectors.FIRST_SIGNATURE;
    private static final byte[] FIRST_FRAME = PocVectors.FIRST_FRAME;
    private static final byte[] VAL = PocVectors.VAL;
    private static final byte[] FRAME = PocVectors.FRAME;
    private static final Principal CANISTER = PocVectors.CANISTER;

    private final Ed25519Identity key = Ed25519Identity.fromSeed(seed());

    @Test
    void h19TheFirstFrameIsReadAsTheClientMeantIt() {
        FirstMessage first = FirstMessage.decode(FIRST_FRAME);

        assertThat(first.clientId()).isEqualTo(16);
        assertThat(first.canister()).isEqualTo(CANISTER);
        assertThat(first.content()).isEqualTo(FIRST_CONTENT);
        assertThat(first.signature()).isEqualTo(FIRST_SIGNATURE);
        assertThat(PocCheck.signed(PUBLIC_KEY, first.content(), first.signature()))
                .isTrue();
    }

    @Test
    void h19TheFirstFrameIsWrittenByteByByteLikeTheClients() {
        byte[] content = FirstMessage.content(16, CANISTER);
        FirstMessage first = new FirstMessage(content, key.signRaw(content), 16, CANISTER);

        assertThat(first.encode()).isEqualTo(FIRST_FRAME);
        assertThat(key.publicKeyDer()).isEqualTo(PocClients.derKey(PUBLIC_KEY));
    }

    @Test
    void h19LaterFramesAreReadWithTheirConstantTimestamp() {
        ClientMessageFrame frame = ClientMessageFrame.decode(FRAME);
        PocMessage message = PocMessage.decode(frame.val());

        assertThat(message.clientId()).isEqualTo(16);
        assertThat(message.sequenceNumber()).isZero();
        assertThat(message.timestampNanos()).isEqualTo(1L << 53);
        assertThat(message.message()).isEqualTo(hex("d9d9f7a164746578746970696e672d706f6e67"));
        assertThat(PocCheck.signed(PUBLIC_KEY, frame.val(), frame.signature())).isTrue();
    }

    @Test
    void h19LaterFramesAreWrittenByteByByteLikeTheClients() {
        byte[] val = new PocMessage(16, 0, 1L << 53, hex("d9d9f7a164746578746970696e672d706f6e67")).encodeByClient();

        assertThat(val).isEqualTo(VAL);
        assertThat(new ClientMessageFrame(val, key.signRaw(val)).encode()).isEqualTo(FRAME);
    }

    @Test
    void h19FramesToTheClientHaveNoTagAndTheOrderOfTheOriginal() {
        byte[] frame = concat(
                CanisterMessageFrame.head("k", new byte[] {1}),
                CanisterMessageFrame.tail(new byte[] {2}, new byte[] {3, 4}));

        assertThat(frame).isEqualTo(hex("a4636b6579616b6376616c4101646365727441026474726565420304"));
    }

    @Test
    void h19AWrongSignatureOrKeyProvesNothing() {
        byte[] changed = FIRST_SIGNATURE.clone();
        changed[5] ^= 1;

        assertThat(PocCheck.signed(PUBLIC_KEY, FIRST_CONTENT, changed)).isFalse();
        assertThat(PocCheck.signed(new byte[31], FIRST_CONTENT, FIRST_SIGNATURE))
                .isFalse();
        assertThat(PocCheck.signed(new byte[32], FIRST_CONTENT, FIRST_SIGNATURE))
                .isFalse();
    }

    @Test
    void h19WhatIsCutShortIsRefusedAtEveryLength() {
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
}
