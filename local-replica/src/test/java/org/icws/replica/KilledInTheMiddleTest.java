package org.icws.replica;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.principal.Principals;
import org.icws.protocol.request.SignedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A kept network that is killed while a canister waits for an answer from outside, which will never come. */
class KilledInTheMiddleTest extends KeptNetworkCases {
    private static final BigInteger PLENTY = BigInteger.valueOf(30_000_000_000L);
    private static final int SYS_TRANSIENT = 2;

    private final ManualClock clock = ManualClock.startingNow();
    private ServerSocket silent;
    private LocalReplica replica;
    private TestAgent agent;
    private Principal canister;

    @BeforeEach
    void open() throws IOException {
        silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        replica = started();
        agent = new TestAgent(replica, clock, 1);
        canister = install(replica, agent.sender());
    }

    @AfterEach
    void close() throws IOException {
        replica.close();
        silent.close();
    }

    private LocalReplica started() {
        return LocalReplica.start(ReplicaConfig.defaults()
                .withClock(clock)
                .withDataDirectory(directory)
                .withOutcalls(new OutcallConfig(true, null)));
    }

    private void restart() {
        replica.kill();
        replica = started();
        agent = agent.at(replica.url());
        replica.awaitIdle(Duration.ofSeconds(30));
    }

    /** A call that makes an HTTP request and passes on how it ends. */
    private SignedRequest outcall() {
        byte[] argument = CandidEncoder.encode(CandidValue.record(
                "url",
                CandidValue.text("http://127.0.0.1:" + silent.getLocalPort() + "/"),
                "method",
                CandidValue.variant("get"),
                "headers",
                CandidValue.vec(List.of())));
        return agent.sign(
                canister,
                "run",
                ScriptNetwork.callAndForward(new byte[0], "http_request", argument, PLENTY)
                        .bytes());
    }

    private void submit(SignedRequest request) {
        assertThat(agent.post(TestAgent.path(2, canister, "call"), request.envelope())
                        .statusCode())
                .isEqualTo(202);
    }

    private BigInteger cycles() {
        return replica.canisters().get(0).cycles();
    }

    @Test
    void anHttpRequestUnderWayIsARejectAfterTheRestartAndItsCyclesComeBack() throws IOException {
        BigInteger before = cycles();
        SignedRequest request = outcall();
        submit(request);
        try (Socket underWay = silent.accept()) {
            assertThat(underWay.isConnected()).isTrue();
            restart();
        }
        String outcome = ScriptNetwork.text(agent.outcome(canister, request));
        assertThat((int) outcome.charAt(0)).isEqualTo(SYS_TRANSIENT);
        assertThat(outcome).contains("restarted before the call ended");
        assertThat(cycles()).isEqualTo(before);
    }

    @Test
    void aCanisterThatWasStoppingStopsAfterTheRestartAndWhoWaitedIsTold() throws IOException {
        SignedRequest request = outcall();
        SignedRequest stop = agent.sign(
                Principals.MANAGEMENT,
                "stop_canister",
                CandidEncoder.encode(CandidValue.record("canister_id", CandidValue.principal(canister))));
        submit(request);
        try (Socket underWay = silent.accept()) {
            submit(stop);
            Await.until(() -> replica.canisters().get(0).status().equals("stopping"));
            restart();
        }
        assertThat(replica.canisters().get(0).status()).isEqualTo("stopped");
        assertThat(agent.outcome(canister, stop).replied()).isTrue();
        assertThat(agent.outcome(canister, request).replied()).isTrue();
        restart();
        assertThat(replica.canisters().get(0).status()).isEqualTo("stopped");
        assertThat(new String(agent.outcome(canister, request).reply(), UTF_8)).contains("restarted before");
    }
}
