package org.icws.testbench.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.store.TestEvents.SECOND;
import static org.icws.testbench.store.TestEvents.T0;
import static org.icws.testbench.store.TestEvents.client;
import static org.icws.testbench.store.TestEvents.frame;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javafx.collections.ListChangeListener;
import org.icws.gateway.event.CallOutcome;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.trust.Verdict;
import org.icws.testbench.control.Badge.Tone;
import org.icws.testbench.control.FactGrid.Entry;
import org.icws.testbench.store.Frame;
import org.icws.testbench.store.NameBook;
import org.icws.testbench.store.TestEvents;
import org.junit.jupiter.api.Test;

class MessagesViewModelTest {

    private final TestEvents make = new TestEvents();
    private final NameBook names = new NameBook();
    private MessagesViewModel model = new MessagesViewModel(names, 10);
    private final ClientKey ada = client("ada");

    private void exchange(String text) {
        model.onFrame(frame(
                T0,
                List.of(
                        make.up(T0, ada, 1, text),
                        make.call(T0 + 50_000_000, ada, 1, 50_000_000),
                        make.poll(T0 + 60_000_000, 1, 3_000_000),
                        make.down(T0 + 62_000_000, ada, 2, text + " ping", Verdict.VERIFIED))));
    }

    @Test
    void messages_of_both_directions_become_rows_and_polls_do_not() {
        names.put(ada.principal(), "Ada");
        names.put(TestEvents.CANISTER, "ping_pong");
        exchange("ping");
        assertThat(model.rows()).hasSize(2);
        MessageRow up = model.rows().get(0);
        assertThat(up.directionWord()).isEqualTo("up");
        assertThat(up.client()).isEqualTo("Ada");
        assertThat(up.canister()).isEqualTo("ping_pong");
        assertThat(up.verdictWord()).isEqualTo("signed");
        assertThat(up.preview()).isEqualTo("“ping”");
        MessageRow down = model.rows().get(1);
        assertThat(down.directionTone()).isEqualTo(Tone.DOWN);
        assertThat(down.verdictWord()).isEqualTo("cert");
        assertThat(down.delta()).isEqualTo("+62");
        assertThat(down.preview()).isEqualTo("“ping ping”");
    }

    @Test
    void a_name_that_becomes_known_later_shows_on_earlier_rows() {
        exchange("ping");
        names.put(ada.principal(), "Ada");
        assertThat(model.rows().get(0).client()).isEqualTo("Ada");
    }

    @Test
    void the_answer_to_a_call_is_found_by_its_request() {
        exchange("ping");
        assertThat(model.rows().get(0).callNanos()).isEqualTo(50_000_000);
        assertThat(model.rows().get(0).outcome()).isEqualTo(CallOutcome.REPLIED_OK);
        assertThat(model.rows().get(1).outcome()).isNull();
    }

    @Test
    void a_failed_proof_marks_the_row_and_names_the_step() {
        model.onFrame(frame(T0, List.of(make.down(T0, ada, 1, "x", Verdict.FAILED))));
        MessageRow row = model.rows().get(0);
        assertThat(row.rowStyle()).isEqualTo("fail");
        assertThat(row.preview()).isEqualTo("failed: Content hash at the key");
    }

    @Test
    void a_refused_frame_is_a_row_with_code_and_reason() {
        model.onFrame(frame(T0, List.of(make.refused(T0, "not a signed request"))));
        assertThat(model.rows().get(0).preview()).isEqualTo("1008 · not a signed request");
        assertThat(model.rows().get(0).verdictTone()).isEqualTo(Tone.FAIL);
    }

    @Test
    void a_gap_is_counted_and_shown() {
        model.onFrame(frame(
                T0,
                List.of(make.down(T0, ada, 1, "a", Verdict.VERIFIED), make.down(T0, ada, 4, "b", Verdict.VERIFIED))));
        assertThat(model.rows().get(1).verdictWord()).isEqualTo("gap +2");
        assertThat(model.suspiciousCount()).isEqualTo(1);
    }

    @Test
    void the_filter_wants_all_words_and_can_hide_service_messages() {
        exchange("hello");
        model.onFrame(frame(T0 + SECOND, List.of(make.service(T0 + SECOND, ada, 3, "AckMessage"))));
        assertThat(model.shown()).hasSize(3);
        model.serviceHiddenProperty().set(true);
        assertThat(model.shown()).hasSize(2);
        model.filterProperty().set("UP hello");
        assertThat(model.shown()).hasSize(1);
        model.filterProperty().set("nothing like this");
        assertThat(model.shown()).isEmpty();
        assertThat(model.rows()).hasSize(3);
    }

    @Test
    void rows_beyond_the_capacity_go_in_chunks_and_are_counted() {
        List<GatewayEvent> many = new ArrayList<>();
        for (int i = 1; i <= 25; i++) {
            many.add(make.down(T0 + i, ada, i, "m" + i, Verdict.VERIFIED));
        }
        model.followingProperty().set(false);
        model.onFrame(new Frame(T0, many, 4, TestEvents.snapshot(TestEvents.NO_COUNTS)));
        assertThat(model.rows()).hasSize(9);
        assertThat(model.rows().get(8).sequenceNumber()).isEqualTo(25);
        assertThat(model.droppedProperty().get()).isEqualTo(16 + 4);
    }

    @Test
    void a_full_table_that_follows_has_always_the_newest_in_the_same_places() {
        stream(1, 40, 3, "x");
        List<String> told = changes();
        stream(41, 90, 3, "x");
        assertThat(told).as("changes of the table's list").isEmpty();
        assertThat(model.rows()).hasSize(10);
        assertThat(model.shown()).isEqualTo(model.rows());
        assertThat(numbers(model.shown())).containsExactly(81L, 82L, 83L, 84L, 85L, 86L, 87L, 88L, 89L, 90L);
        assertThat(model.droppedProperty().get()).isEqualTo(80);
        assertThat(model.keptBytes())
                .isEqualTo(
                        model.rows().stream().mapToLong(MessageRow::byteCount).sum());
    }

    @Test
    void with_a_chosen_or_a_pinned_row_every_change_of_a_full_table_is_told() {
        stream(1, 20, 1, "x");
        model.selectedProperty().set(model.rows().get(9));
        List<String> told = changes();
        stream(21, 22, 1, "x");
        assertThat(told).isNotEmpty();
        model.selectedProperty().set(null);
        model.togglePin(model.rows().get(5));
        told.clear();
        stream(23, 30, 1, "x");
        assertThat(told).isNotEmpty();
        assertThat(model.rows().get(0).note().pinned()).isTrue();
    }

    @Test
    void marks_on_rows_that_have_gone_count_no_more() {
        stream(1, 10, 1, "x");
        model.toggleMark(model.rows().get(2));
        model.toggleMark(model.rows().get(9));
        assertThat(model.noteCountProperty().get()).isEqualTo(2);
        stream(11, 15, 1, "x");
        assertThat(model.noteCountProperty().get()).isEqualTo(1);
    }

    @Test
    void a_filtered_table_that_is_full_shows_exactly_what_is_kept_and_passes() {
        model = new MessagesViewModel(new NameBook(), 100);
        model.filterProperty().set("odd");
        Random random = new Random(5);
        for (int i = 1; i <= 3_000; i++) {
            stream(i, i, 1, random.nextInt(3) == 0 ? "odd" : "even");
            assertThat(model.rows().size()).isBetween(Math.min(i, 80), 100);
            assertThat(model.rows().size() + model.droppedProperty().get()).isEqualTo(i);
            assertThat(model.shown())
                    .isEqualTo(model.rows().stream()
                            .filter(row -> row.preview().contains("odd"))
                            .toList());
        }
    }

    private void stream(int first, int last, int each, String content) {
        for (int i = first; i <= last; i += each) {
            List<GatewayEvent> some = new ArrayList<>();
            for (int k = i; k < i + each && k <= last; k++) {
                some.add(make.down(T0 + k, ada, k, content, Verdict.VERIFIED));
            }
            model.onFrame(frame(T0, some));
        }
    }

    private List<String> changes() {
        List<String> told = new ArrayList<>();
        model.shown().addListener((ListChangeListener<MessageRow>) change -> told.add(change.toString()));
        return told;
    }

    private static List<Long> numbers(List<MessageRow> rows) {
        return rows.stream().map(MessageRow::sequenceNumber).toList();
    }

    @Test
    void a_pause_keeps_what_comes_and_resuming_shows_it() {
        model.pausedProperty().set(true);
        exchange("ping");
        assertThat(model.rows()).isEmpty();
        assertThat(model.waitingCountProperty().get()).isEqualTo(2);
        model.pausedProperty().set(false);
        assertThat(model.rows()).hasSize(2);
        assertThat(model.waitingCountProperty().get()).isZero();
    }

    @Test
    void another_network_starts_from_nothing() {
        exchange("ping");
        model.select(model.rows().get(0).id());
        model.clear();
        assertThat(model.rows()).isEmpty();
        assertThat(model.selectedProperty().get()).isNull();
        exchange("again");
        assertThat(model.rows().get(0).index()).isEqualTo("1");
        assertThat(model.suspiciousCount()).isZero();
    }

    @Test
    void choosing_a_hidden_message_clears_the_filter() {
        exchange("ping");
        model.filterProperty().set("no match");
        long id = model.rows().get(1).id();
        model.select(id);
        assertThat(model.selectedProperty().get().id()).isEqualTo(id);
        assertThat(model.shown()).contains(model.selectedProperty().get());
        assertThat(model.followingProperty().get()).isFalse();
    }

    @Test
    void an_answer_that_is_told_before_its_message_is_not_lost() {
        model.onFrame(frame(T0, List.of(make.call(T0, ada, 1, 7_000_000))));
        model.onFrame(frame(T0, List.of(make.up(T0, ada, 1, "proved late"))));

        assertThat(model.rows().get(0).callNanos()).isEqualTo(7_000_000);
    }

    @Test
    void a_filter_that_means_nothing_leaves_the_one_before_in_force() {
        exchange("hello");
        model.filterProperty().set("~dir up");
        assertThat(model.shown()).hasSize(1);

        model.filterProperty().set("~dir up & (");

        assertThat(model.filter().problemProperty().get()).contains("missing");
        assertThat(model.filter().problemAt()).isEqualTo(11);
        assertThat(model.filter().appliedProperty().get()).isEqualTo("~dir up");
        assertThat(model.shown()).hasSize(1);
    }

    @Test
    void pinned_rows_survive_trimming_and_clearing_and_keep_their_contents() {
        exchange("keep me");
        model.togglePin(model.rows().get(0));
        List<GatewayEvent> many = new ArrayList<>();
        for (int i = 3; i <= 40; i++) {
            many.add(make.down(T0 + i, ada, i, "m" + i, Verdict.VERIFIED));
        }
        model.onFrame(frame(T0, many));
        assertThat(model.rows().get(0).preview()).isEqualTo("“keep me”");

        model.clearUnpinned();

        assertThat(model.rows()).hasSize(1);
        assertThat(model.rows().get(0).content()).isEqualTo(TestEvents.candid("keep me"));
    }

    @Test
    void marks_and_comments_are_counted_and_found() {
        exchange("hello");
        model.toggleMark(model.rows().get(1));
        model.comment(model.rows().get(0), " odd ");

        assertThat(model.noteCountProperty().get()).isEqualTo(2);
        model.filterProperty().set("~marked | ~note odd");
        assertThat(model.shown()).hasSize(2);
        model.comment(model.rows().get(0), "");
        assertThat(model.noteCountProperty().get()).isEqualTo(1);
    }

    @Test
    void time_is_shown_three_ways_and_from_a_reference() {
        exchange("hello");
        MessageRow second = model.rows().get(1);
        model.timeModeProperty().set(TimeMode.SINCE_START);
        assertThat(model.timeText(second)).isEqualTo("0.062");
        model.timeModeProperty().set(TimeMode.SINCE_PREVIOUS);
        assertThat(model.timeText(second)).isEqualTo("0.062");
        model.timeModeProperty().set(TimeMode.SINCE_START);
        model.referenceProperty().set(second);
        assertThat(model.timeText(model.rows().get(0))).isEqualTo("−0.062");
        assertThat(model.deltaToChosen(model.rows().get(0))).isEqualTo("−62");
    }

    @Test
    void the_neighbour_in_a_sequence_is_of_the_same_client_and_direction() {
        exchange("a");
        model.onFrame(frame(T0, List.of(make.down(T0, client("ben"), 9, "b", Verdict.VERIFIED))));
        model.onFrame(frame(T0, List.of(make.down(T0, ada, 5, "c", Verdict.VERIFIED))));
        MessageRow gap = model.rows().get(3);

        assertThat(gap.verdictWord()).isEqualTo("gap +2");
        assertThat(model.neighbour(gap, -1).orElseThrow().sequenceNumber()).isEqualTo(2);
        assertThat(model.neighbour(gap, 1)).isEmpty();
    }

    @Test
    void hidden_service_messages_still_show_when_they_need_eyes() {
        model.serviceHiddenProperty().set(true);
        model.onFrame(
                frame(T0, List.of(make.service(T0, ada, 1, "OpenMessage"), make.service(T0, ada, 5, "AckMessage"))));

        assertThat(model.shown()).hasSize(1);
        assertThat(model.shown().get(0).verdictWord()).isEqualTo("gap +3");
    }

    @Test
    void a_number_that_does_not_follow_is_said_in_the_detail_beside_the_row_that_shows_why() {
        model.onFrame(frame(
                T0,
                List.of(
                        make.up(T0, ada, 1, "one"),
                        make.up(T0, ada, 2, "two"),
                        make.up(T0, ada, 1, "one"),
                        make.up(T0, ada, 5, "five"))));
        MessageRow repeated = model.rows().get(2);
        MessageRow gap = model.rows().get(3);

        assertThat(MessageDetail.facts(model.rows().get(0))).contains(new Entry("Number", "seq 1"));
        assertThat(MessageDetail.facts(repeated))
                .contains(new Entry("Number", "seq 1, repeated: this number was there before", "fg-warn"));
        assertThat(model.reasonOf(repeated)).contains(model.rows().get(0));
        assertThat(MessageDetail.facts(gap))
                .contains(new Entry("Number", "seq 5, gap +2: seq 3 to 4 are missing", "fg-warn"));
        assertThat(model.reasonOf(gap)).contains(repeated);
    }

    @Test
    void a_client_that_connects_again_is_not_judged_by_what_it_sent_before() {
        exchange("a");
        model.onFrame(frame(
                T0,
                List.of(
                        new GatewayEvent.SessionIdentified(900, T0, 7, ada, TestEvents.CANISTER),
                        make.up(T0, ada, 0, "b"))));

        assertThat(model.rows().get(2).isOutOfSequence()).isFalse();
    }
}
