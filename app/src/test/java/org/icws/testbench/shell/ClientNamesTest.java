package org.icws.testbench.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.icws.testbench.scenarios.ScenarioKind;
import org.junit.jupiter.api.Test;

class ClientNamesTest {

    private final ClientNames names = new ClientNames();

    @Test
    void no_two_clients_and_nobody_of_the_scenarios_have_the_same_name() {
        Set<String> all = new HashSet<>();
        for (ScenarioKind kind : ScenarioKind.values()) {
            all.addAll(kind.people());
        }
        int people = all.size();
        for (int i = 0; i < 40; i++) {
            all.add(names.take());
        }
        assertThat(all).hasSize(people + 40);
    }

    @Test
    void the_name_of_a_client_that_did_not_come_about_is_given_to_the_next() {
        String first = names.take();
        String second = names.take();
        names.giveBack(first);
        assertThat(names.take()).isEqualTo(first).isNotEqualTo(second);
    }
}
