package org.icws.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.icws.gateway.event.GatewayEvent.SessionStateChanged;
import org.icws.gateway.event.SessionState;
import org.icws.gateway.fixture.Await;
import org.icws.gateway.fixture.RawSocket;
import org.icws.gateway.fixture.Testbed;
import org.icws.gateway.fixture.V1Client;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Limits that change while clients are connected hold for these clients too. */
class LiveLimitsTest {
    private static final int PING = 9;

    private final Testbed bed = new Testbed();

    @AfterEach
    void stop() {
        bed.close();
    }

    private void change(UnaryOperator<LimitsBuilder> change) {
        bed.gateway.limits(change.apply(Limits.DEFAULT.toBuilder()).build());
    }

    @Test
    void theLargestFrame() {
        V1Client client = bed.openClient();
        client.say(new byte[3000]);
        Await.until("relayed", () -> bed.canister.received().size() == 1);

        change(l -> l.maxFrameBytes(2000));
        client.say(new byte[3000]);

        assertThat(client.ended().code()).isEqualTo(1009);
        assertThat(client.ended().reason()).endsWith("this gateway takes at most 2000");
        change(l -> l.maxFrameBytes(4000));
        bed.openClient().say(new byte[3000]);
        Await.until("relayed again", () -> bed.canister.received().size() == 2);
    }

    @Test
    void theFramesThatMayWait() {
        change(l -> l.maxWaitingFrames(4));
        V1Client client = bed.openClient();
        bed.gateway.pause(bed.canister.id());
        Thread writer = new Thread(() -> IntStream.range(0, 300).forEach(i -> client.say(new byte[20_000])), "writer");
        writer.start();
        Await.until("full", () -> waiting() >= 4);
        assertThat(waiting()).isLessThan(10);

        change(l -> l.maxWaitingFrames(60));

        Await.until("more wait", () -> waiting() >= 60);
        assertThat(waiting()).isLessThan(70);
        bed.gateway.resume(bed.canister.id());
        Await.until("all relayed", () -> bed.canister.received().size() == 300);
    }

    private int waiting() {
        return bed.gateway.snapshot().sessions().get(0).waitingCalls();
    }

    @Test
    void theOutboxOfASlowReader() {
        V1Client signer = bed.client();
        try (RawSocket stuck = bed.slowReader(signer)) {
            IntStream.range(0, 50).forEach(i -> bed.canister.send(signer.key(), new byte[40_000]));
            Await.until("all handed out", () -> bed.gateway.snapshot().sessions().stream()
                    .anyMatch(s -> s.lastSeqDown() == 51));
            assertThat(bed.events.all(SessionStateChanged.class)).noneMatch(s -> s.to() == SessionState.CLOSING);

            change(l -> l.outboxBytes(100_000));
            bed.canister.send(signer.key(), new byte[1]);

            SessionStateChanged closing =
                    bed.events.await(SessionStateChanged.class, s -> s.to() == SessionState.CLOSING);
            assertThat(closing.reason()).startsWith("The client reads too slowly: ");
        }
    }

    @Test
    void theIntervalOfPings() {
        try (RawSocket idle = RawSocket.open(bed.gateway.port())) {
            assertThat(idle.read().opcode()).isEqualTo(2);

            change(l -> l.pingInterval(Duration.ofMillis(30)));

            assertThat(idle.read().opcode()).isEqualTo(PING);
        }
    }

    @Test
    void theTimeAClosingClientGets() {
        change(l -> l.closeGrace(Duration.ofMillis(50)));
        try (RawSocket silent = RawSocket.open(bed.gateway.port())) {
            silent.frame(0x81, new byte[1]);

            assertThat(silent.readClose().code()).isEqualTo(1003);
            // It does not answer: the socket is dropped long before the five seconds of the start have passed.
            long started = System.nanoTime();
            assertThat(silent.isAtEnd()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Limits.DEFAULT.closeGrace());
        }
    }
}
