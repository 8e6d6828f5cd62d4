package org.icws.testbench.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.store.TestEvents.NO_COUNTS;
import static org.icws.testbench.store.TestEvents.SECOND;
import static org.icws.testbench.store.TestEvents.T0;
import static org.icws.testbench.store.TestEvents.client;
import static org.icws.testbench.store.TestEvents.session;
import static org.icws.testbench.store.TestEvents.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.icws.gateway.Limits;
import org.icws.gateway.SessionSnapshot;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.event.SessionState;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.trust.Verdict;
import org.icws.testbench.connections.ConnectionFigures.Count;
import org.icws.testbench.messages.AckBook;
import org.icws.testbench.queues.AckLimits;
import org.icws.testbench.store.Frame;
import org.icws.testbench.store.NameBook;
import org.icws.testbench.store.TestEvents;
import org.junit.jupiter.api.Test;

class ConnectionFiguresTest {

    private static final Limits LIMITS = Limits.DEFAULT.toBuilder()
            .maxFrameBytes(1_000)
            .outboxMessages(100)
            .outboxBytes(10_000)
            .build();
    private static final AckLimits TIMES = new AckLimits(300, 60);

    private final TestEvents make = new TestEvents();
    private final ClientKey ada = client("ada");
    private Limits limits = LIMITS;
    private long now = T0;
    private final ConnectionsViewModel model = new ConnectionsViewModel(
            new NameBook(),
            new AckBook(),
            CompletableFuture::new,
            (id, code, reason) -> CompletableFuture.completedFuture(false),
            () -> limits,
            Runnable::run);

    private ConnectionFigures see(List<GatewayEvent> events, long lost, SessionSnapshot session) {
        now += SECOND;
        model.onFrame(new Frame(now, events, lost, snapshot(NO_COUNTS, session)));
        return model.figuresProperty().get();
    }

    private ConnectionFigures see(GatewayEvent... events) {
        return see(List.of(events), 0, session(1, ada, SessionState.OPEN, 0, 0));
    }

    private static Count count(ConnectionFigures figures, String name) {
        return figures.counts().stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void the_outbox_is_measured_by_whichever_bound_is_nearer() {
        SessionSnapshot byMessages = session(1, ada, SessionState.OPEN, 0, 5); // 5,000 bytes of 10,000
        ConnectionFigures half = see(List.of(), 0, byMessages);
        assertThat(half.outbox().share()).isEqualTo(.5);
        assertThat(half.outbox().words()).isEqualTo("5.0 kB of 10.0 kB");
        limits = LIMITS.toBuilder().outboxMessages(5).build();
        model.select(1);
        assertThat(model.figuresProperty().get().outbox().share()).isEqualTo(1);
        assertThat(model.figuresProperty().get().outbox().words()).isEqualTo("5 of 5");
    }

    @Test
    void without_known_bounds_amounts_stand_alone() {
        limits = null;
        ConnectionFigures figures = see(List.of(), 0, session(1, ada, SessionState.OPEN, 0, 2));
        assertThat(figures.outbox().share()).isNegative();
        assertThat(figures.outbox().words()).isEqualTo("2, 2.0 kB");
        assertThat(figures.largestFrame().words()).isEqualTo("none yet");
    }

    @Test
    void the_largest_frame_of_the_client_stays() {
        assertThat(see().largestFrame().words()).isEqualTo("none yet, limit 1.0 kB");
        ConnectionFigures figures = see(make.up(T0, ada, 1, "hello"));
        assertThat(figures.largestFrame().share()).isEqualTo(.4);
        assertThat(figures.largestFrame().words()).isEqualTo("max 400 B of 1.0 kB");
    }

    @Test
    void a_frame_that_was_too_large_fills_the_bar_and_counts_as_rejected() {
        ConnectionFigures figures = see(new GatewayEvent.FrameRefused(1, T0, 1, 1009, "too large", 1_500));
        assertThat(figures.largestFrame().share()).isEqualTo(1.5);
        assertThat(count(figures, "Rejected").up()).isEqualTo("1");
    }

    @Test
    void service_messages_and_failed_proofs_are_counted_for_their_direction() {
        ConnectionFigures figures = see(
                make.service(T0, ada, 1, "AckMessage"),
                make.down(T0, ada, 2, "hello", Verdict.FAILED),
                make.down(T0, ada, 3, "hello", Verdict.VERIFIED),
                make.up(T0, ada, 1, "hello"));
        assertThat(count(figures, "Service").down()).isEqualTo("1");
        assertThat(count(figures, "Service").up()).isEqualTo("0");
        assertThat(count(figures, "Rejected").down()).isEqualTo("1");
        assertThat(count(figures, "Rejected").up()).isEqualTo("0");
    }

    @Test
    void what_another_session_did_is_not_counted() {
        ConnectionFigures figures = see(make.refused(T0, "of session 7"));
        assertThat(count(figures, "Rejected").up()).isEqualTo("0");
    }

    @Test
    void what_is_missing_late_or_there_twice_is_counted_for_its_direction() {
        ConnectionFigures figures = see(
                make.up(T0, ada, 1, "a"),
                make.up(T0, ada, 4, "d"),
                make.up(T0, ada, 3, "c"),
                make.up(T0, ada, 4, "d"),
                make.down(T0, ada, 1, "a", Verdict.VERIFIED),
                make.service(T0, ada, 2, "AckMessage"),
                make.down(T0, ada, 3, "c", Verdict.VERIFIED));
        assertThat(count(figures, "Missing").up()).as("only 2 has not come").isEqualTo("1");
        assertThat(count(figures, "Late").up()).isEqualTo("1");
        assertThat(count(figures, "Repeated").up()).isEqualTo("1");
        assertThat(count(figures, "Missing").down()).isEqualTo("0");
        assertThat(count(figures, "Late").down()).isEqualTo("0");
        assertThat(count(figures, "Repeated").down()).isEqualTo("0");
        assertThat(model.rows().get(0).disorder()).isEqualTo(3);
    }

    @Test
    void what_was_lost_on_the_way_to_the_window_is_not_missing() {
        see(make.up(T0, ada, 1, "a"));
        ConnectionFigures figures =
                see(List.of(make.up(T0, ada, 900, "z")), 899, session(1, ada, SessionState.OPEN, 0, 0));
        assertThat(count(figures, "Missing").up()).isEqualTo("≥ 0");
        assertThat(count(see(make.up(T0, ada, 902, "z")), "Missing").up()).isEqualTo("≥ 1");
    }

    @Test
    void after_lost_events_counts_are_a_least() {
        ConnectionFigures figures =
                see(List.of(make.service(T0, ada, 1, "AckMessage")), 3, session(1, ada, SessionState.OPEN, 2, 0));
        assertThat(count(figures, "Service").down()).isEqualTo("≥ 1");
        assertThat(count(figures, "Frames").up()).isEqualTo("2");
    }

    @Test
    void there_is_no_percentile_of_a_few() {
        List<GatewayEvent> calls = new ArrayList<>();
        for (int i = 1; i < LastDurations.ENOUGH; i++) {
            calls.add(make.call(T0, ada, i, i * 1_000_000L));
        }
        assertThat(count(see(calls.toArray(GatewayEvent[]::new)), "p95 way").up())
                .isEqualTo("–");
        assertThat(count(see(make.call(T0, ada, 20, 20_000_000)), "p95 way").up())
                .isEqualTo("19 ms");
    }

    @Test
    void only_the_last_durations_count() {
        LastDurations durations = new LastDurations();
        for (int i = 0; i < LastDurations.MOST; i++) {
            durations.add(900_000_000);
        }
        assertThat(durations.p95Nanos()).isEqualTo(900_000_000);
        for (int i = 1; i <= LastDurations.MOST; i++) {
            durations.add(i * 1_000_000L);
        }
        assertThat(durations.count()).isEqualTo(LastDurations.MOST);
        assertThat(durations.p95Nanos()).isEqualTo(122_000_000);
    }

    private static ConnectionFigures withAcks(AckBook.State acks, int closeCode, long now) {
        SessionSnapshot s = session(1, client("ada"), SessionState.OPEN, 0, 0);
        ConnectionRow row = new ConnectionRow(s, "Ada", "p", "rates", 0, 0, 0, 0, acks, closeCode, "", 0, 0, 0);
        return ConnectionFigures.of(row, new SessionTally(), LIMITS, TIMES, false, now);
    }

    @Test
    void an_unanswered_ack_counts_down_to_the_keep_alive_limit() {
        AckBook.State due = new AckBook.State(0, 1, T0, 0, 0, T0 - 10 * SECOND);
        ConnectionFigures figures = withAcks(due, 0, T0 + 30 * SECOND);
        assertThat(figures.keepAlive().share()).isEqualTo(.5);
        assertThat(figures.keepAlive().words()).isEqualTo("due, 00:30 of 01:00");
        assertThat(count(figures, "Unacked").down()).isEqualTo("1");
        assertThat(count(figures, "Unacked").up()).isEqualTo("0");
        assertThat(figures.nextAck().share()).isEqualTo(.1);
        assertThat(figures.nextAck().words()).isEqualTo("00:30 of 05:00");
    }

    @Test
    void an_answered_ack_says_when_and_before_the_first_nothing_is_invented() {
        AckBook.State answered = new AckBook.State(0, 0, T0, 0, T0 + SECOND, T0 - SECOND);
        assertThat(withAcks(answered, 0, T0 + 5 * SECOND).keepAlive().words())
                .isEqualTo("answered 00:04 ago, limit 01:00");
        ConnectionFigures silent = withAcks(AckBook.State.NONE, 0, T0);
        assertThat(silent.nextAck().share()).isNegative();
        assertThat(silent.nextAck().words()).isEqualTo("no message yet");
        assertThat(silent.keepAlive().words()).isEqualTo("not asked yet, limit 01:00");
    }

    @Test
    void nothing_is_awaited_of_an_ended_connection() {
        AckBook.State due = new AckBook.State(0, 1, T0, 0, 0, T0 - 10 * SECOND);
        ConnectionFigures figures = withAcks(due, 1000, T0 + 30 * SECOND);
        assertThat(figures.nextAck().words()).isEqualTo("–");
        assertThat(figures.keepAlive().share()).isNegative();
    }
}
