package org.icws.testbench.overview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.icws.testbench.store.TestEvents.SECOND;
import static org.icws.testbench.store.TestEvents.T0;
import static org.icws.testbench.store.TestEvents.client;
import static org.icws.testbench.store.TestEvents.counts;
import static org.icws.testbench.store.TestEvents.session;
import static org.icws.testbench.store.TestEvents.snapshot;

import java.util.List;
import org.ic4j.types.Principal;
import org.icws.gateway.Counters;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.event.SessionState;
import org.icws.gateway.protocol.poc.PocClients;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.trust.Verdict;
import org.icws.protocol.principal.Principals;
import org.icws.testbench.control.Badge.Tone;
import org.icws.testbench.control.SwimLane;
import org.icws.testbench.latency.LatencyViewModel;
import org.icws.testbench.messages.MessagesViewModel;
import org.icws.testbench.store.Frame;
import org.icws.testbench.store.NameBook;
import org.icws.testbench.store.TestEvents;
import org.junit.jupiter.api.Test;

class OverviewViewModelTest {

    private static final long MS = 1_000_000L;

    private final TestEvents make = new TestEvents();
    private final NameBook names = new NameBook();
    private final MessagesViewModel messages = new MessagesViewModel(names, 100);
    private final LatencyViewModel latency = new LatencyViewModel(messages);
    private final OverviewViewModel model = new OverviewViewModel(names, latency, messages);
    private final ClientKey ada = client("ada");

    private void see(long at, Counters counters, GatewayEvent... events) {
        Frame frame = new Frame(at, List.of(events), 0, snapshot(counters, session(1, ada, SessionState.OPEN, 1, 0)));
        messages.onFrame(frame);
        latency.onFrame(frame);
        model.onFrame(frame);
    }

    private SwimLane.Picture lane() {
        return model.laneProperty().get();
    }

    @Test
    void one_exchange_is_an_arrow_for_each_leg() {
        see(
                T0,
                counts(1, 1, 2, 0, 0),
                make.up(T0, ada, 1, "ping"),
                make.call(T0 + 50 * MS, ada, 1, 50 * MS),
                make.poll(T0 + 60 * MS, 1, 3 * MS),
                make.down(T0 + 62 * MS, ada, 2, "ping ping", Verdict.VERIFIED));
        assertThat(lane().arrows())
                .extracting(SwimLane.Arrow::label)
                .containsExactly("“ping”", "call", "certified", "poll", "1 message", "“ping ping”");
        assertThat(lane().arrows().get(5).end()).isEqualTo("ok");
        assertThat(lane().tracks()).hasSize(3);
    }

    @Test
    void clients_without_a_principal_have_tracks_and_names_of_their_own() {
        names.put(PocClients.key(18), TestEvents.CANISTER, "Ben");
        see(
                T0,
                counts(2, 0, 2, 0, 0),
                make.up(T0, PocClients.key(18), 0, "a"),
                make.up(T0 + MS, PocClients.key(19), 0, "b"));
        assertThat(lane().tracks().subList(0, 2))
                .extracting(SwimLane.Track::name, SwimLane.Track::sub)
                .containsExactly(tuple("Ben", "poc client 18"), tuple("poc client 19", ""));
    }

    @Test
    void empty_polls_fold_into_one_line_with_their_number() {
        see(T0, counts(1, 0, 1, 0, 0), make.up(T0, ada, 1, "a"));
        see(
                T0 + SECOND,
                counts(1, 0, 1, 0, 0),
                make.poll(T0 + 100 * MS, 0, MS),
                make.poll(T0 + 200 * MS, 0, MS),
                make.up(T0 + 300 * MS, ada, 2, "b"));
        assertThat(lane().gaps()).extracting(SwimLane.Gap::text).containsExactly("quiet for 300 ms · 2 empty polls");
    }

    @Test
    void a_long_quiet_stretch_is_told_in_minutes_and_not_painted_again_before_the_next() {
        see(T0, counts(1, 0, 1, 0, 0), make.up(T0, ada, 1, "a"));
        see(T0 + 61 * SECOND, counts(1, 0, 1, 0, 0), make.poll(T0 + MS, 0, MS), make.poll(T0 + 61 * SECOND, 0, MS));
        SwimLane.Picture first = lane();
        assertThat(first.gaps())
                .extracting(SwimLane.Gap::text)
                .containsExactly("quiet for 1 min · polls bring nothing");
        see(T0 + 100 * SECOND, counts(1, 0, 1, 0, 0), make.poll(T0 + 100 * SECOND, 0, MS));
        assertThat(lane()).isEqualTo(first);
        see(T0 + 130 * SECOND, counts(1, 0, 1, 0, 0), make.poll(T0 + 130 * SECOND, 0, MS));
        assertThat(lane().gaps())
                .extracting(SwimLane.Gap::text)
                .containsExactly("quiet for 2 min · polls bring nothing");
    }

    @Test
    void a_failed_proof_is_the_first_thing_said() {
        see(T0, counts(5, 5, 9, 1, 0), make.down(T0, ada, 1, "x", Verdict.FAILED));
        assertThat(model.healthProperty().get().tone()).isEqualTo(Tone.FAIL);
        assertThat(model.healthProperty().get().verdict()).isEqualTo("1 message failed verification");
        assertThat(lane().arrows().get(0).family()).isEqualTo("fail");
    }

    @Test
    void a_connection_that_ended_with_an_error_is_said_for_a_minute() {
        see(
                T0 + SECOND,
                counts(5, 5, 10, 0, 0),
                make.closed(T0, 1, 1000, ""),
                make.closed(T0 + SECOND, 2, 1003, "Text frames are not understood"));
        Health health = model.healthProperty().get();
        assertThat(health.tone()).isEqualTo(Tone.WARN);
        assertThat(health.verdict()).isEqualTo("1 connection ended with an error");
        assertThat(health.facts()).isEqualTo("in the last minute: 1003, Text frames are not understood.");
        assertThat(health.target()).isEqualTo(Health.Target.CONNECTIONS);
        see(T0 + 62 * SECOND, counts(5, 5, 10, 0, 0), make.poll(T0 + 62 * SECOND, 0, MS));
        assertThat(model.healthProperty().get().verdict()).isEqualTo("Healthy");
    }

    @Test
    void a_refused_call_of_a_client_that_has_gone_is_said_for_a_minute_and_a_refused_close_is_not() {
        see(
                T0 + SECOND,
                counts(5, 5, 10, 0, 0),
                make.closed(T0, 1, 1000, ""),
                make.refusedCall(T0 + SECOND, "ws_message", "the client is not known"),
                make.refusedCall(T0 + SECOND, "ws_close", "the client is not known"));
        Health health = model.healthProperty().get();
        assertThat(health.tone()).isEqualTo(Tone.WARN);
        assertThat(health.verdict()).isEqualTo("1 call did not end well");
        assertThat(health.facts()).isEqualTo("in the last minute: the client is not known.");
        assertThat(health.target()).isEqualTo(Health.Target.CALLS);
        see(T0 + 62 * SECOND, counts(5, 5, 10, 0, 0), make.poll(T0 + 62 * SECOND, 0, MS));
        assertThat(model.healthProperty().get().verdict()).isEqualTo("Healthy");
    }

    private GatewayEvent failed(Principal canister, String what) {
        return new GatewayEvent.PollFailed(990, T0, canister, 0, what, MS);
    }

    @Test
    void polls_of_one_canister_that_fail_are_said_until_that_one_answers_or_is_not_polled_any_more() {
        names.put(TestEvents.CANISTER, "my_chat");
        Principal other = Principals.canisterId(77);
        see(
                T0,
                counts(5, 5, 10, 0, 0),
                failed(
                        TestEvents.CANISTER,
                        "rejected with code 5: Error from Canister bkyz2-fmaaa-aaaaa-qaaaq-cai: Canister called"
                                + " `ic0.trap` with message: 'index out of bounds'"),
                new GatewayEvent.PollCompleted(991, T0, other, 1, 0, true, MS, null, null));
        assertThat(model.healthProperty().get().verdict()).isEqualTo("Polling fails");
        assertThat(model.healthProperty().get().facts()).isEqualTo("my_chat: trapped: index out of bounds");
        see(T0 + SECOND, counts(5, 5, 10, 0, 0), make.poll(T0 + SECOND, 0, MS));
        assertThat(model.healthProperty().get().verdict()).isEqualTo("Healthy");
        see(T0 + SECOND, counts(5, 5, 10, 0, 0), failed(other, "no answer within 10 s"));
        assertThat(model.healthProperty().get().verdict())
                .as("nobody is connected to it any more")
                .isEqualTo("Healthy");
    }

    @Test
    void a_percentile_of_few_polls_says_how_few_they_are() {
        GatewayEvent[] polls = new GatewayEvent[40];
        for (int i = 0; i < polls.length; i++) {
            polls[i] = make.poll(T0 + i * MS, 0, i < 3 ? 268 * MS : 4 * MS);
        }
        see(T0 + SECOND, counts(5, 5, 10, 0, 0), polls);
        assertThat(model.healthProperty().get().facts()).contains("p95 of 40 polls 268 ms");
        assertThat(model.tilesProperty().get().polling().note()).startsWith("of 40 polls");
    }

    @Test
    void a_number_that_came_twice_is_not_called_missing() {
        see(T0, counts(2, 0, 2, 0, 0), make.up(T0, ada, 4, "a"), make.up(T0, ada, 4, "a"));
        Health health = model.healthProperty().get();
        assertThat(health.verdict()).isEqualTo("1 sequence number does not follow");
        assertThat(health.target()).isEqualTo(Health.Target.GAPS);
    }

    @Test
    void all_well_is_said_with_numbers() {
        see(T0, counts(5, 5, 10, 0, 0), make.poll(T0, 0, MS));
        assertThat(model.healthProperty().get())
                .isEqualTo(new Health(
                        Tone.OK,
                        "Healthy",
                        "1 connection, 1 poll so far, no gaps, 100 % of messages verified.",
                        Health.Target.NONE));
    }

    @Test
    void one_hundred_percent_means_every_single_message() {
        see(T0, counts(1, 1, 99_999, 0, 1));
        assertThat(model.tilesProperty().get().verified().value()).isEqualTo("99");
    }

    @Test
    void the_newest_answer_is_looked_at_while_following_and_a_chosen_one_stays() {
        see(T0, counts(1, 1, 1, 0, 0), make.down(T0, ada, 1, "a", Verdict.VERIFIED));
        long first = model.glanceProperty().get().id();
        see(T0 + 1, counts(1, 1, 1, 0, 0), make.down(T0 + 1, ada, 2, "b", Verdict.VERIFIED));
        assertThat(model.glanceProperty().get().id()).isGreaterThan(first);
        model.look(first);
        see(T0 + 2, counts(1, 1, 1, 0, 0), make.down(T0 + 2, ada, 3, "c", Verdict.VERIFIED));
        assertThat(model.glanceProperty().get().id()).isEqualTo(first);
        assertThat(model.followingProperty().get()).isFalse();
    }

    @Test
    void more_clients_than_tracks_share_the_last_one() {
        for (int i = 0; i < 6; i++) {
            see(T0 + i, counts(1, 1, 1, 0, 0), make.up(T0 + i, client("c" + i), 1, "x"));
        }
        List<SwimLane.Track> clients =
                lane().tracks().stream().filter(t -> t.lane() == 0).toList();
        assertThat(clients).hasSize(4);
        assertThat(clients.get(3).name()).matches("\\d+ others");
    }
}
