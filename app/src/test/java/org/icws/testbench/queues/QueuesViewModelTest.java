package org.icws.testbench.queues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.store.TestEvents.CANISTER;
import static org.icws.testbench.store.TestEvents.NO_COUNTS;
import static org.icws.testbench.store.TestEvents.SECOND;
import static org.icws.testbench.store.TestEvents.T0;
import static org.icws.testbench.store.TestEvents.client;
import static org.icws.testbench.store.TestEvents.session;
import static org.icws.testbench.store.TestEvents.snapshot;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.ic4j.types.Principal;
import org.icws.gateway.GatewaySnapshot;
import org.icws.gateway.PollerSnapshot;
import org.icws.gateway.event.SessionState;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.testbench.messages.AckBook;
import org.icws.testbench.store.Frame;
import org.icws.testbench.store.NameBook;
import org.icws.testbench.store.TestEvents;
import org.junit.jupiter.api.Test;

class QueuesViewModelTest {

    private final TestEvents make = new TestEvents();
    private final QueuesViewModel model = new QueuesViewModel(new NameBook());

    private void see(long at, int firstOutbox, int secondOutbox) {
        model.onFrame(new Frame(
                at,
                List.of(),
                0,
                snapshot(
                        NO_COUNTS,
                        session(1, client("a"), SessionState.OPEN, 0, firstOutbox),
                        session(2, client("b"), SessionState.OPEN, 0, secondOutbox))));
    }

    @Test
    void every_client_has_a_row_on_one_scale() {
        see(T0, 3, 40);
        assertThat(model.rows()).extracting(QueueRow::outbox).containsExactly(3L, 40L);
        assertThat(model.rows()).extracting(QueueRow::scale).containsOnly(40L);
    }

    @Test
    void totals_add_up_and_name_the_slowest() {
        see(T0, 3, 40);
        QueuesViewModel.Totals totals = model.totalsProperty().get();
        assertThat(totals.outbox()).isEqualTo(43);
        assertThat(totals.outboxBytes()).isEqualTo(43_000);
        assertThat(totals.slowest())
                .startsWith("most: ")
                .endsWith(model.rows().get(1).client());
    }

    @Test
    void the_trend_compares_with_the_look_before() {
        see(T0, 3, 40);
        see(T0 + SECOND, 9, 12);
        assertThat(model.rows()).extracting(QueueRow::trend).containsExactly(1, -1);
    }

    @Test
    void the_queues_are_looked_at_as_often_as_wanted_and_stay_as_they_are_when_not() {
        model.refreshSecondsProperty().set(5);
        see(T0, 3, 40);
        see(T0 + 4 * SECOND, 9, 40);
        assertThat(model.rows()).extracting(QueueRow::outbox).containsExactly(3L, 40L);
        see(T0 + 5 * SECOND, 9, 40);
        assertThat(model.rows()).extracting(QueueRow::outbox).containsExactly(9L, 40L);
        assertThat(model.rows()).extracting(QueueRow::trend).containsExactly(1, 0);
        model.refreshSecondsProperty().set(0);
        see(T0 + 60 * SECOND, 1, 1);
        assertThat(model.rows()).extracting(QueueRow::outbox).containsExactly(9L, 40L);
        assertThat(model.refreshedProperty().get()).isEqualTo(T0 + 5 * SECOND);
    }

    private static QueueRow row(AckBook.State acks, AckLimits limits, long now) {
        return new QueueRow(1, "a", "c", 0, 0, 0, 0, acks, limits, 0, 10, now);
    }

    @Test
    void the_countdown_goes_by_what_the_canister_is_configured_with() {
        AckLimits limits = new AckLimits(100, 20);
        QueueRow none = row(AckBook.State.NONE, limits, T0);
        assertThat(none.ackShare()).isNegative();
        QueueRow first = row(new AckBook.State(0, 1, 0, 0, 0, T0), limits, T0 + 50 * SECOND);
        assertThat(first.ackShare()).isEqualTo(0.5);
        assertThat(first.ackText()).isEqualTo("0:50");
        QueueRow asked = row(new AckBook.State(0, 1, T0 + 100 * SECOND, 0, 0, T0), limits, T0 + 115 * SECOND);
        assertThat(asked.ackShare()).as("now the client has to answer").isEqualTo(0.75);
        assertThat(asked.ackText()).isEqualTo("answer 0:05");
        assertThat(asked.ackShort()).as("within a ring").isEqualTo("0:05");
        QueueRow late = row(new AckBook.State(0, 1, T0 + 100 * SECOND, 0, 0, T0), limits, T0 + 130 * SECOND);
        assertThat(late.ackText()).isEqualTo("answer late by 0:10");
        assertThat(late.ackShort()).isEqualTo("late");
        QueueRow answered =
                row(new AckBook.State(0, 0, T0 + 100 * SECOND, 0, T0 + 101 * SECOND, T0), limits, T0 + 130 * SECOND);
        assertThat(answered.ackShare()).isEqualTo(0.3);
    }

    @Test
    void the_course_has_one_value_a_second() {
        see(T0, 1, 0);
        see(T0 + SECOND, 2, 0);
        see(T0 + 2 * SECOND, 3, 0);
        assertThat(model.totalsProperty().get().outboxCourse()).containsExactly(1, 2);
    }

    @Test
    void a_full_page_means_that_the_canister_is_behind() {
        model.onFrame(new Frame(T0, List.of(make.fullPoll(T0)), 0, snapshot(NO_COUNTS)));
        assertThat(model.positionsProperty().get()).hasSize(1);
        assertThat(model.positionsProperty().get().get(0).behind()).isTrue();
        model.onFrame(new Frame(T0 + SECOND, List.of(make.poll(T0 + SECOND, 2, 1)), 0, snapshot(NO_COUNTS)));
        assertThat(model.positionsProperty().get().get(0).behind()).isFalse();
    }

    @Test
    void the_backlog_is_a_lower_bound_where_the_canister_tells_nothing() {
        model.onFrame(new Frame(T0, List.of(make.fullPoll(T0)), 0, snapshot(NO_COUNTS)));

        CanisterPosition position = model.positionsProperty().get().get(0);

        assertThat(position.exact()).isFalse();
        assertThat(position.backlog()).isEqualTo(1);
        assertThat(position.verdict()).isEqualTo("at least 1 behind");
    }

    @Test
    void the_backlog_is_exact_where_the_canister_tells_what_it_sent() {
        Principal gateway = client("gateway").principal();
        byte[] stats = CandidEncoder.encode(CandidValue.record(
                "clients",
                CandidValue.nat64(2),
                "sent",
                CandidValue.nat64(62),
                "queues",
                CandidValue.some(CandidValue.vec(List.of(CandidValue.record(
                        "gateway",
                        CandidValue.principal(gateway),
                        "clients",
                        CandidValue.nat64(2),
                        "messages",
                        CandidValue.nat64(60),
                        "bytes",
                        CandidValue.nat64(9_000)))))));
        QueuesViewModel asking = new QueuesViewModel(
                new NameBook(),
                new AckBook(),
                canister -> CompletableFuture.completedFuture(CanisterStats.decode(stats)),
                Runnable::run);

        asking.onFrame(new Frame(T0, List.of(make.poll(T0, 2, 1)), 0, snapshot(NO_COUNTS)));

        CanisterPosition position = asking.positionsProperty().get().get(0);
        assertThat(position.exact()).isTrue();
        assertThat(position.polled()).isEqualTo(12);
        assertThat(position.backlog()).isEqualTo(50);
        assertThat(position.slowest()).isEqualTo("slowest: polling");
    }

    private static GatewaySnapshot polledTo(long nonce) {
        GatewaySnapshot s = snapshot(NO_COUNTS);
        PollerSnapshot poller =
                new PollerSnapshot(CANISTER, "v1", nonce, SECOND / 10, 0, 40, 0, 11, 1, 2, 3, 4, 40, T0, "polling");
        return new GatewaySnapshot(
                s.takenAtNanos(),
                s.gateway(),
                s.rootKeyHex(),
                s.rootKeySource(),
                s.sessions(),
                List.of(poller),
                s.counters());
    }

    private CanisterPosition look(QueuesViewModel asking, long second, long nonce) {
        long now = T0 + second * SECOND;
        asking.onFrame(new Frame(now, List.of(make.poll(now, 2, 4)), 0, polledTo(nonce)));
        return asking.positionsProperty().get().get(0);
    }

    @Test
    void what_a_canister_told_stays_exact_while_messages_keep_coming() {
        Principal gateway = client("gateway").principal();
        AtomicLong sent = new AtomicLong();
        Queue<CompletableFuture<Optional<CanisterStats>>> questions = new ArrayDeque<>();
        QueuesViewModel asking = new QueuesViewModel(
                new NameBook(),
                new AckBook(),
                canister -> {
                    questions.add(new CompletableFuture<>());
                    return questions.peek();
                },
                Runnable::run);
        Runnable answer =
                () -> questions.remove().complete(Optional.of(new CanisterStats(sent.get(), List.of(gateway), 0)));

        assertThat(look(asking, 0, 100).exact()).as("not told yet").isFalse();
        sent.set(104);
        answer.run();
        CanisterPosition overtaken = look(asking, 1, 140);

        assertThat(overtaken.exact()).isTrue();
        assertThat(overtaken.head()).isEqualTo(104);
        assertThat(overtaken.polled()).isEqualTo(100);
        assertThat(overtaken.backlog()).isEqualTo(4);
        assertThat(overtaken.lags()).as("they have been fetched since").isFalse();

        sent.set(400);
        answer.run();
        CanisterPosition waiting = look(asking, 2, 180);
        assertThat(waiting.backlog()).isEqualTo(220);
        assertThat(waiting.lags()).isTrue();

        questions.remove().complete(Optional.of(new CanisterStats(400, List.of(gateway), 0).afterPolling(396)));
        assertThat(look(asking, 3, 410).backlog())
                .as("compared with what was fetched just before the question, not a frame before")
                .isEqualTo(4);

        CanisterPosition old = look(asking, 9, 500);
        assertThat(old.exact()).as("the canister has not answered for long").isFalse();
        assertThat(old.head()).isEqualTo(500);
    }

    @Test
    void a_canister_is_asked_for_its_figures_less_and_less_often_while_nothing_happens() {
        List<Long> askedAt = new ArrayList<>();
        AtomicLong second = new AtomicLong();
        AtomicLong sent = new AtomicLong();
        QueuesViewModel asking = new QueuesViewModel(
                new NameBook(),
                new AckBook(),
                canister -> {
                    askedAt.add(second.get());
                    return CompletableFuture.completedFuture(Optional.of(new CanisterStats(sent.get(), List.of(), 0)));
                },
                Runnable::run);
        for (; second.get() < 60; second.incrementAndGet()) {
            long now = T0 + second.get() * SECOND;
            sent.set(second.get() == 40 ? 1 : sent.get());
            boolean brings = second.get() == 25;
            asking.onFrame(new Frame(now, brings ? List.of(make.poll(now, 2, 1)) : List.of(), 0, snapshot(NO_COUNTS)));
        }

        // From 0 on it is new, at 25 a message comes, from 40 on the figures differ.
        assertThat(askedAt)
                .containsExactly(0L, 1L, 2L, 4L, 8L, 16L, 24L, 25L, 26L, 28L, 32L, 40L, 41L, 42L, 44L, 48L, 56L);
    }

    @Test
    void stats_of_another_kind_are_not_taken_for_ours() {
        assertThat(CanisterStats.decode(new byte[] {1, 2})).isEmpty();
        assertThat(CanisterStats.decode(CandidEncoder.encode(CandidValue.text("no"))))
                .isEmpty();
        assertThat(CanisterStats.decode(CandidEncoder.encode(CandidValue.record("sent", CandidValue.nat64(1)))))
                .isEmpty();
    }

    @Test
    void another_gateways_queue_makes_the_figures_no_proof() {
        Principal ours = client("gateway").principal();
        CanisterStats shared =
                new CanisterStats(90, List.of(ours, client("other").principal()), 0);

        assertThat(shared.backlog(ours, 0, 12)).isEmpty();
        assertThat(new CanisterStats(5, List.of(ours), 0).backlog(ours, 0, 12)).isEmpty();
    }

    @Test
    void numbers_that_begin_later_are_not_taken_for_messages() {
        Principal ours = client("gateway").principal();
        CanisterStats stats = new CanisterStats(30, List.of(ours), 30);

        assertThat(stats.backlog(ours, 16, 0)).contains(30L);
        assertThat(stats.backlog(ours, 16, 26)).contains(20L);
        assertThat(stats.backlog(ours, 16, 46)).contains(0L);
    }

    @Test
    void a_canister_has_one_row_with_all_its_clients_and_a_trend_of_its_own() {
        see(T0, 3, 40);
        assertThat(model.byCanister()).singleElement().satisfies(row -> {
            assertThat(row.clients()).isEqualTo(2);
            assertThat(row.outbox()).isEqualTo(43);
            assertThat(row.outboxBytes()).isEqualTo(43_000);
            assertThat(row.scale()).isEqualTo(43);
            assertThat(row.totalText()).isEqualTo("43 –");
        });
        see(T0 + SECOND, 9, 12);
        assertThat(model.byCanister()).extracting(CanisterQueueRow::trend).containsExactly(-1);
        model.clear();
        assertThat(model.byCanister()).isEmpty();
    }

    @Test
    void a_polled_canister_without_clients_has_a_row_and_its_backlog_counts() {
        CanisterPosition behind = new CanisterPosition("rates", 60, true, 10, 10, 8, true, true, "polling");
        CanisterPosition silent = new CanisterPosition("echo", 6, false, 5, 5, 5, true, true, "polling");
        List<CanisterQueueRow> rows = CanisterQueueRow.of(
                List.of(row(AckBook.State.NONE, AckLimits.CDK, T0)), List.of(behind, silent), java.util.Map.of());
        assertThat(rows).extracting(CanisterQueueRow::canister).containsExactly("c", "rates", "echo");
        assertThat(rows).extracting(CanisterQueueRow::backlogText).containsExactly("0", "50", "≥ 1");
        assertThat(rows).extracting(CanisterQueueRow::total).containsExactly(0L, 50L, 1L);
        assertThat(rows).extracting(CanisterQueueRow::scale).containsOnly(50L);
        assertThat(rows)
                .extracting(CanisterQueueRow::ackText)
                .containsExactly("none seen yet", "no client", "no client");
    }

    @Test
    void the_rows_stay_in_the_order_that_a_person_wants() {
        see(T0, 3, 40);
        model.sortBy(Comparator.comparingLong(QueueRow::outbox).reversed());
        assertThat(model.rows()).extracting(QueueRow::session).containsExactly(2L, 1L);
        see(T0 + SECOND, 90, 40);
        assertThat(model.rows()).extracting(QueueRow::session).containsExactly(1L, 2L);
        see(T0 + 2 * SECOND, 3, 40);
        model.sortBy(null);
        assertThat(model.rows()).extracting(QueueRow::session).containsExactly(1L, 2L);
    }
}
