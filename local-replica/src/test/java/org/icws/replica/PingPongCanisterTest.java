package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidDecoder;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.certificate.Certificate;
import org.icws.protocol.certificate.HashTree;
import org.icws.protocol.hash.Sha256;
import org.icws.sample.SampleCanister;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real sample canister on the real engine, over real sockets. */
class PingPongCanisterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    static Path cache;

    private final ManualClock clock = ManualClock.startingNow();
    private LocalReplica replica;
    private TestAgent gateway;
    private TestAgent client;
    private Principal canister;

    @BeforeEach
    void start() {
        replica = LocalReplica.start(ReplicaConfig.defaults().withClock(clock).withModuleCacheDirectory(cache));
        gateway = new TestAgent(replica, clock, 1);
        client = new TestAgent(replica, clock, 2);
        canister = replica.createCanister(List.of(gateway.sender()));
        replica.install(canister, SampleCanister.PING_PONG.wasm(), CandidEncoder.encode());
    }

    @AfterEach
    void stop() {
        replica.close();
    }

    @Test
    void messagesOfAnOpenedSessionAreCertifiedByTheCanister() {
        open(7);

        CandidValue.Record output = output(0);
        Certificate certificate = gateway.verified(canister, output.get("cert").asBlob());
        HashTree tree = HashTree.decode(output.get("tree").asBlob());

        assertThat(output.get("messages").asList()).hasSize(2);
        assertThat(tree.digest())
                .isEqualTo(certificate
                        .tree()
                        .lookup("canister".getBytes(), canister.getValue(), "certified_data".getBytes())
                        .value());
        for (CandidValue message : output.get("messages").asList()) {
            CandidValue.Record fields = message.asRecord();
            assertThat(tree.lookup("websocket", fields.get("key").asText()).value())
                    .isEqualTo(Sha256.of(fields.get("content").asBlob()));
        }
    }

    @Test
    void aTimerThatRunsThroughSelfCallsFiresWhenTheClockIsAdvanced() {
        open(7);
        replica.awaitIdle(PATIENCE);
        assertThat(output(2).get("messages").asList()).isEmpty();

        // The canister sends an acknowledgement to each client every five minutes.
        clock.advance(Duration.ofSeconds(301));
        replica.awaitIdle(PATIENCE);

        assertThat(output(2).get("messages").asList()).hasSize(1);
    }

    private void open(long nonce) {
        byte[] arg = CandidEncoder.encode(CandidValue.record(
                "client_nonce",
                CandidValue.nat64(nonce),
                "gateway_principal",
                CandidValue.principal(gateway.sender())));
        TestAgent.Outcome outcome = client.update(canister, "ws_open", arg);
        assertThat(outcome.replied()).as(outcome.message()).isTrue();
        CandidValue result = CandidDecoder.decode(outcome.reply()).get(0);
        assertThat(result.asVariant().is("Ok")).as(result.toString()).isTrue();
    }

    private CandidValue.Record output(long fromNonce) {
        byte[] arg = CandidEncoder.encode(CandidValue.record("nonce", CandidValue.nat64(fromNonce)));
        TestAgent.Outcome outcome = gateway.query(canister, "ws_get_messages", arg);
        assertThat(outcome.replied()).as(outcome.message()).isTrue();
        CandidValue.Variant result =
                CandidDecoder.decode(outcome.reply()).get(0).asVariant();
        assertThat(result.is("Ok")).as(result.toString()).isTrue();
        return result.value().asRecord();
    }
}
