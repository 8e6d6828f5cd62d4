package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyPairGenerator;
import java.security.Security;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.ic4j.agent.Agent;
import org.ic4j.agent.AgentBuilder;
import org.ic4j.agent.NonceFactory;
import org.ic4j.agent.ReplicaResponse;
import org.ic4j.agent.ReplicaTransport;
import org.ic4j.agent.UpdateBuilder;
import org.ic4j.agent.Waiter;
import org.ic4j.agent.identity.BasicIdentity;
import org.ic4j.agent.identity.Identity;
import org.ic4j.agent.requestid.RequestId;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidDecoder;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.ScriptCanister;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The unmodified ic4j agent, which knows the asynchronous endpoints of version 2 only. */
class Ic4jAgentTest {
    private final LocalReplica replica = LocalReplica.start(ReplicaConfig.defaults());
    private Agent agent;
    private Identity identity;

    /** ic4j brings transports for two HTTP libraries and an interface for others. */
    private static final class JdkTransport implements ReplicaTransport {
        private final HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        private final URI url;

        JdkTransport(URI url) {
            this.url = url;
        }

        private CompletableFuture<ReplicaResponse> send(HttpRequest request) {
            return http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                    .thenApply(response -> {
                        ReplicaResponse answer = new ReplicaResponse();
                        answer.payload = response.body();
                        answer.headers = Map.of();
                        return answer;
                    });
        }

        private CompletableFuture<ReplicaResponse> post(Principal canister, String what, byte[] body) {
            return send(HttpRequest.newBuilder(url.resolve("/api/v2/canister/" + canister + "/" + what))
                    .header("Content-Type", "application/cbor")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build());
        }

        @Override
        public CompletableFuture<ReplicaResponse> status() {
            return send(HttpRequest.newBuilder(url.resolve("/api/v2/status")).build());
        }

        @Override
        public CompletableFuture<ReplicaResponse> query(Principal canister, byte[] body, Map<String, String> headers) {
            return post(canister, "query", body);
        }

        @Override
        public CompletableFuture<ReplicaResponse> call(
                Principal canister, byte[] body, RequestId id, Map<String, String> headers) {
            return post(canister, "call", body);
        }

        @Override
        public CompletableFuture<ReplicaResponse> readState(
                Principal canister, byte[] body, Map<String, String> headers) {
            return post(canister, "read_state", body);
        }

        @Override
        public void close() {
            // The client needs no closing.
        }
    }

    @BeforeEach
    void connect() throws Exception {
        Security.addProvider(new BouncyCastleProvider());
        identity = BasicIdentity.fromKeyPair(
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        agent = new AgentBuilder()
                .transport(new JdkTransport(replica.url()))
                .identity(identity)
                .nonceFactory(new NonceFactory())
                .build();
        agent.fetchRootKey();
    }

    @AfterEach
    void stop() throws IOException {
        replica.close();
    }

    private byte[] call(Principal canister, Principal effective, String method, byte[] argument) {
        return UpdateBuilder.create(agent, canister, method)
                .effectiveCanisterId(effective)
                .arg(argument)
                .callAndWait(Waiter.create(60, 1))
                .join();
    }

    private byte[] manage(Principal effective, String method, Object... fields) {
        return call(
                Principal.managementCanister(), effective, method, CandidEncoder.encode(CandidValue.record(fields)));
    }

    @Test
    void itCreatesInstallsCallsQueriesAndDeletes() {
        byte[] created = manage(Principal.managementCanister(), "provisional_create_canister_with_cycles");
        Principal canister = CandidDecoder.decode(created)
                .get(0)
                .asRecord()
                .get("canister_id")
                .asPrincipal();
        CandidValue id = CandidValue.principal(canister);
        manage(
                canister,
                "install_code",
                "mode",
                CandidValue.variant("install"),
                "canister_id",
                id,
                "wasm_module",
                CandidValue.blob(ScriptCanister.wasm()),
                "arg",
                CandidValue.blob(new Script().bytes()));

        assertThat(call(canister, canister, "run", new Script().reply("updated").bytes()))
                .asString()
                .isEqualTo("updated");
        assertThat(agent.queryRaw(
                                canister,
                                canister,
                                "ask",
                                new Script().reply("asked").bytes(),
                                Optional.empty())
                        .join())
                .asString()
                .isEqualTo("asked");
        assertThat(call(
                        canister,
                        canister,
                        "run",
                        new Script().replyBytes("msg_caller").bytes()))
                .isEqualTo(identity.sender().getValue());
        assertThatThrownBy(() ->
                        call(canister, canister, "run", new Script().trap().bytes()))
                .hasMessageContaining("trapped");
        byte[] status = manage(canister, "canister_status", "canister_id", id);
        assertThat(CandidDecoder.decode(status)
                        .get(0)
                        .asRecord()
                        .get("status")
                        .asVariant()
                        .is("running"))
                .isTrue();

        manage(canister, "stop_canister", "canister_id", id);
        manage(canister, "start_canister", "canister_id", id);
        manage(canister, "stop_canister", "canister_id", id);
        manage(canister, "delete_canister", "canister_id", id);
        assertThat(replica.canisters()).isEmpty();
    }
}
