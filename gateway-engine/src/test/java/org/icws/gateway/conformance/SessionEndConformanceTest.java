package org.icws.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.icws.gateway.GatewayConfig;
import org.icws.gateway.GatewayEngine;
import org.icws.gateway.event.CallOutcome;
import org.icws.gateway.event.GatewayEvent.CallCompleted;
import org.icws.gateway.event.GatewayEvent.SessionClosed;
import org.icws.gateway.event.GatewayEvent.SessionStateChanged;
import org.icws.gateway.event.SessionState;
import org.icws.gateway.fixture.Await;
import org.icws.gateway.fixture.MockReplica;
import org.icws.gateway.fixture.Testbed;
import org.icws.gateway.fixture.V1Client;
import org.icws.gateway.protocol.v1.WebsocketMessage;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.protocol.principal.Principals;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** H11, H16, H17: a session can end in any state and for any reason; canister and client are always told. */
class SessionEndConformanceTest {
    private final Testbed bed = Testbed.withLimits(l -> l.retryTimeout(Duration.ofMillis(500)));

    @AfterEach
    void stop() {
        bed.close();
    }

    @Test
    void h11AClientThatLeavesBeforeWsOpenLeavesNothingBehind() {
        V1Client client = bed.client();

        client.leave();

        assertThat(client.ended().code()).isEqualTo(1000);
        SessionClosed closed = bed.events.await(SessionClosed.class, c -> true);
        assertThat(closed.initiator()).isEqualTo("client");
        assertThat(bed.replica.calls("ws_close")).isEmpty();
        assertThat(bed.gateway.snapshot().sessions()).isEmpty();
    }

    /** A client whose ws_open is under way until the latch lets it go on. */
    private V1Client opening(CountDownLatch hold) {
        bed.replica.onCall = call -> {
            if (call.method().equals("ws_open")) {
                await(hold);
            }
            return null;
        };
        V1Client client = bed.client();
        client.sendOpen(bed.canister.id());
        Await.until("ws_open submitted", () -> bed.replica.calls("ws_open").size() == 1);
        return client;
    }

    @Test
    void h11AClientThatLeavesWhileWsOpenIsUnderWayIsClosedAfterIt() throws InterruptedException {
        CountDownLatch hold = new CountDownLatch(1);
        V1Client client = opening(hold);

        client.leave();
        bed.events.await(SessionStateChanged.class, s -> s.to() == SessionState.CLOSING);
        assertThat(bed.replica.calls("ws_close")).isEmpty();
        hold.countDown();

        Await.until("ws_close", () -> bed.canister.closed().equals(List.of(client.key())));
        Await.until("no client left", () -> bed.canister.clients().isEmpty());
    }

    @Test
    void h11AClientThatLeavesAnOpenSessionIsClosedOnce() {
        V1Client client = bed.openClient();

        client.leave();

        bed.events.await(SessionClosed.class, c -> c.code() == 1000);
        assertThat(bed.canister.closed()).containsExactly(client.key());
        assertThat(bed.gateway.snapshot().pollers()).isEmpty();
    }

    @Test
    void h11AClientThatVanishesIsClosedToo() {
        V1Client client = bed.openClient();

        client.socket().abort();

        SessionClosed closed = bed.events.await(SessionClosed.class, c -> true);
        assertThat(closed.code()).isEqualTo(1006);
        assertThat(bed.canister.closed()).containsExactly(client.key());
    }

    @Test
    void h11MessagesSentBeforeLeavingStillReachTheCanister() {
        bed.replica.callDelay = () -> 5;
        V1Client client = bed.openClient();
        for (int i = 0; i < 20; i++) {
            client.say(new byte[] {(byte) i});
        }

        client.leave();

        Await.until("ws_close", () -> !bed.canister.closed().isEmpty());
        assertThat(bed.canister.received()).hasSize(20);
    }

    @Test
    void h16AnErrOfWsOpenReachesTheClientAndTheOperator() {
        V1Client client = bed.client();
        bed.replica.onCall = call -> call.method().equals("ws_open")
                ? bed.replica.replied(
                        call.envelope().content().requestId(),
                        org.icws.gateway.protocol.v1.CanisterResults.encodeErr("Anonymous principal is not allowed"))
                : null;

        client.sendOpen(bed.canister.id());

        assertThat(client.ended())
                .isEqualTo(
                        new V1Client.Ended(1008, "The canister refused ws_open: Anonymous principal is not allowed"));
        CallCompleted call =
                bed.events.await(CallCompleted.class, c -> c.method().equals("ws_open"));
        assertThat(call.outcome()).isEqualTo(CallOutcome.REPLIED_ERR);
        assertThat(call.detail()).isEqualTo("Anonymous principal is not allowed");
        assertThat(bed.events.await(SessionClosed.class, c -> true).initiator()).isEqualTo("canister");
    }

    @Test
    void h16AnErrOfWsMessageReachesTheClientAndTheOperator() {
        V1Client client = bed.openClient();

        client.send(client.signMessage(7, new byte[0]));

        assertThat(client.ended().code()).isEqualTo(1008);
        assertThat(client.ended().reason())
                .isEqualTo("The canister refused ws_message: Expected incoming sequence number 1 but got 7");
        bed.events.await(CallCompleted.class, c -> c.outcome() == CallOutcome.REPLIED_ERR);
        Await.until("ws_close", () -> bed.canister.closed().contains(client.key()));
    }

    @Test
    void h16ATrapReachesTheClientAndTheOperator() {
        V1Client client = bed.openClient();
        bed.replica.onCall = call -> call.method().equals("ws_message")
                ? bed.replica.rejected(
                        call.envelope().content().requestId(), 5, "Canister called `ic0.trap` with message: 'oh'")
                : null;

        client.say(new byte[0]);

        assertThat(client.ended()).isEqualTo(new V1Client.Ended(1011, "The canister failed in ws_message: oh"));
        bed.events.await(CallCompleted.class, c -> c.outcome() == CallOutcome.REJECTED);
        Await.until("ws_close", () -> bed.canister.closed().contains(client.key()));
    }

    @Test
    void h16AnUnknownCanisterIsNamedAndNotClosed() {
        V1Client client = bed.client();

        client.sendOpen(Principals.canisterId(4711));

        assertThat(client.ended().code()).isEqualTo(1008);
        assertThat(client.ended().reason())
                .isEqualTo("The network rejected ws_open: Canister " + Principals.canisterId(4711) + " not found");
        bed.events.await(SessionClosed.class, c -> c.initiator().equals("network"));
        assertThat(bed.replica.calls("ws_close")).isEmpty();
    }

    @Test
    void h16ARequestTheNetworkRefusesIsExplained() {
        V1Client client = bed.client();
        bed.replica.onCall = call -> MockReplica.Answer.text(400, "Invalid signature: it is not");

        client.sendOpen(bed.canister.id());

        assertThat(client.ended())
                .isEqualTo(new V1Client.Ended(
                        1008, "The network refused the request of ws_open: Invalid signature: it is not"));
    }

    @Test
    void h17AllClientsAreToldWhenTheGatewayStops() {
        V1Client idle = bed.client();
        V1Client one = bed.openClient();
        V1Client two = bed.openClient();
        long started = System.nanoTime();

        bed.gateway.close();

        assertThat(System.nanoTime() - started).isLessThan(TimeUnit.SECONDS.toNanos(4));
        for (V1Client client : List.of(idle, one, two)) {
            assertThat(client.ended())
                    .isEqualTo(new V1Client.Ended(1001, "The gateway is shutting down; reconnect later"));
        }
        assertThat(bed.canister.closed()).containsExactlyInAnyOrder(one.key(), two.key());
    }

    @Test
    void h17StoppingIsBoundedWhenTheNetworkHangs() {
        CountDownLatch hold = new CountDownLatch(1);
        V1Client client = bed.openClient();
        bed.replica.onCall = call -> {
            await(hold);
            return null;
        };
        client.say(new byte[0]);
        Await.until("under way", () -> bed.replica.calls("ws_message").size() == 1);
        long started = System.nanoTime();

        bed.gateway.close();

        assertThat(System.nanoTime() - started).isLessThan(TimeUnit.SECONDS.toNanos(4));
        assertThat(client.ended().code()).isEqualTo(1001);
        assertThat(bed.replica.calls("ws_close")).hasSize(1);
        hold.countDown();
    }

    @Test
    void aKilledReplicaEndsTheSessionThatNeedsIt() {
        V1Client client = bed.openClient();
        bed.replica.kill();

        client.say(new byte[0]);

        assertThat(client.ended().code()).isEqualTo(1013);
        assertThat(client.ended().reason())
                .startsWith("No answer to ws_message; try again later: ")
                .contains(bed.replica.url().getAuthority());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void h11WsCloseIsCalledOnceThoughBothSidesClose() {
        V1Client client = bed.openClient();
        long id = bed.gateway.snapshot().sessions().get(0).id();

        bed.gateway.closeSession(id, 4000, "enough");
        client.socket().sendClose(1000, "enough here too").exceptionally(tooLate -> null);
        client.close();

        bed.events.await(SessionClosed.class, c -> c.sessionId() == id);
        assertThat(bed.canister.closed()).containsExactly(client.key());
        assertThat(bed.events.all(SessionClosed.class)).hasSize(1);
        assertThat(bed.gateway.snapshot().sessions()).isEmpty();
    }

    @Test
    void h11AClientThatVanishesWhileWsOpenIsUnderWayIsClosedAfterIt() {
        CountDownLatch hold = new CountDownLatch(1);
        V1Client client = opening(hold);

        client.socket().abort();
        bed.events.await(SessionStateChanged.class, s -> s.to() == SessionState.CLOSING);
        assertThat(bed.replica.calls("ws_close")).isEmpty();
        hold.countDown();

        Await.until("ws_close", () -> bed.canister.closed().equals(List.of(client.key())));
        bed.events.await(SessionClosed.class, c -> c.code() == 1006);
    }

    /** The canister keeps what it queued for the gateway's principal; that is nobody's business any more. */
    @Test
    void h18AGatewayRestartedWithItsIdentitySendsNoOldMessagesToNewSessions() {
        Ed25519Identity identity = Ed25519Identity.generate(new SecureRandom());
        V1Client before;
        try (GatewayEngine first = start(identity)) {
            before = V1Client.connect(first.url()).open(bed.canister.id());
            first.pause(bed.canister.id());
            Await.until(
                    "paused", () -> first.snapshot().pollers().get(0).state().startsWith("paused"));
            for (int i = 0; i < 70; i++) {
                bed.canister.send(before.key(), new byte[] {(byte) i});
            }
        }
        try (GatewayEngine second = start(identity);
                V1Client after = V1Client.connect(second.url()).as(before)) {
            assertThat(second.principal()).isEqualTo(after.gateway());
            after.sendOpen(bed.canister.id());

            WebsocketMessage opened = after.message();
            assertThat(opened.clientKey()).isEqualTo(after.key());
            assertThat(opened.sequenceNumber()).isEqualTo(1);
            bed.canister.send(after.key(), new byte[] {99});
            assertThat(after.message().content()).containsExactly(99);
            assertThat(after.pending()).isZero();
            assertThat(second.snapshot().counters().unrouted()).isEqualTo(71);
        } finally {
            before.close();
        }
    }

    private GatewayEngine start(Ed25519Identity identity) {
        return GatewayEngine.start(GatewayConfig.builder(bed.replica.url(), identity)
                .port(0)
                .pollInterval(Duration.ofMillis(10))
                .build());
    }
}
