package org.icws.testbench.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
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

    @Test
    void who_has_no_name_and_is_shown_nowhere_takes_no_room() {
        NameBook.Party shown = names.party(ada);
        for (int i = 0; i < 50_000; i++) {
            names.party(numbered(i));
        }
        await(() -> {
            System.gc();
            names.party(numbered(50_000)); // clears what was let go of
            return names.size() < 1_000;
        });
        assertThat(names.party(ada)).as("a row holds on to it").isSameAs(shown);
        names.put(ada, "Ada");
        assertThat(shown.name()).isEqualTo("Ada");
    }

    @Test
    void of_clients_with_names_the_last_are_kept_and_those_still_shown_keep_theirs() {
        names.put(Principals.canisterId(7), "rates");
        NameBook.Party shown = names.party(numbered(0));
        for (int i = 0; i < NameBook.MOST_NAMED + 50_000; i++) {
            names.put(numbered(i), "Client " + i);
        }
        await(() -> {
            System.gc();
            names.party(ada);
            return names.size() < NameBook.MOST_NAMED + 1_000;
        });
        assertThat(names.given()).hasSizeBetween(NameBook.MOST_NAMED, NameBook.MOST_NAMED + 1_000);
        int last = NameBook.MOST_NAMED + 50_000 - 1;
        assertThat(names.nameOf(numbered(last), 1)).isEqualTo("Client " + last);
        assertThat(names.nameOf(numbered(last - NameBook.MOST_NAMED + 1), 1)).startsWith("Client ");
        assertThat(names.nameOf(numbered(0), 1)).as("on screen").isEqualTo("Client 0");
        assertThat(shown.name()).isEqualTo("Client 0");
        assertThat(names.nameOf(Principals.canisterId(7)))
                .as("clients do not crowd canisters out")
                .isEqualTo("rates");
        assertThat(names.given()).containsEntry(shown.text(), "Client 0");
    }

    private static ClientKey numbered(int number) {
        return PocClients.key(number);
    }

    private static void await(BooleanSupplier condition) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(until);
        }
    }
}
