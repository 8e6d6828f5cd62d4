package org.icws.replica;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ic4j.agent.identity.Identity;
import org.ic4j.types.Principal;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.hash.RepresentationHash;
import org.icws.protocol.request.DomainSeparator;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.ScriptCanister;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a canister that signs for users says about them, and what the called canister can read of it. */
class CallerInfoTest {
    private static final byte[] INFO = "name=Ada".getBytes(UTF_8);
    private static final String DATA = "msg_caller_info_data";
    private static final String SIGNER = "msg_caller_info_signer";
    private static final int ANSWERS = ScriptCanister.FREE + 0x1800;

    @TempDir
    Path directory;

    private ScriptNetwork network = new ScriptNetwork();
    private final CanisterSigner user = new CanisterSigner(network, network.canister, "user 10001");

    @AfterEach
    void stop() {
        network.close();
    }

    private static Script s() {
        return new Script();
    }

    private Map<String, Object> said(byte[] info) {
        return said(info, network.canister, signature(INFO));
    }

    private byte[] signature(byte[] info) {
        return user.sign(DomainSeparator.SENDER_INFO.prepend(info)).signature.get();
    }

    private static Map<String, Object> said(byte[] info, Principal signer, byte[] signature) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("info", info);
        said.put("signer", signer.getValue());
        said.put("sig", signature);
        return said;
    }

    /** A request with its id. */
    private record Signed(byte[] envelope, byte[] id) {}

    private Signed request(Identity sender, String type, String method, Script script, Map<String, Object> said) {
        return request(sender, type, network.canister, method, script, said);
    }

    private Signed request(
            Identity sender, String type, Principal canister, String method, Script script, Map<String, Object> said) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("request_type", type);
        content.put("sender", sender.sender().getValue());
        content.put("ingress_expiry", network.agent.expiry());
        content.put("canister_id", canister.getValue());
        content.put("method_name", method);
        content.put("arg", script.bytes());
        content.put("sender_info", said);
        byte[] id = RepresentationHash.of(content);
        byte[] signature =
                sender.sign(DomainSeparator.REQUEST.prepend(id)).signature.get();
        return new Signed(envelope(content, sender.getPublicKey(), signature), id);
    }

    private static byte[] envelope(Map<String, Object> content, byte[] key, byte[] signature) {
        return Cbor.writeSelfDescribed(generator -> {
            generator.writeStartObject(null, 3);
            generator.writeFieldName("content");
            RawCbor.write(generator, content);
            generator.writeBinaryField("sender_pubkey", key);
            generator.writeBinaryField("sender_sig", signature);
            generator.writeEndObject();
        });
    }

    private HttpResponse<byte[]> post(int version, String what, Signed request) {
        return network.agent.post(TestAgent.path(version, network.canister, what), request.envelope());
    }

    private String refusal(Identity sender, Map<String, Object> said) {
        HttpResponse<byte[]> response = post(3, "call", request(sender, "call", "run", s().reply(), said));
        assertThat(response.statusCode()).as(new String(response.body())).isEqualTo(400);
        return new String(response.body());
    }

    @Test
    void whatACanisterSaysAboutASenderHasToBeSignedByIt() {
        byte[] signed = signature(INFO);
        List<String> refusals = new ArrayList<>();
        refusals.add(refusal(user, said("name=Eve".getBytes(UTF_8))));
        refusals.add(refusal(user, said(INFO, network.agent.sender(), signed)));
        refusals.add(refusal(TestAgent.identity(1), said(INFO, network.canister, signed)));
        refusals.add(refusal(user, said(INFO, network.canister, new byte[] {1})));
        assertThat(refusals).allSatisfy(refusal -> assertThat(refusal).startsWith("Invalid sender info: "));
    }

    private byte[] called(Script script) {
        Signed request = request(user, "call", "run", script, said(INFO));
        return outcome(request, post(3, "call", request)).reply();
    }

    private TestAgent.Outcome outcome(Signed request, HttpResponse<byte[]> response) {
        TestAgent.require(response, 200);
        var body = Cbor.read(response.body());
        TestAgent.Outcome outcome = TestAgent.status(
                network.agent.verified(network.canister, Cbor.bytes(body, "certificate")), request.id());
        assertThat(outcome.replied()).as(outcome.message()).isTrue();
        return outcome;
    }

    private byte[] queried(String method, Script script) {
        HttpResponse<byte[]> response = post(2, "query", request(user, "query", method, script, said(INFO)));
        TestAgent.require(response, 200);
        return Cbor.bytes(Cbor.field(Cbor.read(response.body()), "reply"), "arg");
    }

    @Test
    void updatesAndQueriesReadWhatTheVerifiedRequestSays() {
        byte[] signer = network.canister.getValue();
        assertThat(called(s().replyBytes(DATA))).isEqualTo(INFO);
        assertThat(called(s().replyBytes(SIGNER))).isEqualTo(signer);
        for (String method : List.of("ask", "compose")) {
            assertThat(queried(method, s().replyBytes(DATA))).isEqualTo(INFO);
            assertThat(queried(method, s().replyBytes(SIGNER))).isEqualTo(signer);
        }
        assertThat(network.update(s().replyBytes(DATA)).reply())
                .as("nothing was said")
                .isEmpty();
        assertThat(network.update(s().replyBytes(SIGNER)).reply())
                .as("nothing was said")
                .isEmpty();
    }

    @Test
    void callbacksReadItTooButCanistersDoNotPassItOn() {
        Principal peer = network.install(ScriptCanister.wasm());
        Script asksItself =
                ScriptNetwork.call0(peer.getValue(), "ask", s().reply().bytes(), s().replyBytes(DATA), s());
        assertThat(called(asksItself)).isEqualTo(INFO);
        assertThat(queried("compose", asksItself)).isEqualTo(INFO);

        byte[] size = s().call(DATA + "_size").replyNumber().bytes();
        Script asksPeer = ScriptNetwork.call0(peer.getValue(), "ask", size, s().replyBytes("msg_arg_data"), s());
        assertThat(called(asksPeer)).containsOnly(0).hasSize(8);
        assertThat(queried("compose", asksPeer)).containsOnly(0).hasSize(8);
    }

    @Test
    void anInspectionReadsIt() {
        byte[] wasm = ScriptCanister.with(java.util.Set.of("canister_inspect_message"));
        Principal inspecting = network.replica.createCanister(List.of(network.agent.sender()));
        // Accepting the first message and then, if nothing was said, again: the second time is a violation of the
        // contract.
        Script inspection = s().call("accept_message")
                .call(DATA + "_size")
                .push(-INFO.length)
                .add()
                .endIfZero(ANSWERS)
                .call("accept_message");
        network.replica.install(
                inspecting, wasm, s().script(ScriptCanister.INSPECT, inspection).bytes());
        Signed informed = request(user, "call", inspecting, "run", s().reply(), said(INFO));
        HttpResponse<byte[]> accepted = network.agent.post(TestAgent.path(3, inspecting, "call"), informed.envelope());
        assertThat(Cbor.text(Cbor.read(accepted.body()), "status")).isEqualTo("replied");
        assertThat(network.update(inspecting, s().reply()).errorCode()).isEqualTo("IC0504");
    }

    @Test
    void itIsKeptWithACallThatHasNotBegunAndWithOneThatWaitsForAnAnswer() {
        network.close();
        network = new ScriptNetwork(config -> config.withDataDirectory(directory));
        Principal peer = network.install(ScriptCanister.wasm());
        Script asks = ScriptNetwork.call0(peer.getValue(), "run", s().reply().bytes(), s().replyBytes(DATA), s());
        CanisterSigner again = new CanisterSigner(network, network.canister, "user 10001");
        byte[] signed =
                again.sign(DomainSeparator.SENDER_INFO.prepend(INFO)).signature.get();
        Signed begun = request(again, "call", "run", asks, said(INFO, network.canister, signed));
        Signed waiting = request(again, "call", "run", s().replyBytes(SIGNER), said(INFO, network.canister, signed));
        network.replica.control().pause();
        assertThat(post(2, "call", begun).statusCode()).isEqualTo(202);
        network.replica.control().step();
        Await.until(() -> network.replica.control().status().queuedMessages() == 1);
        assertThat(post(2, "call", waiting).statusCode()).isEqualTo(202);

        network.replica.control().restart();
        network.awaitIdle();
        assertThat(outcome(begun, post(3, "call", begun)).reply()).isEqualTo(INFO);
        assertThat(outcome(waiting, post(3, "call", waiting)).reply()).isEqualTo(network.canister.getValue());
    }
}
