package org.icws.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.icws.gateway.event.GatewayEvent.SessionClosed;
import org.icws.gateway.fixture.ManualTime;
import org.icws.gateway.fixture.RawSocket;
import org.icws.gateway.fixture.Testbed;
import org.icws.gateway.fixture.V1Client;
import org.junit.jupiter.api.Test;

/** H15, dead peers, and limits per address and canister. */
class SessionLimitsTest {
    private static final Duration PING = Limits.DEFAULT.pingInterval();
    private static final Limits PATIENT =
            Limits.DEFAULT.toBuilder().firstFrameTimeout(Duration.ofHours(1)).build();
    private static final int PING_FRAME = 9;
    private static final int PONG_FRAME = 10;

    @Test
    void aClientThatAnswersNoPingsIsClosed() {
        ManualTime time = new ManualTime();
        try (Testbed bed = new Testbed(c -> c.clock(time).scheduler(time).limits(PATIENT));
                RawSocket dead = RawSocket.open(bed.gateway.port())) {
            assertThat(dead.read().opcode()).isEqualTo(2);

            for (int i = 0; i < Limits.DEFAULT.maxMissedPings(); i++) {
                time.advance(PING);
                assertThat(dead.read().opcode()).isEqualTo(PING_FRAME);
            }
            time.advance(PING);

            assertThat(dead.readClose().reason()).isEqualTo("No answer to 3 pings; the connection counts as dead");
        }
    }

    @Test
    void aClientThatAnswersPingsStays() {
        ManualTime time = new ManualTime();
        try (Testbed bed = new Testbed(c -> c.clock(time).scheduler(time).limits(PATIENT));
                RawSocket alive = RawSocket.open(bed.gateway.port())) {
            assertThat(alive.read().opcode()).isEqualTo(2);

            for (int i = 0; i < 10; i++) {
                time.advance(PING);
                assertThat(alive.read().opcode()).isEqualTo(PING_FRAME);
                alive.frame(0x80 | PONG_FRAME, new byte[0]);
                // Once a ping of its own is answered, what was sent before it has been heard too.
                alive.frame(0x80 | PING_FRAME, new byte[0]);
                assertThat(alive.read().opcode()).isEqualTo(PONG_FRAME);
                time.advance(PING);
            }

            assertThat(bed.gateway.snapshot().sessions()).hasSize(1);
        }
    }

    @Test
    void moreConnectionsFromOneAddressThanAllowedAreRefused() {
        try (Testbed bed = Testbed.withLimits(l -> l.maxSessionsPerAddress(2))) {
            V1Client first = bed.client();
            V1Client second = bed.client();

            V1Client third = V1Client.unread(bed.gateway.url());

            assertThat(third.ended())
                    .isEqualTo(new V1Client.Ended(
                            1013, "This gateway serves at most 2 connections from one address; try again later"));
            first.leave();
            bed.events.await(SessionClosed.class, c -> c.code() == 1000);
            bed.client().open(bed.canister.id());
            assertThat(second.isOpen()).isTrue();
        }
    }

    @Test
    void moreConnectionsToOneCanisterThanAllowedAreRefused() {
        try (Testbed bed = Testbed.withLimits(l -> l.maxSessionsPerCanister(1))) {
            V1Client first = bed.openClient();
            V1Client second = bed.client();

            second.sendOpen(bed.canister.id());

            assertThat(second.ended())
                    .isEqualTo(new V1Client.Ended(
                            1013, "This gateway serves at most 1 connections to one canister; try again later"));
            assertThat(bed.replica.calls("ws_open")).hasSize(1);
            first.leave();
            bed.events.await(SessionClosed.class, c -> c.code() == 1000);
            bed.openClient();
        }
    }
}
