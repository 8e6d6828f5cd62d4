package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.certificate.Certificate;
import org.icws.protocol.crypto.PublicKeys;
import org.icws.protocol.request.QueryResponseHash;
import org.icws.protocol.request.RequestSigner;
import org.icws.protocol.request.SignedRequest;
import org.junit.jupiter.api.Test;

class CallHandlingTest {
    private static List<List<byte[]>> status(SignedRequest request) {
        return List.of(List.of("request_status".getBytes(), request.requestId()));
    }

    @Test
    void theSameRequestIsNeverExecutedTwice() {
        try (ProbeNetwork network = new ProbeNetwork()) {
            SignedRequest request = network.agent.sign(network.canister, "inc", new byte[0]);

            TestAgent.Outcome first = network.agent.outcome(network.canister, request);
            TestAgent.Outcome second = network.agent.outcome(network.canister, request);

            assertThat(second.reply()).isEqualTo(first.reply());
            assertThat(network.report().counter()).isEqualTo(1);

            // When the network has forgotten the request, it has expired.
            network.clock.advance(Duration.ofMinutes(10));
            network.update("get");
            HttpResponse<byte[]> late =
                    network.agent.post(TestAgent.path(3, network.canister, "call"), request.envelope());
            assertThat(late.statusCode()).isEqualTo(400);
            assertThat(new String(late.body())).startsWith("Invalid request expiry: ");
        }
    }

    @Test
    void anAsynchronousCallIsKnownBeforeItIsAcknowledged() {
        try (ProbeNetwork network = new ProbeNetwork(config -> config.withRoundInterval(Duration.ofSeconds(1)))) {
            SignedRequest request = network.agent.sign(network.canister, "inc", new byte[0]);

            HttpResponse<byte[]> accepted =
                    network.agent.post(TestAgent.path(2, network.canister, "call"), request.envelope());
            assertThat(accepted.statusCode()).isEqualTo(202);
            assertThat(accepted.body()).isEmpty();
            Certificate received = network.agent.readState(network.canister, status(request));
            assertThat(received.tree()
                            .lookup("request_status".getBytes(), request.requestId(), "status".getBytes())
                            .value())
                    .asString()
                    .isIn("received", "processing");

            network.clock.advance(Duration.ofSeconds(1));
            network.replica.awaitIdle(ProbeNetwork.PATIENCE);
            Certificate done = network.agent.readState(network.canister, status(request));
            assertThat(TestAgent.status(done, request.requestId()).replied()).isTrue();
        }
    }

    @Test
    void aSynchronousCallThatTakesTooLongIsAcknowledgedWithoutAnswer() {
        try (ProbeNetwork network = new ProbeNetwork(config -> config.withRoundInterval(Duration.ofHours(1)))) {
            SignedRequest request = network.agent.sign(network.canister, "inc", new byte[0]);
            CompletableFuture<HttpResponse<byte[]>> answer =
                    network.agent.postLater(TestAgent.path(3, network.canister, "call"), request.envelope());
            Await.until(() -> !isAbsent(network, request));

            // The call is known a moment before its time starts to run.
            Await.until(() -> {
                network.clock.advance(Duration.ofSeconds(11));
                return answer.isDone();
            });

            assertThat(answer.join().statusCode()).isEqualTo(202);
        }
    }

    private static boolean isAbsent(ProbeNetwork network, SignedRequest request) {
        return !network.agent
                .readState(network.canister, status(request))
                .tree()
                .lookup("request_status".getBytes(), request.requestId(), "status".getBytes())
                .isFound();
    }

    @Test
    void requestsAreHeldBackAsTheLatencyProfileSays() {
        LatencyProfile slow = LatencyProfile.updates(Duration.ofMillis(200), Duration.ofMillis(400), 7);
        try (ProbeNetwork network = new ProbeNetwork(config -> config.withLatency(slow))) {
            List<CompletableFuture<TestAgent.Outcome>> answers = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                answers.add(network.agent.updateLater(network.canister, "inc", new byte[0]));
            }
            assertThat(network.report().counter()).isZero();
            // The clock stands still, so nothing can arrive before it is moved.
            while (!answers.stream().allMatch(CompletableFuture::isDone)) {
                network.clock.advance(Duration.ofMillis(1));
                Thread.onSpinWait();
            }
            assertThat(network.report().counter()).isEqualTo(5);
        }
    }

    @Test
    void answersToQueriesAreSignedByANodeThatTheStateNames() {
        try (ProbeNetwork network = new ProbeNetwork()) {
            RequestSigner signer = new RequestSigner(TestAgent.identity(1));
            for (String method : List.of("get", "refuse_it")) {
                SignedRequest query = signer.query(network.canister, method, new byte[0], network.agent.expiry());
                var body = Cbor.read(network.agent
                        .post(TestAgent.path(3, network.canister, "query"), query.envelope())
                        .body());
                var signature = Cbor.field(body, "signatures").get(0);
                long time = Cbor.unsignedLong(signature, "timestamp");
                byte[] signed = body.has("reply")
                        ? QueryResponseHash.replied(
                                Cbor.bytes(Cbor.field(body, "reply"), "arg"), time, query.requestId())
                        : QueryResponseHash.rejected(
                                Cbor.unsignedLong(body, "reject_code"),
                                Cbor.text(body, "reject_message"),
                                Cbor.text(body, "error_code"),
                                time,
                                query.requestId());

                Certificate subnet = network.agent.readState(network.canister, List.of(List.of("subnet".getBytes())));
                byte[] subnetId =
                        subnet.tree().children("subnet".getBytes()).get(0).label();
                byte[] nodeKey = subnet.tree()
                        .lookup(
                                "subnet".getBytes(),
                                subnetId,
                                "node".getBytes(),
                                Cbor.bytes(signature, "identity"),
                                "public_key".getBytes())
                        .value();
                assertThat(PublicKeys.verify(nodeKey, signed, Cbor.bytes(signature, "signature")))
                        .isTrue();
                assertThat(time).isGreaterThanOrEqualTo(network.clock.nanos());
            }
        }
    }

    @Test
    void manyClientsAtOnceAreAllAnswered() {
        try (ProbeNetwork network = new ProbeNetwork()) {
            List<CompletableFuture<TestAgent.Outcome>> answers = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                answers.add(network.agent.updateLater(network.canister, "call_inc", new byte[0]));
            }
            answers.forEach(answer -> assertThat(answer.join().replied()).isTrue());
            assertThat(network.report().counter()).isEqualTo(300);
        }
    }
}
