package org.icws.testbench.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.store.TestEvents.CANISTER;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.ic4j.types.Principal;
import org.icws.protocol.principal.Principals;
import org.icws.testbench.compose.ConnectViewModel.Field;
import org.icws.testbench.compose.Connector.Progress;
import org.icws.testbench.compose.Connector.Step;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectViewModelTest {

    private final List<ConnectionRequest> requests = new ArrayList<>();
    private final List<TestSender> opened = new ArrayList<>();
    private final List<Boolean> watchedAndWhole = new ArrayList<>();
    private final List<Consumer<Progress>> listeners = new ArrayList<>();
    private int cancels;
    private final CompletableFuture<Map<String, Principal>> found = new CompletableFuture<>();
    private CompletableFuture<List<TestSender>> answer = new CompletableFuture<>();
    private final ConnectViewModel model = new ConnectViewModel(FakeConnector::new, Runnable::run, (fresh, whole) -> {
        opened.addAll(fresh);
        watchedAndWhole.add(whole);
    });

    private final class FakeConnector implements Connector {

        @Override
        public Defaults defaults() {
            return new Defaults(
                    URI.create("ws://127.0.0.1:8080"),
                    URI.create("http://127.0.0.1:4943"),
                    Map.of("ping_pong", CANISTER),
                    List.of("ping_pong", "poc_ping_pong"));
        }

        @Override
        public CompletableFuture<Map<String, Principal>> canisters() {
            return found;
        }

        @Override
        public Opening connect(ConnectionRequest request, Consumer<Progress> progress) {
            requests.add(request);
            listeners.add(progress);
            CompletableFuture<List<TestSender>> mine = answer;
            return new Opening() {
                @Override
                public CompletableFuture<List<TestSender>> senders() {
                    return mine;
                }

                @Override
                public void cancel() {
                    cancels++;
                }
            };
        }
    }

    @BeforeEach
    void open() {
        model.open();
    }

    @Test
    void begins_with_our_own_gateway_network_and_sample() {
        model.connect();
        assertThat(requests)
                .containsExactly(new ConnectionRequest(
                        URI.create("ws://127.0.0.1:8080"),
                        URI.create("http://127.0.0.1:4943"),
                        CANISTER,
                        null,
                        "v1",
                        null,
                        1));
        answer.complete(List.of(new FakeSender("Ada")));
        assertThat(opened).hasSize(1);
    }

    @Test
    void the_proof_of_concept_goes_to_its_own_path_and_sample() {
        model.proofOfConceptProperty().set(true);
        assertThat(model.canisterProperty().get()).isEqualTo("poc_ping_pong");
        model.connect();
        assertThat(requests.get(0).gateway()).hasToString("ws://127.0.0.1:8080/poc");
        assertThat(requests.get(0).sample()).isEqualTo("poc_ping_pong");
    }

    @Test
    void what_does_not_fit_is_named_at_its_field_and_nothing_is_opened() {
        model.gatewayProperty().set("localhost:8080");
        model.networkProperty().set("ftp://x");
        model.canisterProperty().set("ping-pong");
        model.countProperty().set("0");
        model.connect();
        assertThat(requests).isEmpty();
        assertThat(model.problems().keySet())
                .containsExactly(Field.GATEWAY, Field.NETWORK, Field.CANISTER, Field.COUNT);
        assertThat(model.gatewayProperty().get()).isEqualTo("localhost:8080");

        model.importedProperty().set(true);
        model.pemProperty().set("/no/such/file.pem");
        model.connect();
        assertThat(model.problems()).containsEntry(Field.PEM, "There is no such file.");
    }

    @Test
    void a_failure_is_told_and_what_was_typed_stays() {
        model.gatewayProperty().set("ws://127.0.0.1:1");
        model.connect();
        assertThat(model.connecting().runningProperty().get()).isTrue();
        answer.completeExceptionally(new IllegalStateException("No WebSocket to ws://127.0.0.1:1."));
        assertThat(model.connecting().failureProperty().get()).isEqualTo("No WebSocket to ws://127.0.0.1:1.");
        assertThat(model.connecting().runningProperty().get()).isFalse();
        model.open();
        assertThat(model.gatewayProperty().get()).isEqualTo("ws://127.0.0.1:1");
    }

    @Test
    void the_failure_of_an_earlier_attempt_does_not_stay_beside_what_does_not_fit_now() {
        model.connect();
        answer.completeExceptionally(new IllegalStateException("No gateway answers."));
        model.gatewayProperty().set("nowhere");
        model.connect();
        assertThat(model.problems()).containsKey(Field.GATEWAY);
        assertThat(model.connecting().failureProperty().get()).isEmpty();
    }

    @Test
    void a_failure_goes_with_the_description_that_failed() {
        model.connect();
        answer.completeExceptionally(new IllegalStateException("The proof of concept knows Ed25519 keys only."));
        model.importedProperty().set(true);
        assertThat(model.connecting().failureProperty().get()).isEmpty();
    }

    @Test
    void a_canister_that_a_person_has_installed_can_be_chosen_by_its_name() {
        Principal mine = Principals.canisterId(9);
        Principal other = Principals.canisterId(10);
        Map<String, Principal> all = new LinkedHashMap<>();
        all.put("ping_pong", CANISTER);
        all.put("my_chat", mine);
        all.put(other.toString(), other);
        found.complete(all);
        assertThat(model.canisters()).containsExactly("ping_pong", "my_chat", other.toString(), "poc_ping_pong");
        assertThat(model.noteOf("my_chat")).isEqualTo(mine.toString());
        model.canisterProperty().set("my_chat");
        model.connect();
        assertThat(requests.get(0).canister()).isEqualTo(mine);
    }

    @Test
    void a_canister_called_like_a_sample_does_not_take_its_place() {
        Principal mine = Principals.canisterId(9);
        found.complete(Map.of("ping_pong", mine));
        model.connect();
        assertThat(requests.get(0).canister()).isEqualTo(CANISTER);
        assertThat(model.canisters()).contains("ping_pong " + mine);
    }

    @Test
    void what_does_not_fit_is_no_problem_any_more_once_it_is_changed() {
        model.gatewayProperty().set("nowhere");
        model.countProperty().set("none");
        model.connect();
        assertThat(model.problems()).containsOnlyKeys(Field.GATEWAY, Field.COUNT);
        model.gatewayProperty().set("ws://127.0.0.1:8080");
        assertThat(model.problems()).containsOnlyKeys(Field.COUNT);
    }

    private void tell(Step step, int open, int of) {
        listeners.get(listeners.size() - 1).accept(new Progress(step, open, of));
    }

    @Test
    void while_it_connects_it_says_what_it_waits_for() {
        model.gatewayProperty().set("wss://example.org");
        model.connect();
        tell(Step.REACHING, 0, 1);
        assertThat(model.connecting().waitingProperty().get())
                .isEqualTo(
                        "Waits for wss://example.org to open the WebSocket (TCP, TLS, upgrade); no longer than 8 s.");
        tell(Step.OPENING, 2, 5);
        assertThat(model.connecting().waitingProperty().get())
                .isEqualTo("2 of 5 are open. The gateway has answered. Waits for the canister's OpenMessage;"
                        + " no longer than a minute.");
        answer.complete(List.of(new FakeSender("Ada")));
        assertThat(model.connecting().waitingProperty().get()).isEmpty();
    }

    @Test
    void a_cancelled_attempt_says_so_keeps_what_was_typed_and_lets_the_next_one_begin_at_once() {
        model.gatewayProperty().set("ws://127.0.0.1:9");
        model.connecting().cancel();
        assertThat(cancels).as("there is nothing to cancel yet").isZero();
        model.connect();
        model.connecting().cancel();
        assertThat(cancels).isEqualTo(1);
        Consumer<Progress> old = listeners.get(0);
        answer.complete(List.of());
        assertThat(model.connecting().cancelledProperty().get()).isEqualTo("Cancelled. No connection was opened.");
        assertThat(model.connecting().failureProperty().get()).isEmpty();
        assertThat(model.connecting().runningProperty().get()).isFalse();
        assertThat(opened).isEmpty();
        assertThat(model.gatewayProperty().get()).isEqualTo("ws://127.0.0.1:9");

        answer = new CompletableFuture<>();
        model.connect();
        assertThat(requests).hasSize(2);
        assertThat(model.connecting().cancelledProperty().get()).isEmpty();
        old.accept(new Progress(Step.OPENING, 0, 1));
        assertThat(model.connecting().waitingProperty().get())
                .as("what the first attempt still tells")
                .isEmpty();
        answer.complete(List.of(new FakeSender("Ada")));
        assertThat(opened).hasSize(1);
    }

    @Test
    void of_several_those_that_are_open_at_the_cancel_stay_and_are_named() {
        model.connecting().watchedProperty().set(true);
        model.countProperty().set("7");
        model.connect();
        model.connecting().cancel();
        answer.complete(List.of(new FakeSender("Ada"), new FakeSender("Ben")));
        assertThat(model.connecting().cancelledProperty().get())
                .isEqualTo("Cancelled. Of 7 connections 2 were open and stay: Ada, Ben.");
        assertThat(opened).extracting(TestSender::name).containsExactly("Ada", "Ben");
        assertThat(watchedAndWhole).containsExactly(false);
    }

    @Test
    void a_cancel_that_comes_after_the_last_was_open_is_none() {
        model.connecting().watchedProperty().set(true);
        model.connect();
        model.connecting().cancel();
        answer.complete(List.of(new FakeSender("Ada")));
        assertThat(model.connecting().cancelledProperty().get()).isEmpty();
        assertThat(watchedAndWhole).containsExactly(true);
    }

    @Test
    void who_works_on_meanwhile_is_told_how_it_ended_until_it_was_seen() {
        model.connecting().watchedProperty().set(true);
        model.connect();
        model.connecting().watchedProperty().set(false);
        answer.completeExceptionally(new IllegalStateException("No gateway answers."));
        assertThat(model.connecting().newsProperty().get()).isEqualTo("No connection was opened: No gateway answers.");
        model.connecting().watchedProperty().set(true);
        assertThat(model.connecting().newsProperty().get()).isEmpty();
        assertThat(model.connecting().failureProperty().get()).isEqualTo("No gateway answers.");

        answer = new CompletableFuture<>();
        model.connect();
        model.connecting().watchedProperty().set(false);
        answer.complete(List.of(new FakeSender("Ada"), new FakeSender("Ben")));
        assertThat(model.connecting().newsProperty().get()).isEqualTo("Ada, Ben are connected to ws://127.0.0.1:8080.");
        assertThat(watchedAndWhole).containsExactly(false);
    }
}
