package org.icws.testbench.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.store.TestEvents.CANISTER;
import static org.icws.testbench.store.TestEvents.NO_COUNTS;
import static org.icws.testbench.store.TestEvents.SECOND;
import static org.icws.testbench.store.TestEvents.T0;
import static org.icws.testbench.store.TestEvents.client;
import static org.icws.testbench.store.TestEvents.session;
import static org.icws.testbench.store.TestEvents.snapshot;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.icws.gateway.SessionSnapshot;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.event.SessionState;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.testbench.store.Frame;
import org.icws.testbench.store.NameBook;
import org.icws.testbench.store.TestEvents;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionFilterTest {

    private final TestEvents make = new TestEvents();
    private final NameBook names = new NameBook();
    private final ConnectionsViewModel model = new ConnectionsViewModel(names, CompletableFuture::new, Runnable::run);
    private final ConnectionFilter filter = model.filter();
    private final ClientKey ada = client("ada");
    private final ClientKey ben = client("ben");

    private void see(long at, List<GatewayEvent> events, SessionSnapshot... sessions) {
        model.onFrame(new Frame(at, events, 0, snapshot(NO_COUNTS, sessions)));
    }

    /** Ada is open, Ben is opening with three messages in his outbox, the third has ended badly. */
    @BeforeEach
    void three_connections() {
        names.put(ada.principal(), "Ada");
        names.put(ben.principal(), "Ben");
        names.put(CANISTER, "rates");
        SessionSnapshot first = session(1, ada, SessionState.OPEN, 0, 0);
        SessionSnapshot second = session(2, ben, SessionState.OPENING, 0, 3);
        see(T0, List.of(), first, second, session(3, null, SessionState.CONNECTED, 0, 0));
        see(T0 + SECOND, List.of(make.closed(T0 + SECOND, 3, 1008, "not a signed request")), first, second);
    }

    private List<Long> shown() {
        return filter.shown().stream().map(ConnectionRow::id).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "'' # 1 2 3",
                "~state open # 1",
                "~state opening # 2",
                "~state failed # 3",
                "ada # 1",
                "~client Ben # 2",
                "~canister rates # 1 2 3",
                "signed # 3",
                "~ended # 3",
                "!~ended # 1 2",
                "~outbox >0 # 2",
                "~session 2..3 # 2 3",
                "~state open | ~state failed # 1 3",
                "nobody # ''"
            })
    void lets_through_what_is_asked_for(String expression, String expected) {
        filter.textProperty().set(expression);
        assertThat(String.join(" ", shown().stream().map(String::valueOf).toList()))
                .isEqualTo(expected);
        assertThat(model.rows()).hasSize(3);
    }

    @Test
    void a_connection_comes_and_goes_with_its_state() {
        filter.textProperty().set("~state open");
        see(
                T0 + 2 * SECOND,
                List.of(),
                session(1, ada, SessionState.OPEN, 0, 0),
                session(2, ben, SessionState.OPEN, 0, 0));
        assertThat(shown()).containsExactly(1L, 2L);
        see(
                T0 + 3 * SECOND,
                List.of(make.closed(T0 + 3 * SECOND, 1, 1000, "")),
                session(2, ben, SessionState.OPEN, 0, 0));
        assertThat(shown()).containsExactly(2L);
    }

    @Test
    void what_means_nothing_says_where_and_leaves_the_filter_before_in_force() {
        filter.textProperty().set("~state open");
        filter.textProperty().set("~state opne");
        assertThat(filter.problemProperty().get()).startsWith("~state is one of open, idle, opening");
        assertThat(filter.problemAt()).isGreaterThanOrEqualTo(0);
        assertThat(filter.appliedProperty().get()).isEqualTo("~state open");
        assertThat(shown()).containsExactly(1L);
        filter.clear();
        assertThat(filter.problemProperty().get()).isEmpty();
        assertThat(shown()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void the_chosen_connection_stays_chosen_while_the_filter_hides_it() {
        model.select(2);
        filter.textProperty().set("~state open");
        assertThat(shown()).containsExactly(1L);
        assertThat(model.selectedProperty().get().id()).isEqualTo(2);
    }

    @Test
    void another_networks_connections_are_filtered_too_and_those_before_are_gone() {
        filter.textProperty().set("~state open");
        model.clear();
        assertThat(shown()).isEmpty();
        see(
                T0 + 2 * SECOND,
                List.of(),
                session(1, ben, SessionState.OPENING, 0, 0),
                session(2, ada, SessionState.OPEN, 0, 0));
        assertThat(shown()).containsExactly(2L);
    }

    @Test
    void a_term_from_the_help_is_added_to_what_is_there() {
        filter.textProperty().set("ada | ben");
        filter.add("~state open");
        assertThat(filter.textProperty().get()).isEqualTo("(ada | ben) & ~state open");
        assertThat(shown()).containsExactly(1L);
    }

    @Test
    void every_example_of_the_help_can_be_typed() {
        for (var term : filter.terms()) {
            filter.textProperty().set(term.example());
            assertThat(filter.problemProperty().get()).as(term.example()).isEmpty();
        }
    }
}
