package org.icws.protocol.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.ic4j.agent.identity.AnonymousIdentity;
import org.ic4j.types.Principal;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.Vectors;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.crypto.EcdsaKey;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.protocol.crypto.PublicKeys;
import org.icws.protocol.hash.RepresentationHash;
import org.icws.protocol.principal.Principals;
import org.icws.protocol.request.RequestContent.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest {

    private static final long NOW = 1_700_000_000_000_000_000L;
    private static final long EXPIRY = NOW + 240_000_000_000L;
    private static final Principal CANISTER = Principals.canisterId(7);
    private static final Ed25519Identity IDENTITY = Ed25519Identity.fromSeed(new byte[32]);

    @Test
    void aSignedCallIsReadBackAsItWasMade() {
        RequestSigner signer = new RequestSigner(IDENTITY);
        SignedRequest request = signer.call(CANISTER, "ws_open", new byte[] {1}, EXPIRY, new byte[] {2});
        Envelope envelope = Envelope.decode(request.envelope());
        RequestContent content = envelope.content();
        assertThat(content.type()).isEqualTo(Type.CALL);
        assertThat(content.sender()).isEqualTo(IDENTITY.principal()).isEqualTo(signer.sender());
        assertThat(content.ingressExpiry()).isEqualTo(EXPIRY);
        assertThat(content.canisterId()).isEqualTo(CANISTER);
        assertThat(content.methodName()).isEqualTo("ws_open");
        assertThat(content.arg()).containsExactly(1);
        assertThat(content.optionalNonce()).contains(new byte[] {2});
        assertThat(content.paths()).isNull();
        assertThat(content.requestId()).isEqualTo(request.requestId());
        assertThat(envelope.senderPubkey()).isEqualTo(IDENTITY.publicKeyDer());
        EnvelopeVerifier.verify(envelope, NOW);
    }

    @Test
    void aSignedReadStateIsReadBackAsItWasMade() {
        List<List<byte[]>> paths = List.of(List.of(new byte[] {1}, new byte[] {2}), List.of(new byte[] {3}));
        SignedRequest request = new RequestSigner(IDENTITY).readState(paths, EXPIRY);
        Envelope envelope = Envelope.decode(request.envelope());
        assertThat(envelope.content().type()).isEqualTo(Type.READ_STATE);
        assertThat(envelope.content().canisterId()).isNull();
        assertThat(envelope.content().paths()).hasSize(2);
        assertThat(envelope.content().paths().get(0).get(1)).containsExactly(2);
        EnvelopeVerifier.verify(envelope, NOW);
    }

    @Test
    void anonymousRequestsAreUnsigned() {
        SignedRequest request = new RequestSigner(new AnonymousIdentity()).query(CANISTER, "m", new byte[0], EXPIRY);
        JsonNode map = Cbor.read(request.envelope());
        assertThat(map.size()).isEqualTo(1);
        Envelope envelope = Envelope.decode(map);
        assertThat(envelope.content().isAnonymous()).isTrue();
        assertThat(envelope.signingKey()).isEmpty();
        EnvelopeVerifier.verify(envelope, NOW);
    }

    @ParameterizedTest
    @EnumSource(EcdsaKey.Curve.class)
    void ecdsaIdentitiesSignRequests(EcdsaKey.Curve curve) {
        EcdsaKey key = EcdsaKey.generate(curve);
        SignedRequest request = new RequestSigner(key).call(CANISTER, "m", new byte[0], EXPIRY, null);
        EnvelopeVerifier.verify(Envelope.decode(request.envelope()), NOW);
    }

    @Test
    void anIdentitysErrorBecomesAnException() {
        org.ic4j.agent.identity.Identity broken = new org.ic4j.agent.identity.Identity() {
            @Override
            public Principal sender() {
                return CANISTER;
            }

            @Override
            public org.ic4j.agent.identity.Signature sign(byte[] message) {
                throw org.ic4j.agent.AgentError.create(org.ic4j.agent.AgentError.AgentErrorCode.CUSTOM_ERROR, "no key");
            }

            @Override
            public byte[] getPublicKey() {
                return new byte[0];
            }
        };
        assertThatThrownBy(() -> new RequestSigner(broken).query(CANISTER, "m", new byte[0], EXPIRY))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void optionalFieldsMayBeNullAndUnknownOnesCount() {
        String fields = "6c726571756573745f74797065 657175657279 6673656e646572 4104 6e696e67726573735f657870697279 05"
                + "6b63616e69737465725f6964 40 6b6d6574686f645f6e616d65 616d 63617267 40";
        String rest =
                "6d73656e6465725f7075626b6579 f6 6a73656e6465725f736967 f6 7173656e6465725f64656c65676174696f6e f6";
        Envelope plain = Envelope.decode(Vectors.hex("a4 67636f6e74656e74 a7" + fields + "656e6f6e6365 f6" + rest));
        assertThat(plain.content().nonce()).isNull();
        assertThat(plain.senderSig()).isNull();
        assertThat(plain.delegations()).isEmpty();
        assertThat(plain.content().canisterId()).isEqualTo(Principals.MANAGEMENT);
        Envelope extended = Envelope.decode(Vectors.hex("a1 67636f6e74656e74 a7" + fields + "6378797a 01"));
        assertThat(extended.content().requestId()).isNotEqualTo(plain.content().requestId());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "a0",
                "a1 67636f6e74656e74 00",
                "a1 67636f6e74656e74 a0",
                "a1 67636f6e74656e74 a1 6c726571756573745f74797065 6178",
                "a2 67636f6e74656e74 a0 67636f6e74656e74 a0"
            })
    void garbageIsMalformed(String hex) {
        assertThatThrownBy(() -> Envelope.decode(Vectors.hex(hex)))
                .isInstanceOfSatisfying(
                        EnvelopeException.class, e -> assertThat(e.kind()).isEqualTo(EnvelopeException.Kind.MALFORMED));
    }

    @Test
    void noChangedByteOfARequestIsAccepted() {
        byte[] genuine = new RequestSigner(IDENTITY)
                .call(CANISTER, "ws_open", new byte[] {1}, EXPIRY, new byte[] {2})
                .envelope();
        for (int i = 0; i < genuine.length; i++) {
            byte[] changed = genuine.clone();
            changed[i] ^= (byte) (1 << i % 8);
            assertThat(catchThrowable(() -> EnvelopeVerifier.verify(Envelope.decode(changed), NOW)))
                    .as("byte " + i)
                    .isInstanceOf(EnvelopeException.class);
        }
    }

    @Test
    void queryResponsesAreHashedAsTheSpecificationSays() {
        byte[] id = new byte[32];
        byte[] replied = QueryResponseHash.replied(new byte[] {1}, 5, id);
        assertThat(replied)
                .isEqualTo(DomainSeparator.RESPONSE.prepend(RepresentationHash.of(Map.of(
                        "status",
                        "replied",
                        "reply",
                        Map.of("arg", new byte[] {1}),
                        "timestamp",
                        5L,
                        "request_id",
                        id))));
        byte[] rejected = QueryResponseHash.rejected(4, "no", null, 5, id);
        assertThat(rejected)
                .isEqualTo(DomainSeparator.RESPONSE.prepend(RepresentationHash.of(Map.of(
                        "status",
                        "rejected",
                        "reject_code",
                        4L,
                        "reject_message",
                        "no",
                        "timestamp",
                        5L,
                        "request_id",
                        id))))
                .isNotEqualTo(QueryResponseHash.rejected(4, "no", "IC0503", 5, id));
        byte[] signature = IDENTITY.signRaw(replied);
        assertThat(PublicKeys.verify(IDENTITY.publicKeyDer(), replied, signature))
                .isTrue();
    }

    @Test
    void domainSeparatorsStartWithTheirLength() {
        for (DomainSeparator separator : DomainSeparator.values()) {
            assertThat((int) separator.bytes()[0]).isEqualTo(separator.bytes().length - 1);
        }
        assertThat(DomainSeparator.DELEGATION.bytes()).hasSize(27).startsWith(0x1a, 'i', 'c');
    }
}
