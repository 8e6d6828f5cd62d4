package org.icws.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.icws.gateway.event.CallOutcome;
import org.icws.gateway.event.GatewayEvent.CallCompleted;
import org.icws.gateway.fixture.Await;
import org.icws.gateway.fixture.Certificates;
import org.icws.gateway.fixture.MockAnswers;
import org.icws.gateway.fixture.MockReplica;
import org.icws.gateway.fixture.Testbed;
import org.icws.gateway.fixture.V1Client;
import org.icws.gateway.protocol.v1.CanisterResults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a call finds its result on networks of different age and health. */
class CallPathTest {
    @ParameterizedTest
    @ValueSource(strings = {"v4", "v3"})
    void usesTheNewestEndpointAndRemembersIt(String version) {
        try (Testbed bed = new Testbed()) {
            bed.replica.callVersions = version.equals("v4") ? Set.of("v4", "v3", "v2") : Set.of("v3", "v2");
            V1Client client = bed.openClient();
            client.say(new byte[0]);

            Await.until("message", () -> bed.canister.received().size() == 1);
            assertThat(bed.replica.calls("ws_message").get(0).path()).startsWith("/api/" + version + "/");
        }
    }

    @Test
    void readsTheResultFromTheStateWhenTheNetworkShowsIt() {
        try (Testbed bed = new Testbed()) {
            bed.replica.callVersions = Set.of("v2");
            bed.replica.statusIsPrivate = false;
            V1Client client = bed.openClient();

            client.send(client.signMessage(5, new byte[0]));

            assertThat(client.ended().reason())
                    .isEqualTo("The canister refused ws_message: Expected incoming sequence number 1 but got 5");
            assertThat(bed.replica.reads()).isNotEmpty();
        }
    }

    @Test
    void asksAgainWithTheSameRequestWhenOnlyTheSenderMayReadTheState() {
        try (Testbed bed = new Testbed()) {
            bed.replica.answersLate = true;
            V1Client client = bed.openClient();

            client.send(client.signMessage(5, new byte[0]));

            assertThat(client.ended().reason()).contains("Expected incoming sequence number 1 but got 5");
            var calls = bed.replica.calls("ws_message");
            assertThat(calls).hasSizeGreaterThan(1);
            assertThat(calls.get(1).body()).isEqualTo(calls.get(0).body());
            assertThat(bed.canister.received()).isEmpty();
        }
    }

    @Test
    void goesOnWhereTheResultCannotBeLearnt() {
        try (Testbed bed = new Testbed()) {
            bed.replica.callVersions = Set.of("v2");
            V1Client client = bed.openClient();
            client.say(new byte[] {1});
            client.say(new byte[] {2});

            Await.until("both", () -> bed.canister.received().size() == 2);
            bed.events.await(CallCompleted.class, c -> c.outcome() == CallOutcome.ACCEPTED);
            client.leave();
            // The gateway's own call is its own to ask about.
            CallCompleted close =
                    bed.events.await(CallCompleted.class, c -> c.method().equals("ws_close"));
            assertThat(close.outcome()).isEqualTo(CallOutcome.REPLIED_OK);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void repeatsACallTheNetworkIsTooBusyFor(int status) {
        try (Testbed bed = new Testbed()) {
            AtomicInteger refusals = new AtomicInteger();
            bed.replica.onCall =
                    call -> refusals.incrementAndGet() <= 2 ? MockReplica.Answer.text(status, "try later") : null;

            V1Client client = bed.openClient();

            assertThat(client.isOpen()).isTrue();
            assertThat(bed.replica.calls("ws_open")).hasSize(3);
        }
    }

    @Test
    void givesUpAfterABoundedTimeWithAReason() {
        try (Testbed bed = Testbed.withLimits(l -> l.retryTimeout(java.time.Duration.ofMillis(300)))) {
            bed.replica.onCall = call -> MockReplica.Answer.text(503, "overloaded");
            V1Client client = bed.client();
            client.sendOpen(bed.canister.id());

            assertThat(client.ended().code()).isEqualTo(1013);
            assertThat(client.ended().reason())
                    .startsWith("No answer to ws_open; try again later: 127.0.0.1")
                    .endsWith("answered HTTP 503 overloaded");
        }
    }

    @Test
    void doesNotBelieveAResultWithoutProof() {
        try (Testbed bed = new Testbed()) {
            byte[] otherKey = new byte[32];
            java.util.Arrays.fill(otherKey, (byte) 9);
            Certificates stranger = new Certificates(otherKey);
            bed.replica.onCall = call -> MockAnswers.certificateAnswer(stranger.certify(
                    Certificates.requestStatus(
                            call.envelope().content().requestId(),
                            java.util.Map.of("status", "replied".getBytes(), "reply", CanisterResults.encodeOk())),
                    GatewayClock.SYSTEM.nowNanos()));
            V1Client client = bed.client();
            client.sendOpen(bed.canister.id());

            assertThat(client.ended().code()).isEqualTo(1011);
            assertThat(client.ended().reason()).startsWith("The network's answer to ws_open cannot be trusted: ");
            CallCompleted call =
                    bed.events.await(CallCompleted.class, c -> c.method().equals("ws_open"));
            assertThat(call.outcome()).isEqualTo(CallOutcome.FAILED);
        }
    }

    @Test
    void saysSoWhenTheResultIsNotOfTheProtocol() {
        try (Testbed bed = new Testbed()) {
            bed.replica.onCall = call -> bed.replica.replied(
                    call.envelope().content().requestId(),
                    "DIDL\0\1\176\1".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
            V1Client client = bed.client();
            client.sendOpen(bed.canister.id());

            assertThat(client.ended().reason())
                    .isEqualTo("The network's answer to ws_open cannot be trusted: its result is not readable:"
                            + " Expected variant, found bool.");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void passesOnWhyACallWasRejected(int code) {
        try (Testbed bed = new Testbed()) {
            bed.replica.onCall = call -> call.method().equals("ws_open")
                    ? bed.replica.rejected(call.envelope().content().requestId(), code, "because")
                    : null;
            V1Client client = bed.client();
            client.sendOpen(bed.canister.id());

            assertThat(client.ended().reason()).endsWith(": because").contains("ws_open");
            int expected = code == 2 ? 1013 : code == 3 || code == 4 ? 1008 : 1011;
            assertThat(client.ended().code()).isEqualTo(expected);
        }
    }
}
