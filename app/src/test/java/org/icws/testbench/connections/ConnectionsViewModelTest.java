package org.icws.testbench.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.store.TestEvents.NO_COUNTS;
import static org.icws.testbench.store.TestEvents.SECOND;
import static org.icws.testbench.store.TestEvents.T0;
import static org.icws.testbench.store.TestEvents.client;
import static org.icws.testbench.store.TestEvents.session;
import static org.icws.testbench.store.TestEvents.snapshot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.icws.gateway.SessionSnapshot;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.event.SessionState;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.trust.Verdict;
import org.icws.protocol.principal.Principals;
import org.icws.testbench.control.StateDot;
import org.icws.testbench.messages.AckBook;
import org.icws.testbench.store.Frame;
import org.icws.testbench.store.NameBook;
import org.icws.testbench.store.TestEvents;
import org.junit.jupiter.api.Test;

class ConnectionsViewModelTest {

    private final TestEvents make = new TestEvents();
    private final NameBook names = new NameBook();
    private final CompletableFuture<String> added = new CompletableFuture<>();
    private final ConnectionsViewModel model = new ConnectionsViewModel(names, () -> added, Runnable::run);
    private final ClientKey ada = client("ada");

    private void see(long at, List<GatewayEvent> events, SessionSnapshot... sessions) {
        model.onFrame(new Frame(at, events, 0, snapshot(NO_COUNTS, sessions)));
    }

    @Test
    void a_new_session_shows_at_once_and_is_chosen() {
        names.put(ada.principal(), "Ada");
        see(T0, List.of(), session(1, ada, SessionState.OPEN, 0, 0));
        assertThat(model.rows()).hasSize(1);
        assertThat(model.rows().get(0).client()).isEqualTo("Ada");
        assertThat(model.rows().get(0).dot()).isEqualTo(StateDot.State.OPEN);
        assertThat(model.selectedProperty().get().id()).isEqualTo(1);
    }

    @Test
    void a_session_that_has_not_said_who_it_is_goes_by_its_number() {
        see(T0, List.of(), session(4, null, SessionState.CONNECTED, 0, 0));
        assertThat(model.rows().get(0).client()).isEqualTo("Session 4");
        assertThat(model.rows().get(0).principal()).isEqualTo("–");
    }

    @Test
    void a_session_that_was_refused_between_two_looks_still_says_who_it_was() {
        names.put(ada.principal(), "Ada");
        see(T0, List.of(), session(4, null, SessionState.CONNECTED, 0, 0));
        see(
                T0 + SECOND,
                List.of(
                        new GatewayEvent.SessionIdentified(70, T0, 4, ada, TestEvents.CANISTER),
                        make.closed(T0 + SECOND, 4, 1008, "The canister refused ws_open: the room is full")));
        assertThat(model.rows().get(0).client()).isEqualTo("Ada");
        assertThat(model.rows().get(0).principal()).isNotEqualTo("–");
        assertThat(model.lastEndingProperty().get().client()).isEqualTo("Ada");
    }

    private static GatewayEvent opened(long at, long session) {
        return new GatewayEvent.SessionOpened(60, at, session, "v1", "127.0.0.1:40000");
    }

    @Test
    void a_session_that_began_and_ended_between_two_looks_has_its_row() {
        names.put(ada.principal(), "Ada");
        see(
                T0 + SECOND,
                List.of(
                        opened(T0, 1),
                        new GatewayEvent.SessionIdentified(61, T0, 1, ada, TestEvents.CANISTER),
                        new GatewayEvent.SessionStateChanged(
                                62, T0, 1, SessionState.CONNECTED, SessionState.OPEN, "ws_open returned Ok"),
                        make.up(T0, ada, 1, "hello"),
                        make.down(T0, ada, 1, "hello", Verdict.VERIFIED),
                        make.closed(T0 + SECOND / 2, 1, 1008, "not a signed request")));
        ConnectionRow row = model.rows().get(0);
        assertThat(row.client()).isEqualTo("Ada");
        assertThat(row.state()).isEqualTo("failed");
        assertThat(row.reason()).isEqualTo("1008 · not a signed request");
        assertThat(row.session().remote()).isEqualTo("127.0.0.1:40000");
        assertThat(row.session().framesIn()).isEqualTo(1);
        assertThat(row.session().bytesIn()).isEqualTo(400);
        assertThat(row.session().framesOut()).isEqualTo(1);
        assertThat(row.session().lastSeqUp()).isEqualTo(1);
        assertThat(row.session().lastSeqDown()).isEqualTo(1);
        assertThat(row.session().openedAtNanos()).isEqualTo(T0);
        assertThat(model.lastEndingProperty().get().client()).isEqualTo("Ada");
    }

    @Test
    void a_session_whose_end_comes_a_look_later_has_one_row_from_its_beginning() {
        see(T0, List.of(opened(T0, 1)));
        assertThat(model.rows()).hasSize(1);
        assertThat(model.rows().get(0).state()).isEqualTo("connected");
        see(T0 + SECOND, List.of(make.closed(T0 + SECOND, 1, 1000, "")));
        assertThat(model.rows()).hasSize(1);
        assertThat(model.rows().get(0).state()).isEqualTo("closed");
    }

    @Test
    void once_the_engine_tells_of_a_session_its_word_holds() {
        see(T0, List.of(opened(T0, 1), make.up(T0, ada, 1, "hello")));
        see(T0 + SECOND, List.of(make.up(T0, ada, 2, "hello")), session(1, ada, SessionState.OPEN, 2, 0));
        assertThat(model.rows()).hasSize(1);
        assertThat(model.rows().get(0).session().framesIn()).isEqualTo(2);
        assertThat(model.rows().get(0).state()).isEqualTo("open");
    }

    @Test
    void of_a_flood_of_brief_sessions_the_newest_are_remembered() {
        List<GatewayEvent> flood = new ArrayList<>();
        for (long id = 1; id <= ConnectionsViewModel.MOST_CLOSED + 200; id++) {
            flood.add(opened(T0, id));
            flood.add(make.closed(T0, id, 1008, "too many"));
        }
        see(T0, flood);
        assertThat(model.rows()).hasSize(ConnectionsViewModel.MOST_CLOSED);
        assertThat(model.rows().get(0).id()).isEqualTo(201);
    }

    @Test
    void a_session_whose_end_was_lost_has_ended_once_the_engine_has_it_no_more() {
        see(T0, List.of(opened(T0, 9)), session(1, ada, SessionState.OPEN, 0, 0));
        model.onFrame(new Frame(T0 + SECOND, List.of(), 0, snapshot(NO_COUNTS)));
        model.onFrame(new Frame(T0 + 2 * SECOND, List.of(), 0, snapshot(NO_COUNTS)));
        model.onFrame(new Frame(T0 + 3 * SECOND, List.of(), 0, snapshot(NO_COUNTS)));
        assertThat(model.rows())
                .as("no event was lost: the ends are still to come")
                .noneMatch(ConnectionRow::closed);
        model.onFrame(new Frame(T0 + 4 * SECOND, List.of(), 7, snapshot(NO_COUNTS)));
        assertThat(model.rows()).hasSize(2).allMatch(ConnectionRow::closed);
        assertThat(model.rows().get(0).reason())
                .isEqualTo("1006 · how it ended was lost, with more events than the window could take");
    }

    @Test
    void a_change_of_state_shows_at_once() {
        see(T0, List.of(), session(1, ada, SessionState.OPENING, 0, 0));
        see(T0 + 1, List.of(), session(1, ada, SessionState.OPEN, 0, 0));
        assertThat(model.rows().get(0).state()).isEqualTo("open");
    }

    @Test
    void frames_become_a_rate() {
        see(T0, List.of(), session(1, ada, SessionState.OPEN, 0, 0));
        see(T0 + SECOND, List.of(), session(1, ada, SessionState.OPEN, 12, 0));
        see(T0 + 2 * SECOND, List.of(), session(1, ada, SessionState.OPEN, 12, 0));
        assertThat(model.rows().get(0).upPerSecond()).isEqualTo(6);
    }

    @Test
    void an_ended_session_stays_with_code_reason_and_verdict() {
        see(T0, List.of(), session(1, ada, SessionState.OPEN, 0, 0));
        see(T0 + SECOND, List.of(make.closed(T0 + SECOND, 1, 1008, "not a signed request")));
        ConnectionRow row = model.rows().get(0);
        assertThat(row.state()).isEqualTo("failed");
        assertThat(row.reason()).isEqualTo("1008 · not a signed request");
        assertThat(row.style()).isEqualTo("fail");
        assertThat(model.lastEndingProperty().get().event().code()).isEqualTo(1008);
    }

    @Test
    void another_networks_first_session_is_a_new_one() {
        see(T0, List.of(), session(1, ada, SessionState.OPEN, 0, 0));
        see(T0 + SECOND, List.of(make.closed(T0 + SECOND, 1, 1011, "gone")));
        model.clear();
        assertThat(model.rows()).isEmpty();
        see(T0 + 2 * SECOND, List.of(), session(1, ada, SessionState.OPEN, 0, 0));
        assertThat(model.rows().get(0).state()).isEqualTo("open");
    }

    @Test
    void an_open_connection_without_a_frame_for_a_minute_is_idle_until_the_next_one() {
        see(T0, List.of(), session(1, ada, SessionState.OPEN, 3, 0));
        see(T0 + 59 * SECOND, List.of(), session(1, ada, SessionState.OPEN, 3, 0));
        assertThat(model.rows().get(0).state()).isEqualTo("open");
        assertThat(model.rows().get(0).reason()).isEmpty();
        see(T0 + 362 * SECOND, List.of(), session(1, ada, SessionState.OPEN, 3, 0));
        ConnectionRow idle = model.rows().get(0);
        assertThat(idle.state()).isEqualTo("idle");
        assertThat(idle.dot()).isEqualTo(StateDot.State.IDLE);
        assertThat(idle.reason()).isEqualTo("no frame for 06:02");
        assertThat(idle.explanation()).isEqualTo("Open, but no frame for 06:02 in either direction.");
        model.filter().textProperty().set("~state idle");
        assertThat(model.filter().shown()).hasSize(1);
        see(T0 + 363 * SECOND, List.of(), session(1, ada, SessionState.OPEN, 4, 0));
        assertThat(model.rows().get(0).state()).isEqualTo("open");
        assertThat(model.filter().shown()).isEmpty();
    }

    @Test
    void ended_connections_can_be_left_out_and_the_rest_put_in_an_order_that_lasts() {
        see(T0, List.of(), session(1, ada, SessionState.OPEN, 0, 0), session(2, null, SessionState.CONNECTED, 0, 0));
        model.filter().sortBy(Comparator.comparingLong(ConnectionRow::id).reversed());
        assertThat(model.filter().shown()).extracting(ConnectionRow::id).containsExactly(2L, 1L);
        see(T0 + SECOND, List.of(make.closed(T0 + SECOND, 2, 1000, "")), session(1, ada, SessionState.OPEN, 1, 0));
        assertThat(model.filter().shown()).extracting(ConnectionRow::id).containsExactly(2L, 1L);
        model.filter().endedHiddenProperty().set(true);
        assertThat(model.filter().shown()).extracting(ConnectionRow::id).containsExactly(1L);
        model.filter().clear();
        model.filter().sortBy(null);
        assertThat(model.filter().shown()).extracting(ConnectionRow::id).containsExactly(1L, 2L);
    }

    @Test
    void a_normal_close_is_no_failure() {
        see(T0, List.of(), session(1, ada, SessionState.OPEN, 0, 0));
        see(T0 + SECOND, List.of(make.closed(T0 + SECOND, 1, 1000, "")));
        assertThat(model.rows().get(0).state()).isEqualTo("closed");
        assertThat(model.rows().get(0).failed()).isFalse();
    }

    @Test
    void while_a_client_is_being_connected_no_second_one_is() {
        model.addClient();
        assertThat(model.connectingProperty().get()).isTrue();
        added.complete("Ada");
        assertThat(model.connectingProperty().get()).isFalse();
        assertThat(model.problemProperty().get()).isEmpty();
    }

    @Test
    void a_client_that_cannot_be_connected_says_why() {
        model.addClient();
        added.completeExceptionally(new IllegalStateException("the gateway is gone"));
        assertThat(model.problemProperty().get()).isEqualTo("No client was connected: the gateway is gone");
    }

    @Test
    void a_client_that_is_not_wanted_any_more_is_no_failure() {
        model.addClient();
        model.cancelClient();
        assertThat(added).isCancelled();
        assertThat(model.connectingProperty().get()).isFalse();
        assertThat(model.problemProperty().get()).isEmpty();
    }

    @Test
    void the_chosen_session_stays_chosen_while_others_come() {
        see(T0, List.of(), session(1, ada, SessionState.OPEN, 0, 0), session(2, client("b"), SessionState.OPEN, 0, 0));
        model.select(2);
        see(
                T0 + SECOND,
                List.of(),
                session(1, ada, SessionState.OPEN, 1, 0),
                session(2, client("b"), SessionState.OPEN, 5, 0),
                session(3, client("c"), SessionState.OPENING, 0, 0));
        assertThat(model.selectedProperty().get().id()).isEqualTo(2);
        assertThat(model.selectedProperty().get().session().framesIn()).isEqualTo(5);
    }

    @Test
    void the_chosen_connection_is_closed_with_the_code_and_reason_asked_for() {
        List<String> closed = new ArrayList<>();
        ConnectionsViewModel closing = closing((id, code, reason) -> {
            closed.add(id + " " + code + " " + reason);
            return CompletableFuture.completedFuture(true);
        });
        assertThat(closing.whyNotClose()).isEqualTo("No connection is chosen.");
        closing.onFrame(new Frame(T0, List.of(), 0, snapshot(NO_COUNTS, session(7, ada, SessionState.OPEN, 0, 0))));
        assertThat(closing.whyNotClose()).isNull();
        closing.close(1012, "back soon");
        assertThat(closed).containsExactly("7 1012 back soon");
        assertThat(closing.problemProperty().get()).isEmpty();
    }

    @Test
    void a_connection_that_left_before_it_could_be_closed_is_said() {
        ConnectionsViewModel closing = closing((id, code, reason) -> CompletableFuture.completedFuture(false));
        closing.onFrame(new Frame(T0, List.of(), 0, snapshot(NO_COUNTS, session(7, ada, SessionState.OPEN, 0, 0))));
        closing.close(1000, "");
        assertThat(closing.problemProperty().get())
                .isEqualTo(Principals.shorten(ada.principal()) + " had left before it could be closed.");
    }

    @Test
    void an_ended_connection_cannot_be_closed_again() {
        ConnectionsViewModel closing = closing((id, code, reason) -> {
            throw new AssertionError("asked to close what has ended");
        });
        closing.onFrame(new Frame(T0, List.of(), 0, snapshot(NO_COUNTS, session(1, ada, SessionState.OPEN, 0, 0))));
        closing.onFrame(new Frame(T0 + SECOND, List.of(make.closed(T0 + SECOND, 1, 1000, "")), 0, snapshot(NO_COUNTS)));
        assertThat(closing.whyNotClose()).isEqualTo("The chosen connection has ended already.");
        closing.close(1000, "");
    }

    @Test
    void a_refusal_blames_no_message_as_there_may_have_been_none() {
        assertThat(CloseCodes.meaning(1008)).contains("refused").doesNotContain("message");
    }

    @Test
    void a_reason_longer_than_a_close_frame_is_refused_with_both_sizes() {
        assertThat(CloseCodes.problem("ä".repeat(61))).isNull();
        assertThat(CloseCodes.problem("ä".repeat(62))).isEqualTo("A close frame has room for 123 bytes, this has 124.");
    }

    private ConnectionsViewModel closing(SessionCloser closer) {
        return new ConnectionsViewModel(names, new AckBook(), () -> added, closer, () -> null, Runnable::run);
    }
}
