package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.ic4j.agent.identity.AnonymousIdentity;
import org.ic4j.types.Principal;
import org.icws.protocol.principal.Principals;
import org.icws.protocol.request.Envelope;
import org.icws.protocol.request.RequestSigner;
import org.icws.protocol.request.SignedDelegation;
import org.icws.protocol.request.SignedRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who is let in over HTTP; the checks themselves are tested with the protocol module. */
class AuthenticationTest {
    private static ProbeNetwork network;

    @BeforeAll
    static void start() {
        network = new ProbeNetwork();
    }

    @AfterAll
    static void stop() {
        network.close();
    }

    private static RequestSigner delegated(long expirationNanos, List<Principal> targets) {
        byte[] root = TestAgent.identity(5).publicKeyDer();
        SignedDelegation delegation = SignedDelegation.sign(
                TestAgent.identity(5), TestAgent.identity(6).publicKeyDer(), expirationNanos, targets, null);
        return new RequestSigner(TestAgent.identity(6), root, List.of(delegation));
    }

    private static String refusal(RequestSigner signer, long expiry) {
        SignedRequest request = signer.call(network.canister, "get", new byte[0], expiry, null);
        HttpResponse<byte[]> response =
                network.agent.post(TestAgent.path(3, network.canister, "call"), request.envelope());
        assertThat(response.statusCode()).as(new String(response.body())).isEqualTo(400);
        return new String(response.body());
    }

    private static long inMinutes(long minutes) {
        return network.clock.nanos() + Duration.ofMinutes(minutes).toNanos();
    }

    @Test
    void anonymousAndDelegatedSendersAreLetIn() {
        for (RequestSigner signer : List.of(
                new RequestSigner(new AnonymousIdentity()),
                delegated(inMinutes(60), null),
                delegated(inMinutes(60), List.of(network.canister)))) {
            TestAgent agent = new TestAgent(network.replica, network.clock, signer);
            assertThat(agent.update(network.canister, "get", new byte[0]).replied())
                    .isTrue();
            assertThat(agent.query(network.canister, "get", new byte[0]).replied())
                    .isTrue();
        }
    }

    @Test
    void requestsThatExpireTooLateOrHaveExpiredAreRefusedInTheWordsAgentsKnow() {
        RequestSigner signer = new RequestSigner(TestAgent.identity(1));
        assertThat(refusal(signer, inMinutes(6)))
                .startsWith("Invalid request expiry: Specified ingress_expiry not within");
        assertThat(refusal(signer, network.clock.nanos() - 1)).startsWith("Invalid request expiry: ");
    }

    @Test
    void delegationsThatDoNotHoldAreRefused() {
        long expiry = inMinutes(2);
        assertThat(refusal(delegated(network.clock.nanos() - 1, null), expiry))
                .startsWith("Invalid delegation expiry: ");
        assertThat(refusal(delegated(inMinutes(60), List.of(Principals.canisterId(3))), expiry))
                .isEqualTo("Canister '" + network.canister + "' is not one of the delegation targets.");
        SignedDelegation foreign = SignedDelegation.sign(
                TestAgent.identity(7), TestAgent.identity(6).publicKeyDer(), inMinutes(60), null, null);
        RequestSigner forged =
                new RequestSigner(TestAgent.identity(6), TestAgent.identity(5).publicKeyDer(), List.of(foreign));
        assertThat(refusal(forged, expiry)).startsWith("Invalid delegation: ");
    }

    @Test
    void aWrongSignatureIsRefused() {
        byte[] forged = network.agent.sign(network.canister, "inc", new byte[0]).envelope();
        byte[] signature = Envelope.decode(forged).senderSig();
        forged[indexOf(forged, signature)] ^= 1;

        HttpResponse<byte[]> response = network.agent.post(TestAgent.path(3, network.canister, "call"), forged);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(new String(response.body())).startsWith("Invalid signature: ");
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int i = 0; i + part.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new AssertionError("not found");
    }
}
