package org.icws.testbench.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.store.TestEvents.CANISTER;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.ic4j.types.Principal;
import org.icws.protocol.principal.Principals;
import org.icws.testbench.compose.ConnectViewModel.Field;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectViewModelTest {

    private final List<ConnectionRequest> requests = new ArrayList<>();
    private final List<TestSender> opened = new ArrayList<>();
    private final CompletableFuture<Map<String, Principal>> found = new CompletableFuture<>();
    private CompletableFuture<List<TestSender>> answer = new CompletableFuture<>();
    private final ConnectViewModel model = new ConnectViewModel(FakeConnector::new, Runnable::run, opened::addAll);

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
        public CompletableFuture<List<TestSender>> connect(ConnectionRequest request) {
            requests.add(request);
            return answer;
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
        assertThat(model.connectingProperty().get()).isTrue();
        answer.completeExceptionally(new IllegalStateException("No WebSocket to ws://127.0.0.1:1."));
        assertThat(model.failureProperty().get()).isEqualTo("No WebSocket to ws://127.0.0.1:1.");
        assertThat(model.connectingProperty().get()).isFalse();
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
        assertThat(model.failureProperty().get()).isEmpty();
    }

    @Test
    void a_failure_goes_with_the_description_that_failed() {
        model.connect();
        answer.completeExceptionally(new IllegalStateException("The proof of concept knows Ed25519 keys only."));
        model.importedProperty().set(true);
        assertThat(model.failureProperty().get()).isEmpty();
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
}
