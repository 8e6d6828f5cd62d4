package org.icws.testbench.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.icws.gateway.protocol.poc.PocClients;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.protocol.principal.Principals;
import org.junit.jupiter.api.Test;

class NameBookTest {

    private final NameBook names = new NameBook();
    private final ClientKey ada = TestEvents.client("ada");

    @Test
    void a_client_is_called_alike_in_all_its_sessions_and_one_that_nobody_knows_by_its_session() {
        assertThat(names.nameOf(null, 3)).isEqualTo("Session 3");
        assertThat(names.nameOf(ada, 3))
                .as("the same as on its messages")
                .isEqualTo(names.party(ada).name())
                .isEqualTo(Principals.shorten(ada.principal()));
        names.put(ada, "Ada");
        assertThat(names.nameOf(ada, 3)).isEqualTo("Ada");
        assertThat(names.nameOf(new ClientKey(ada.principal(), ada.nonce() + 1), 4))
                .isEqualTo("Ada");
        assertThat(names.nameOf(ada.principal())).isEqualTo("Ada");
    }

    @Test
    void clients_of_the_proof_of_concept_are_told_apart_by_their_numbers() {
        names.put(PocClients.key(18), "Ben");
        assertThat(names.nameOf(PocClients.key(18), 5)).isEqualTo("Ben");
        assertThat(names.nameOf(PocClients.key(-1), 6)).isEqualTo("poc client 18446744073709551615");
        assertThat(names.party(PocClients.key(-1)).name()).isEqualTo("poc client 18446744073709551615");
    }

    @Test
    void names_that_were_written_down_are_given_again() {
        names.put(ada, "Ada");
        names.put(PocClients.key(-2), "Ben");
        NameBook read = new NameBook();
        names.given().forEach(read::put);
        assertThat(read.given()).isEqualTo(names.given()).hasSize(2);
        assertThat(read.nameOf(PocClients.key(-2), 1)).isEqualTo("Ben");
    }
}
