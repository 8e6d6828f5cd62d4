package org.icws.testbench.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.store.TestEvents.CANISTER;
import static org.icws.testbench.store.TestEvents.T0;
import static org.icws.testbench.store.TestEvents.candid;
import static org.icws.testbench.store.TestEvents.client;
import static org.icws.testbench.store.TestEvents.frame;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.ic4j.types.Principal;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.trust.Verdict;
import org.icws.testbench.store.TestEvents;
import org.junit.jupiter.api.Test;

class ComposeViewModelTest {

    private static final long MS = 1_000_000L;

    private final TestEvents make = new TestEvents();
    private final FakeSender ada = new FakeSender();
    private final ComposeViewModel model = new ComposeViewModel(Runnable::run, () -> T0);

    private static final class FakeSender implements TestSender {

        private final ClientKey key = client("ada");
        private CompletableFuture<Exchange> answer = new CompletableFuture<>();
        private String reason;
        private int sent;

        @Override
        public String name() {
            return "Ada";
        }

        @Override
        public ClientKey key() {
            return key;
        }

        @Override
        public Principal canister() {
            return CANISTER;
        }

        @Override
        public String unavailable() {
            return reason;
        }

        @Override
        public CompletableFuture<Exchange> send(byte[] bytes) {
            sent++;
            return answer;
        }
    }

    @Test
    void without_a_client_it_says_why_it_cannot_send() {
        assertThat(model.blockedProperty().get()).isEqualTo("There is no client of our own to send as.");
        model.send();
        assertThat(model.lastProperty().get()).isNull();
    }

    @Test
    void the_text_stays_and_the_result_follows() {
        model.setSenders(List.of(ada));
        model.textProperty().set("hello");
        model.send();
        assertThat(model.textProperty().get()).isEqualTo("hello");
        assertThat(model.lastProperty().get().state()).isEqualTo(SentMessage.State.UNDER_WAY);
        ada.answer.complete(new TestSender.Exchange(3, T0, 4, T0 + 90 * MS, candid("hello ping")));
        SentMessage last = model.lastProperty().get();
        assertThat(last.state()).isEqualTo(SentMessage.State.ANSWERED);
        assertThat(model.history()).containsExactly(last);
    }

    @Test
    void the_proof_is_added_when_the_gateway_has_seen_both_ways() {
        model.setSenders(List.of(ada));
        model.send();
        ada.answer.complete(new TestSender.Exchange(3, T0, 4, T0 + 90 * MS, candid("ping ping")));
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
    }

    @Test
    void a_failure_keeps_its_reason() {
        model.setSenders(List.of(ada));
        model.send();
        ada.answer.completeExceptionally(new IllegalStateException("The connection was closed."));
        assertThat(model.lastProperty().get().state()).isEqualTo(SentMessage.State.FAILED);
        assertThat(model.lastProperty().get().failure()).isEqualTo("The connection was closed.");
    }

    @Test
    void a_client_that_is_gone_blocks_with_its_reason() {
        model.setSenders(List.of(ada));
        assertThat(model.blockedProperty().get()).isNull();
        ada.reason = "Ada is not connected any more.";
        model.onFrame(frame(T0, List.of()));
        assertThat(model.blockedProperty().get()).isEqualTo("Ada is not connected any more.");
        model.send();
        assertThat(ada.sent).isZero();
    }

    @Test
    void the_history_is_bounded() {
        model.setSenders(List.of(ada));
        for (int i = 0; i < ComposeViewModel.HISTORY + 5; i++) {
            model.send();
        }
        assertThat(model.history()).hasSize(ComposeViewModel.HISTORY);
    }

    @Test
    void the_preview_is_what_will_be_sent() {
        model.textProperty().set("hello");
        assertThat(model.candidPreview()).contains("text = \"hello\";").contains("timestamp = ");
        assertThat(model.hexPreview()).startsWith("44 49 44 4c");
    }
}
