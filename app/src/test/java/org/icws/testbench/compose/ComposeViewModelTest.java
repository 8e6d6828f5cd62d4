package org.icws.testbench.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.store.TestEvents.T0;
import static org.icws.testbench.store.TestEvents.candid;
import static org.icws.testbench.store.TestEvents.frame;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.trust.Verdict;
import org.icws.protocol.candid.CandidDecoder;
import org.icws.protocol.candid.CandidException;
import org.icws.protocol.principal.Principals;
import org.icws.testbench.Await;
import org.icws.testbench.store.NameBook;
import org.icws.testbench.store.TestEvents;
import org.junit.jupiter.api.Test;

class ComposeViewModelTest {

    private static final long MS = 1_000_000L;

    private final TestEvents make = new TestEvents();
    private final AtomicLong now = new AtomicLong(T0);
    private final FakeSender ada = new FakeSender("Ada");
    private final ComposeViewModel model = new ComposeViewModel(Runnable::run, now::getAndIncrement, new NameBook());

    private void write(String text) {
        model.setSenders(List.of(ada));
        model.editor().editLeaf("text", text);
    }

    private TestSender.Exchange exchange(long number, String text) {
        return new TestSender.Exchange(number, T0, number + 1, T0 + 90 * MS, candid(text));
    }

    @Test
    void without_a_client_it_says_why_it_cannot_send() {
        assertThat(model.blockedProperty().get()).isEqualTo("There is no client of our own to send as.");
        model.send();
        assertThat(model.lastProperty().get()).isNull();
    }

    @Test
    void the_message_stays_and_the_result_follows() {
        write("hello");
        model.send();
        assertThat(model.editor().leafText("text")).isEqualTo("hello");
        assertThat(CandidDecoder.decode(ada.sent.get(0))
                        .get(0)
                        .asRecord()
                        .get("timestamp")
                        .asLong())
                .as("the time of sending, in the field that is left to it")
                .isGreaterThanOrEqualTo(T0);
        assertThat(model.lastProperty().get().state()).isEqualTo(SentMessage.State.UNDER_WAY);
        ada.number.complete(3L);
        ada.answer.complete(exchange(3, "hello ping"));
        SentMessage last = model.lastProperty().get();
        assertThat(last.state()).isEqualTo(SentMessage.State.ANSWERED);
        assertThat(last.draft().summary()).isEqualTo("“hello”");
        assertThat(model.history()).containsExactly(last);
    }

    @Test
    void the_proof_is_added_when_the_gateway_has_seen_both_ways() {
        write("ping");
        model.send();
        ada.number.complete(3L);
        ada.answer.complete(exchange(3, "ping ping"));
        assertThat(model.lastProperty().get().proof()).isNull();
        model.onFrame(frame(
                T0 + 100 * MS,
                List.of(
                        make.up(T0 + MS, ada.key, 3, "ping"),
                        make.call(T0 + 50 * MS, ada.key, 3, 49 * MS),
                        make.down(T0 + 88 * MS, ada.key, 4, "ping ping", Verdict.VERIFIED))));
        SentMessage last = model.lastProperty().get();
        assertThat(last.proof().verdict()).isEqualTo(Verdict.VERIFIED);
        assertThat(last.way().gatewayNanos()).isEqualTo(T0 + MS);
        assertThat(last.way().certifiedNanos()).isEqualTo(T0 + 50 * MS);
        assertThat(last.way().requestId()).hasSize(64);
    }

    /** Clients of the proof of concept have no key but their number, which each canister counts for itself. */
    @Test
    void what_a_client_of_another_canister_does_under_the_same_key_is_not_taken_for_ours() {
        write("ping");
        model.send();
        ada.number.complete(3L);
        GatewayEvent.ClientMessage other = make.up(T0 + MS, ada.key, 3, "ping");
        model.onFrame(frame(
                T0 + 100 * MS,
                List.of(
                        new GatewayEvent.ClientMessage(
                                other.sequence(),
                                other.atNanos(),
                                other.sessionId(),
                                Principals.canisterId(9),
                                other.clientKey(),
                                other.method(),
                                other.sequenceNumber(),
                                other.kind(),
                                other.frame(),
                                other.appContent(),
                                other.requestId(),
                                other.proof()),
                        make.call(T0 + 50 * MS, ada.key, 3, 49 * MS))));
        assertThat(model.lastProperty().get().state()).isEqualTo(SentMessage.State.UNDER_WAY);
        assertThat(model.lastProperty().get().way().requestId()).isEmpty();
    }

    @Test
    void a_message_that_nothing_follows_is_accepted_once_its_call_was_answered() {
        write("ping");
        model.send();
        ada.number.complete(3L);
        model.onFrame(frame(
                T0 + 100 * MS,
                List.of(make.up(T0 + MS, ada.key, 3, "ping"), make.call(T0 + 50 * MS, ada.key, 3, 49 * MS))));
        assertThat(model.lastProperty().get().state()).isEqualTo(SentMessage.State.ACCEPTED);
        ada.answer.completeExceptionally(new TimeoutException());
        assertThat(model.lastProperty().get().state()).isEqualTo(SentMessage.State.ACCEPTED);
    }

    @Test
    void a_failure_keeps_its_reason() {
        write("x");
        model.send();
        ada.answer.completeExceptionally(new IllegalStateException("The connection was closed."));
        assertThat(model.lastProperty().get().state()).isEqualTo(SentMessage.State.FAILED);
        assertThat(model.lastProperty().get().failure()).isEqualTo("The connection was closed.");
    }

    @Test
    void a_client_that_is_gone_blocks_with_its_reason() {
        write("x");
        assertThat(model.blockedProperty().get()).isNull();
        ada.reason = "Ada is not connected any more.";
        model.onFrame(frame(T0, List.of()));
        assertThat(model.blockedProperty().get()).isEqualTo("Ada is not connected any more.");
        model.send();
        assertThat(ada.sent).isEmpty();
    }

    @Test
    void what_does_not_fit_blocks_with_its_reason_and_stays_as_it_was_typed() {
        write("x");
        model.editor().editText("record { text = 5 }");
        assertThat(model.blockedProperty().get()).isEqualTo("Expected a text, found a number.");
        assertThat(model.editor().textProperty().get()).isEqualTo("record { text = 5 }");
        model.send();
        assertThat(ada.sent).isEmpty();
    }

    @Test
    void the_history_is_bounded_and_can_be_walked() {
        model.setSenders(List.of(ada));
        for (int i = 0; i < ComposeViewModel.HISTORY + 5; i++) {
            model.editor().editLeaf("text", "number " + i);
            model.send();
        }
        assertThat(model.history()).hasSize(ComposeViewModel.HISTORY);
        model.recall(1);
        assertThat(model.editor().leafText("text")).isEqualTo("number 104");
        model.recall(1);
        assertThat(model.editor().leafText("text")).isEqualTo("number 103");
        model.recall(-1);
        assertThat(model.editor().leafText("text")).isEqualTo("number 104");
    }

    @Test
    void saved_messages_and_history_are_kept_and_come_back() {
        List<SavedMessage> keptSaved = new ArrayList<>();
        List<SentMessage> keptHistory = new ArrayList<>();
        ComposeStore store = new ComposeStore() {
            @Override
            public Kept load() {
                return new Kept(List.copyOf(keptSaved), List.copyOf(keptHistory), "");
            }

            @Override
            public void save(List<SavedMessage> saved, List<SentMessage> history) {
                keptSaved.clear();
                keptSaved.addAll(saved);
                keptHistory.clear();
                keptHistory.addAll(history);
            }
        };
        model.setStore(store, store.load());
        write("hello");
        model.send();
        ada.number.complete(3L);
        ada.answer.complete(exchange(3, "hello ping"));
        model.save("A greeting");
        model.editor().editLeaf("text", "other");
        model.save("Another");
        model.save("A greeting");
        assertThat(model.saved()).extracting(SavedMessage::name).containsExactly("A greeting", "Another");

        ComposeViewModel next = new ComposeViewModel(Runnable::run, now::get, new NameBook());
        next.setStore(store, store.load());
        next.setSenders(List.of(ada));
        next.use(next.saved().get(0).draft());
        assertThat(next.editor().leafText("text")).isEqualTo("other");
        next.recall(1);
        assertThat(next.editor().leafText("text")).isEqualTo("hello");
        next.forget(next.saved().get(0));
        assertThat(keptSaved).hasSize(1);
    }

    @Test
    void raw_bytes_go_as_they_are_and_wrong_digits_are_named() {
        model.setSenders(List.of(ada));
        model.kindProperty().set(Draft.Kind.BYTES);
        model.rawProperty().set("d9 d9 f7 a");
        assertThat(model.blockedProperty().get()).contains("hexadecimal digits");
        model.rawProperty().set("d9 d9 f7 a0");
        model.send();
        assertThat(ada.sent.get(0)).containsExactly(0xd9, 0xd9, 0xf7, 0xa0);
        ada.number.complete(0L);
        assertThat(model.lastProperty().get().state()).isEqualTo(SentMessage.State.SENT);
        assertThat(model.lastProperty().get().draft().summary()).isEqualTo("4 bytes");
    }

    @Test
    void an_empty_raw_frame_is_not_sent_by_accident() {
        model.setSenders(List.of(ada));
        model.kindProperty().set(Draft.Kind.BYTES);
        assertThat(model.blockedProperty().get()).startsWith("There are no bytes yet.");
        model.send();
        model.rawProperty().set(" 0x ");
        model.send();
        model.rawProperty().set("");
        model.kindProperty().set(Draft.Kind.TEXT_FRAME);
        assertThat(model.blockedProperty().get()).isEqualTo("There is no text yet.");
        model.send();
        assertThat(ada.sent).isEmpty();
        assertThat(model.history()).isEmpty();
        model.rawProperty().set("00");
        assertThat(model.blockedProperty().get()).isNull();
    }

    @Test
    void a_raw_frame_that_ends_its_connection_says_so_and_one_long_before_the_end_does_not() {
        model.setSenders(List.of(ada));
        model.kindProperty().set(Draft.Kind.TEXT_FRAME);
        model.rawProperty().set("hello");
        model.send();
        ada.number.complete(0L);
        assertThat(model.lastProperty().get().state()).isEqualTo(SentMessage.State.SENT);
        now.addAndGet(6_000 * MS);
        model.onFrame(frame(now.get(), List.of()));
        ada.reason = "Ada is not connected any more: 1001";
        model.onFrame(frame(now.get(), List.of()));
        assertThat(model.lastProperty().get().state()).isEqualTo(SentMessage.State.SENT);

        ada.reason = null;
        model.send();
        ada.reason = "Ada is not connected any more: 1003 Text frames are not understood";
        model.onFrame(frame(now.get(), List.of()));
        assertThat(model.lastProperty().get().state()).isEqualTo(SentMessage.State.FAILED);
        assertThat(model.lastProperty().get().failure()).contains("1003 Text frames are not understood");
    }

    @Test
    void what_a_burst_sends_is_in_the_history_once() {
        write("many");
        model.startBurst(3, 1);
        model.stopBurst();
        assertThat(model.history()).hasSize(1);
        assertThat(model.history().get(0).draft().summary()).isEqualTo("“many”");
        assertThat(model.lastProperty().get()).isNull();
    }

    @Test
    void the_history_tells_that_all_of_a_burst_was_answered() {
        ada.number.complete(1L);
        ada.answer.complete(exchange(1, "many"));
        write("many");
        model.startBurst(1, 1);
        Await.until("the answer is in the history", () -> {
            model.onFrame(frame(T0, List.of()));
            return model.history().get(0).state() == SentMessage.State.ANSWERED;
        });
        assertThat(model.history().get(0).tookNanos()).isPositive();
        assertThat(model.lastProperty().get()).isNull();
    }

    @Test
    void the_history_tells_why_a_burst_ended_early() {
        ada.number.completeExceptionally(new IllegalStateException("The gateway has gone."));
        write("many");
        model.startBurst(5, 1);
        Await.until("the reason is in the history", () -> {
            model.onFrame(frame(T0, List.of()));
            return model.history().get(0).state() == SentMessage.State.FAILED;
        });
        assertThat(model.history().get(0).failure()).isEqualTo("The gateway has gone.");
    }

    @Test
    void a_message_that_passed_the_gateway_is_written_again_as_its_client() {
        FakeSender ben = new FakeSender("Ben");
        ben.type = new CompletableFuture<>();
        model.setSenders(List.of(ada, ben));
        model.writeAgain(ben.key, ben.canister(), candid("once more"));
        assertThat(model.senderProperty().get()).isSameAs(ben);
        assertThat(model.editor().leafText("text")).isEqualTo("once more");
    }

    @Test
    void an_interface_that_cannot_be_had_leaves_the_text_side_and_one_can_be_pasted() {
        ada.type = new CompletableFuture<>();
        model.setSenders(List.of(ada));
        assertThat(model.typeNoteProperty().get()).startsWith("Asking the network");
        ada.type.completeExceptionally(new IllegalStateException("The network does not answer."));
        assertThat(model.typeNoteProperty().get()).isEqualTo("The network does not answer.");
        assertThat(model.editor().typeProperty().get().isKnown()).isFalse();

        model.editor().editText("record { 1 : nat8; \"x\" }");
        assertThat(model.blockedProperty().get()).isNull();
        CandidException wrong = model.pasteInterface("service : {");
        assertThat(wrong).hasMessageContaining("Expected a method");
        assertThat(model.pasteInterface(FakeSender.PING_PONG)).isNull();
        assertThat(model.editor().typeProperty().get().isKnown()).isTrue();
        assertThat(model.typeNoteProperty().get()).isEmpty();
    }
}
