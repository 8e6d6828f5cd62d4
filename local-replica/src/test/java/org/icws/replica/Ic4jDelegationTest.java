package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.KeyPairGenerator;
import java.security.Security;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.ic4j.agent.Agent;
import org.ic4j.agent.AgentBuilder;
import org.ic4j.agent.NonceFactory;
import org.ic4j.agent.UpdateBuilder;
import org.ic4j.agent.Waiter;
import org.ic4j.agent.identity.BasicIdentity;
import org.ic4j.agent.identity.DelegatedIdentity;
import org.ic4j.agent.replicaapi.Delegation;
import org.ic4j.agent.replicaapi.SignedDelegation;
import org.ic4j.types.Principal;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.ScriptCanister;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The unmodified ic4j agent with its delegated identity. The identity knows its chain, but the agent's envelope has no field for it, so
 * what the agent sends by itself no network can accept. Its users can add the chain where they choose how it sends, in the transport.
 */
class Ic4jDelegationTest {
    private static final CBORMapper CBOR = new CBORMapper();

    private final ScriptNetwork network = new ScriptNetwork(config -> config.withClock(ReplicaClock.SYSTEM));
    private BasicIdentity root;
    private BasicIdentity session;

    @BeforeEach
    void keys() throws Exception {
        Security.addProvider(new BouncyCastleProvider());
        KeyPairGenerator keys = KeyPairGenerator.getInstance("Ed25519");
        root = BasicIdentity.fromKeyPair(keys.generateKeyPair());
        session = BasicIdentity.fromKeyPair(keys.generateKeyPair());
    }

    @AfterEach
    void stop() {
        network.close();
    }

    private DelegatedIdentity delegated(List<Principal> targets) throws Exception {
        long expiration = ReplicaClock.SYSTEM.nanos() + Duration.ofHours(1).toNanos();
        Delegation delegation = new Delegation(expiration, session.getPublicKey(), targets);
        byte[] signature = org.icws.protocol.request.SignedDelegation.sign(
                        root, session.getPublicKey(), expiration, targets, null)
                .signature();
        return new DelegatedIdentity(
                session, root.getPublicKey(), List.of(new SignedDelegation(delegation, signature)));
    }

    /** Adds an identity's chain to a request it has signed. */
    private static byte[] withChain(DelegatedIdentity identity, byte[] body) {
        try {
            ObjectNode envelope = (ObjectNode) CBOR.readTree(body);
            if (!envelope.hasNonNull("sender_sig")) {
                return body;
            }
            ArrayNode chain = envelope.putArray("sender_delegation");
            for (SignedDelegation signed : identity.delegationChain()) {
                ObjectNode element = chain.addObject();
                element.put("signature", signed.signature);
                ObjectNode delegation = element.putObject("delegation");
                delegation.put("pubkey", signed.delegation.pubKey);
                delegation.put("expiration", signed.delegation.expiration);
                if (signed.delegation.targets != null) {
                    ArrayNode targets = delegation.putArray("targets");
                    signed.delegation.targets.forEach(target -> targets.add(target.getValue()));
                }
            }
            return CBOR.writeValueAsBytes(envelope);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Agent agent(DelegatedIdentity identity, boolean chain) throws Exception {
        Agent agent = new AgentBuilder()
                .transport(new Ic4jTransport(network.replica.url(), body -> chain ? withChain(identity, body) : body))
                .identity(identity)
                .nonceFactory(new NonceFactory())
                .build();
        agent.fetchRootKey();
        agent.setVerify(true);
        return agent;
    }

    private static byte[] whoAmI() {
        return new Script().replyBytes("msg_caller").bytes();
    }

    private byte[] update(Agent agent, Principal canister) {
        return UpdateBuilder.create(agent, canister, "run")
                .effectiveCanisterId(canister)
                .arg(whoAmI())
                .callAndWait(Waiter.create(60, 1))
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    private byte[] query(Agent agent) {
        return agent.queryRaw(network.canister, network.canister, "ask", whoAmI(), Optional.empty(), true)
                .join();
    }

    @Test
    void itCallsQueriesAndReadsTheStateInTheNameOfTheKeyThatDelegated() throws Exception {
        for (List<Principal> targets : Arrays.asList(null, List.of(network.canister))) {
            Agent agent = agent(delegated(targets), true);
            assertThat(update(agent, network.canister)).isEqualTo(root.sender().getValue());
            assertThat(query(agent)).isEqualTo(root.sender().getValue());
        }
    }

    @Test
    void outsideOfItsTargetsNothingIsExecuted() throws Exception {
        Principal other = network.install(ScriptCanister.wasm());
        Agent agent = agent(delegated(List.of(other)), true);
        assertThat(update(agent, other)).isEqualTo(root.sender().getValue());
        assertThat(failure(() -> query(agent))).isNotNull();
    }

    @Test
    void withoutTheChainItsRequestsAreRefused() throws Exception {
        Agent agent = agent(delegated(null), false);
        assertThat(failure(() -> query(agent))).isNotNull();
    }

    private static CompletionException failure(Runnable action) {
        try {
            action.run();
            return null;
        } catch (CompletionException e) {
            return e;
        }
    }
}
