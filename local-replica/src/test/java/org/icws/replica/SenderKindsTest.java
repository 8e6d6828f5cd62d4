package org.icws.replica;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ic4j.agent.identity.Identity;
import org.ic4j.types.Principal;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.protocol.request.RequestSigner;
import org.icws.protocol.request.SignedDelegation;
import org.icws.replica.wasm.Script;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** All kinds of keys a user may have, over HTTP: security keys, and canisters that sign for users. */
class SenderKindsTest {
    private static ScriptNetwork network;

    @BeforeAll
    static void start() {
        network = new ScriptNetwork();
    }

    @AfterAll
    static void stop() {
        network.close();
    }

    private static CanisterSigner canisterSigner() {
        return new CanisterSigner(network, network.canister, "user 10001");
    }

    private static Map<String, Identity> identities() {
        Map<String, Identity> identities = new LinkedHashMap<>();
        identities.put("a security key with ES256", SecurityKey.es256());
        identities.put("a security key with RS256", SecurityKey.rs256());
        identities.put("a canister", canisterSigner());
        return identities;
    }

    private static long inAnHour() {
        return network.clock.nanos() + Duration.ofHours(1).toNanos();
    }

    private static RequestSigner session(Identity root, List<Principal> targets) {
        Ed25519Identity session = TestAgent.identity(77);
        SignedDelegation delegation = SignedDelegation.sign(root, session.publicKeyDer(), inAnHour(), targets, null);
        return new RequestSigner(session, root.getPublicKey(), List.of(delegation));
    }

    private static TestAgent agent(RequestSigner signer) {
        return new TestAgent(network.replica, network.clock, signer);
    }

    private static void assertTheSenderIs(Principal expected, RequestSigner signer) {
        byte[] whoAmI = new Script().replyBytes("msg_caller").bytes();
        TestAgent agent = agent(signer);
        assertThat(agent.update(network.canister, "run", whoAmI).reply()).isEqualTo(expected.getValue());
        assertThat(agent.query(network.canister, "ask", whoAmI).reply()).isEqualTo(expected.getValue());
        assertThat(agent.readState(network.canister, List.of(List.of("time".getBytes(UTF_8))))
                        .timeNanos())
                .isPositive();
    }

    @TestFactory
    Stream<DynamicTest> everyKindOfKeySignsRequests() {
        return identities().entrySet().stream()
                .map(kind -> DynamicTest.dynamicTest(
                        kind.getKey() + " signs calls, queries and reads of the state [SPEC-idx Signatures]",
                        () -> assertTheSenderIs(kind.getValue().sender(), new RequestSigner(kind.getValue()))));
    }

    @TestFactory
    Stream<DynamicTest> everyKindOfKeyDelegatesToASession() {
        return identities().entrySet().stream()
                .map(kind -> DynamicTest.dynamicTest(
                        kind.getKey() + " delegates to a session's key, as logins do [SPEC-http Authentication]",
                        () -> assertTheSenderIs(
                                kind.getValue().sender(), session(kind.getValue(), List.of(network.canister)))));
    }

    @Test
    void aSecurityKeyDelegatesThroughASessionToAnother() {
        SecurityKey root = SecurityKey.es256();
        SecurityKey middle = SecurityKey.rs256();
        Ed25519Identity last = TestAgent.identity(78);
        List<SignedDelegation> chain = List.of(
                SignedDelegation.sign(root, middle.getPublicKey(), inAnHour(), null, null),
                SignedDelegation.sign(middle, last.publicKeyDer(), inAnHour(), null, null));
        assertTheSenderIs(root.sender(), new RequestSigner(last, root.getPublicKey(), chain));
    }

    private static String refusal(RequestSigner signer) {
        return refusal(signer.call(network.canister, "run", new byte[0], network.agent.expiry(), null)
                .envelope());
    }

    private static String refusal(byte[] envelope) {
        HttpResponse<byte[]> response = network.agent.post(TestAgent.path(3, network.canister, "call"), envelope);
        assertThat(response.statusCode()).as(new String(response.body())).isEqualTo(400);
        return new String(response.body());
    }

    /** Signs with another key than it shows. */
    private static Identity mixed(Identity shown, Identity signing) {
        return new Identity() {
            @Override
            public Principal sender() {
                return shown.sender();
            }

            @Override
            public org.ic4j.agent.identity.Signature sign(byte[] message) {
                return signing.sign(message);
            }

            @Override
            public byte[] getPublicKey() {
                return shown.getPublicKey();
            }
        };
    }

    @Test
    void aWrongSecurityKeyIsRefusedWithTheReferencesText() {
        Identity wrong = mixed(SecurityKey.es256(), SecurityKey.es256());
        assertThat(refusal(new RequestSigner(wrong))).startsWith("Invalid signature: ");
        assertThat(refusal(session(wrong, null))).startsWith("Invalid delegation: ");
        Identity plain = mixed(SecurityKey.es256(), TestAgent.identity(1));
        assertThat(refusal(new RequestSigner(plain)))
                .startsWith("Invalid signature: Signature CBOR parsing failed with: ");
        assertThat(refusal(new RequestSigner(mixed(SecurityKey.rs256(), SecurityKey.es256()))))
                .startsWith("Invalid signature: ");
    }

    @Test
    void aCanistersSignatureForAnotherUserIsRefused() {
        CanisterSigner other = new CanisterSigner(network, network.canister, "user 10002");
        Identity wrong = mixed(canisterSigner(), other);
        assertThat(refusal(new RequestSigner(wrong)))
                .isEqualTo("Invalid signature: The canister " + network.canister + " has not signed this message.");
        assertThat(refusal(session(wrong, null))).startsWith("Invalid delegation: The canister ");
    }

    @Test
    void aCanisterOfAnotherNetworkSignsForNobodyHere() {
        try (ScriptNetwork foreign = new ScriptNetwork(config -> config.withKeySeed(4))) {
            CanisterSigner signer = new CanisterSigner(foreign, foreign.canister, "user 10001");
            assertThat(refusal(session(signer, null)))
                    .startsWith("Invalid delegation: The certificate's signature does not hold: ");
        }
    }
}
