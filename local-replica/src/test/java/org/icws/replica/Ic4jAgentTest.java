package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.security.KeyPairGenerator;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.ic4j.agent.Agent;
import org.ic4j.agent.AgentBuilder;
import org.ic4j.agent.NonceFactory;
import org.ic4j.agent.UpdateBuilder;
import org.ic4j.agent.Waiter;
import org.ic4j.agent.identity.BasicIdentity;
import org.ic4j.agent.identity.Identity;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidDecoder;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.hash.Sha256;
import org.icws.replica.wasm.ProbeCanister;
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

    @BeforeEach
    void connect() throws Exception {
        Security.addProvider(new BouncyCastleProvider());
        identity = BasicIdentity.fromKeyPair(
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        agent = agent(identity);
    }

    private Agent agent(Identity signer) throws Exception {
        Agent connected = new AgentBuilder()
                .transport(new Ic4jTransport(replica.url()))
                .identity(signer)
                .nonceFactory(new NonceFactory())
                .build();
        connected.fetchRootKey();
        return connected;
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

    private Principal create() {
        byte[] created = manage(Principal.managementCanister(), "provisional_create_canister_with_cycles");
        return CandidDecoder.decode(created)
                .get(0)
                .asRecord()
                .get("canister_id")
                .asPrincipal();
    }

    private void install(Principal canister, byte[] wasm) {
        manage(
                canister,
                "install_code",
                "mode",
                CandidValue.variant("install"),
                "canister_id",
                CandidValue.principal(canister),
                "wasm_module",
                CandidValue.blob(wasm),
                "arg",
                CandidValue.blob(new Script().bytes()));
    }

    private void uploadAndInstall(Principal canister, CandidValue mode, byte[] wasm) {
        CandidValue id = CandidValue.principal(canister);
        List<CandidValue> hashes = new ArrayList<>();
        for (int from = 0; from < wasm.length; from += 1000) {
            byte[] chunk = Arrays.copyOfRange(wasm, from, Math.min(wasm.length, from + 1000));
            byte[] uploaded = manage(canister, "upload_chunk", "canister_id", id, "chunk", CandidValue.blob(chunk));
            hashes.add(CandidDecoder.decode(uploaded).get(0));
        }
        manage(
                canister,
                "install_chunked_code",
                "mode",
                mode,
                "target_canister",
                id,
                "chunk_hashes_list",
                CandidValue.vec(hashes),
                "wasm_module_hash",
                CandidValue.blob(Sha256.of(wasm)),
                "arg",
                CandidValue.blob(new Script().bytes()));
    }

    @Test
    void itInstallsInChunksAndUpgrades() {
        Principal canister = create();
        uploadAndInstall(canister, CandidValue.variant("install"), ScriptCanister.wasm());
        byte[] keep =
                new Script().push(1).call("stable64_grow").drop().reply("grown").bytes();
        assertThat(call(canister, canister, "run", keep)).asString().isEqualTo("grown");

        uploadAndInstall(canister, CandidValue.variant("upgrade", CandidValue.none()), ScriptCanister.wasm());

        byte[] size = call(
                canister,
                canister,
                "run",
                new Script().call("stable64_size").replyNumber().bytes());
        assertThat(size[0]).as("stable memory outlives the upgrade").isEqualTo((byte) 1);
    }

    @Test
    void itReadsTheStatusAndTheStateAndVerifiesAllOfIt() throws Exception {
        agent.setVerify(true);
        var status = agent.status().join();
        assertThat(status.replicaHealthStatus).hasValue("healthy");
        assertThat(status.rootKey.orElseThrow()).isEqualTo(replica.rootKeyDer());

        Principal canister = create();
        install(canister, ScriptCanister.wasm());
        assertThat(agent.queryRaw(
                                canister,
                                canister,
                                "ask",
                                new Script().reply("signed").bytes(),
                                Optional.empty(),
                                true)
                        .join())
                .asString()
                .isEqualTo("signed");
        Principal described = create();
        install(
                described,
                ProbeCanister.builder()
                        .custom("icp:public candid:service", "service : {}")
                        .build());
        assertThat(agent.metadataRaw(described, described, "candid:service", true)
                        .join())
                .asString()
                .isEqualTo("service : {}");
    }

    @Test
    void itTrustsNoOtherNetwork() throws Exception {
        Principal canister = create();
        install(canister, ScriptCanister.wasm());
        try (LocalReplica other = LocalReplica.start(ReplicaConfig.defaults().withKeySeed(5))) {
            agent.setRootKey(other.rootKeyDer());
        }
        // Its calls go on asking when a certificate does not hold, so a read of the state tells.
        assertThatThrownBy(() -> agent.metadataRaw(canister, canister, "candid:service", true)
                        .join())
                .hasStackTraceContaining("ertificate");
    }
}
