package org.icws.testbench.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.ic4j.agent.identity.AnonymousIdentity;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.cbor.Cbor;
import org.icws.sample.SampleCanister;
import org.icws.testbench.BesideTheWindow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What the original client of the proof of concept sends, byte for byte, made with the encoder of its library, the private key of 32
 * times 7, client 16 and the canister below; and what the canister answers.
 */
@BesideTheWindow
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PocVectorsTest {
    private static final Principal CANISTER = Principal.fromString("bw4dl-smaaa-aaaaa-qaacq-cai");
    private static final byte[] PUBLIC_KEY = hex("ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c");
    private static final byte[] INNER = hex("d9d9f7 a2 6b 63616e69737465725f6964 78 1b"
            + "627734646c2d736d6161612d61616161612d71616163712d636169 69 636c69656e745f6964 10");
    private static final byte[] INNER_SIGNATURE = hex("d1c69093aa6727773aeb4629d620f3b074d6ac21118806918da9dbd167cdc884"
            + "d6816aaf386733b3f59e4506e1e86212f6f0f3181c111135353fb5b301618101");
    private static final byte[] FIRST_FRAME = hex("d9d9f7 a2 72 636c69656e745f63616e69737465725f6964 5838" + hex(INNER)
            + "63 736967 5840" + hex(INNER_SIGNATURE));
    private static final String VAL = "d9d9f7 a4 69 636c69656e745f6964 10 67 6d657373616765 53"
            + "d9d9f7 a1 64 74657874 69 70696e672d706f6e67 6c 73657175656e63655f6e756d 00"
            + "69 74696d657374616d70 1b 0020000000000000";
    private static final byte[] FRAME = hex("d9d9f7 a2 63 736967 5840"
            + "c5767d0edaf9f7f574b925110a377f268414008ad44629023507c927e74d681e"
            + "929c5a0514e27ef19637ebcbc64efbd0ae12bd48f3f4c9f0bf0d2649c9d70206"
            + "63 76616c 584c" + VAL);

    private final SampleNetwork network =
            new SampleNetwork(SampleCanister.POC_PING_PONG, CANISTER, SampleNetwork.NO_ARGUMENT);

    @BeforeEach
    void register() {
        DirectCaller nobody = network.caller(new AnonymousIdentity());
        assertThat(nobody.update("ws_register", CandidValue.blob(PUBLIC_KEY))
                        .reply()
                        .asLong())
                .isEqualTo(16);
    }

    @AfterEach
    void stop() {
        network.close();
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void theFramesOfTheOriginalClientAreUnderstoodThroughTheGatewayAndAnsweredByteForByte() throws Exception {
        RawFrames client = new RawFrames(network.gateway().resolve("/poc"));
        client.send(FIRST_FRAME);
        assertAnswer(client.next(), 16, 0, "ping");
        client.send(FRAME);
        assertAnswer(client.next(), 17, 1, "ping-pong ping");
        assertThat(network.stat("received")).isEqualTo(1);
        assertThat(network.stat("refused")).isZero();
    }

    /** The frame is a map without a tag of key, val, cert, tree; val is a tagged one in the order of the original canister. */
    private void assertAnswer(byte[] frame, int nonce, int sequenceNumber, String text) {
        String key = network.gatewayPrincipal() + "_" + String.format("%020d", nonce);
        byte[] val = Cbor.bytes(Cbor.read(frame), "val");
        byte[] head = hex("a4 63 6b6579 78" + length(key) + hex(key.getBytes(StandardCharsets.US_ASCII))
                + "63 76616c 58" + String.format("%02x", val.length) + hex(val) + "64 63657274");
        assertThat(frame).startsWith(head);
        long timestamp = Cbor.read(val).get("timestamp").asLong();
        byte[] message = hex("d9d9f7 a1 64 74657874" + shortText(text));
        assertThat(val)
                .isEqualTo(hex("d9d9f7 a4 69 636c69656e745f6964 10 6c 73657175656e63655f6e756d"
                        + String.format("%02x", sequenceNumber)
                        + "69 74696d657374616d70 1b" + String.format("%016x", timestamp)
                        + "67 6d657373616765" + bytesHead(message.length) + hex(message)));
    }

    private static String length(String text) {
        return String.format("%02x", text.length());
    }

    /** CBOR of a text of up to 23 bytes. */
    private static String shortText(String text) {
        return String.format("%02x", 0x60 + text.length()) + hex(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** CBOR's head of a byte string of less than 256 bytes. */
    private static String bytesHead(int length) {
        return length < 24 ? String.format("%02x", 0x40 + length) : "58" + String.format("%02x", length);
    }

    @Test
    void theSameBytesAreAcceptedOnceAndNotWithAnyBitOfTheSignatureChanged() {
        DirectCaller gateway = network.caller(SampleNetwork.identity());
        for (int bit = 0; bit < 512; bit += 73) {
            byte[] changed = INNER_SIGNATURE.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(open(gateway, changed).reply().asBool())
                    .as("bit %d", bit)
                    .isFalse();
        }
        assertThat(open(gateway, INNER_SIGNATURE).reply().asBool()).isTrue();
        assertThat(open(gateway, INNER_SIGNATURE).rejection()).contains("the client is open already");

        int signature = FRAME.length - 2 - 0x4c - 4 - 64;
        for (int bit = 0; bit < 512; bit += 73) {
            byte[] changed = FRAME.clone();
            changed[signature + bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(message(gateway, changed).reply().asBool())
                    .as("bit %d", bit)
                    .isFalse();
        }
        assertThat(message(gateway, FRAME).reply().asBool()).isTrue();
        assertThat(message(gateway, FRAME).reply().asBool())
                .as("its number is used up")
                .isFalse();
    }

    private static DirectCaller.Outcome open(DirectCaller gateway, byte[] signature) {
        return gateway.update("ws_open", CandidValue.blob(INNER), CandidValue.blob(signature));
    }

    private static DirectCaller.Outcome message(DirectCaller gateway, byte[] frame) {
        return gateway.update("ws_message", CandidValue.blob(frame));
    }

    @Test
    void theRegisteredKeyIsToldAsItWasRegistered() {
        assertThat(network.caller(SampleNetwork.identity())
                        .query("ws_get_client_key", CandidEncoder.encode(CandidValue.nat64(16)))
                        .asBlob())
                .isEqualTo(PUBLIC_KEY);
    }
}
