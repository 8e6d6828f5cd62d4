package org.icws.testbench.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.List;
import org.ic4j.types.Principal;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.protocol.v1.ClientFrame;
import org.icws.protocol.crypto.EcdsaIdentity;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.protocol.request.RequestSigner;
import org.icws.protocol.request.SignedDelegation;
import org.icws.testbench.store.Format;
import org.icws.testbench.store.TestEvents;
import org.junit.jupiter.api.Test;

class SignerTest {

    private static final long EXPIRY = 1_700_000_000_000_000_000L;

    private final Ed25519Identity identity = Ed25519Identity.generate(new SecureRandom());
    private final TestEvents make = new TestEvents();

    private String signerOf(RequestSigner signer) {
        byte[] envelope = signer.call(Principal.fromString("aaaaa-aa"), "ws_open", new byte[] {1}, EXPIRY, new byte[16])
                .envelope();
        return signerOf(new ClientFrame(envelope).encode());
    }

    private String signerOf(byte[] frame) {
        GatewayEvent.ClientMessage m =
                (GatewayEvent.ClientMessage) make.up(TestEvents.T0, TestEvents.client("ada"), 1, "hello");
        return Signer.of(new GatewayEvent.ClientMessage(
                m.sequence(),
                m.atNanos(),
                m.sessionId(),
                m.canister(),
                m.clientKey(),
                m.method(),
                m.sequenceNumber(),
                m.kind(),
                frame,
                m.appContent(),
                m.requestId(),
                m.proof()));
    }

    @Test
    void the_kind_of_a_clients_key_is_read_from_its_request() {
        assertThat(signerOf(new RequestSigner(identity))).isEqualTo("Ed25519, no delegation");
        assertThat(signerOf(new RequestSigner(EcdsaIdentity.of(EcdsaIdentity.Curve.SECP256K1, BigInteger.TEN))))
                .isEqualTo("secp256k1, no delegation");
        assertThat(signerOf(new RequestSigner(EcdsaIdentity.of(EcdsaIdentity.Curve.P256, BigInteger.TEN))))
                .isEqualTo("P-256, no delegation");
    }

    @Test
    void a_key_that_was_allowed_to_sign_for_another_says_so_and_until_when() {
        EcdsaIdentity owner = EcdsaIdentity.of(EcdsaIdentity.Curve.P256, BigInteger.TEN);
        SignedDelegation link = SignedDelegation.sign(owner, identity.publicKeyDer(), EXPIRY, null, null);
        assertThat(signerOf(new RequestSigner(identity, owner.publicKeyDer(), List.of(link))))
                .isEqualTo("P-256, 1 delegation until " + Format.shortClock(EXPIRY));
    }

    @Test
    void of_what_is_no_request_of_that_protocol_nothing_is_said() {
        assertThat(signerOf(new byte[] {1, 2, 3})).isEmpty();
    }
}
