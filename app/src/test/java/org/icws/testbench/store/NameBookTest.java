package org.icws.testbench.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.ic4j.types.Principal;
import org.icws.gateway.protocol.poc.PocClients;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.protocol.principal.Principals;
import org.junit.jupiter.api.Test;

class NameBookTest {

    private static final Principal CHAT = Principals.canisterId(1);
    private static final Principal RATES = Principals.canisterId(2);

    private final NameBook names = new NameBook();
    private final ClientKey ada = TestEvents.client("ada");

    @Test
    void a_client_is_called_alike_in_all_its_sessions_and_one_that_nobody_knows_by_its_session() {
        assertThat(names.nameOf(null, CHAT, 3)).isEqualTo("Session 3");
        assertThat(names.nameOf(ada, CHAT, 3))
                .as("the same as on its messages")
                .isEqualTo(names.party(ada, CHAT).name())
                .isEqualTo(Principals.shorten(ada.principal()));
        names.put(ada, CHAT, "Ada");
        assertThat(names.nameOf(ada, CHAT, 3)).isEqualTo("Ada");
        assertThat(names.nameOf(new ClientKey(ada.principal(), ada.nonce() + 1), CHAT, 4))
                .isEqualTo("Ada");
        assertThat(names.nameOf(ada.principal())).isEqualTo("Ada");
    }

    @Test
    void clients_of_the_proof_of_concept_are_told_apart_by_their_numbers() {
        names.put(PocClients.key(18), CHAT, "Ben");
        assertThat(names.nameOf(PocClients.key(18), CHAT, 5)).isEqualTo("Ben");
        assertThat(names.nameOf(PocClients.key(-1), CHAT, 6)).isEqualTo("poc client 18446744073709551615");
        assertThat(names.party(PocClients.key(-1), CHAT).name()).isEqualTo("poc client 18446744073709551615");
    }

    @Test
    void two_canisters_count_their_clients_each_for_itself() {
        names.put(PocClients.key(16), CHAT, "Ben");
        names.put(PocClients.key(16), RATES, "Cleo");

        assertThat(names.nameOf(PocClients.key(16), CHAT, 1)).isEqualTo("Ben");
        assertThat(names.nameOf(PocClients.key(16), RATES, 2)).isEqualTo("Cleo");
        assertThat(names.party(PocClients.key(16), CHAT)).isNotSameAs(names.party(PocClients.key(16), RATES));
        NameBook read = new NameBook();
        names.given().forEach(read::put);
        assertThat(read.nameOf(PocClients.key(16), CHAT, 1)).isEqualTo("Ben");
        assertThat(read.nameOf(PocClients.key(16), RATES, 2)).isEqualTo("Cleo");
        assertThat(read.given()).isEqualTo(names.given());
    }

    @Test
    void a_name_that_an_earlier_version_wrote_without_the_canister_holds_for_that_number_until_it_gets_its_own() {
        NameBook.Party before = names.party(PocClients.key(18), CHAT);
        names.put("2vxsx-fae_18", "Ben");

        assertThat(before.name()).isEqualTo("Ben");
        assertThat(before.named()).isTrue();
        assertThat(names.nameOf(PocClients.key(18), RATES, 1)).isEqualTo("Ben");
        assertThat(names.nameOf(PocClients.key(19), RATES, 1)).isEqualTo("poc client 19");
        assertThat(names.given()).containsOnlyKeys("2vxsx-fae_18").containsValue("Ben");
        names.put(PocClients.key(18), RATES, "Cleo");
        assertThat(names.nameOf(PocClients.key(18), RATES, 1)).isEqualTo("Cleo");
        assertThat(before.name()).isEqualTo("Ben");
    }

    @Test
    void names_that_were_written_down_are_given_again() {
        names.put(ada, CHAT, "Ada");
        names.put(PocClients.key(-2), CHAT, "Ben");
        NameBook read = new NameBook();
        names.given().forEach(read::put);
        assertThat(read.given()).isEqualTo(names.given()).hasSize(2);
        assertThat(read.nameOf(PocClients.key(-2), CHAT, 1)).isEqualTo("Ben");
    }

    @Test
    void who_has_no_name_and_is_shown_nowhere_takes_no_room() {
        NameBook.Party shown = names.party(ada, CHAT);
        for (int i = 0; i < 50_000; i++) {
            names.party(numbered(i), CHAT);
        }
        await(() -> {
            System.gc();
            names.party(numbered(50_000), CHAT); // clears what was let go of
            return names.size() < 1_000;
        });
        assertThat(names.party(ada, CHAT)).as("a row holds on to it").isSameAs(shown);
        names.put(ada, CHAT, "Ada");
        assertThat(shown.name()).isEqualTo("Ada");
    }

    @Test
    void of_clients_with_names_the_last_are_kept_and_those_still_shown_keep_theirs() {
        names.put(Principals.canisterId(7), "rates");
        NameBook.Party shown = names.party(numbered(0), CHAT);
        for (int i = 0; i < NameBook.MOST_NAMED + 50_000; i++) {
            names.put(numbered(i), CHAT, "Client " + i);
        }
        await(() -> {
            System.gc();
            names.party(ada, CHAT);
            return names.size() < NameBook.MOST_NAMED + 1_000;
        });
        assertThat(names.given()).hasSizeBetween(NameBook.MOST_NAMED, NameBook.MOST_NAMED + 1_000);
        int last = NameBook.MOST_NAMED + 50_000 - 1;
        assertThat(names.nameOf(numbered(last), CHAT, 1)).isEqualTo("Client " + last);
        assertThat(names.nameOf(numbered(last - NameBook.MOST_NAMED + 1), CHAT, 1))
                .startsWith("Client ");
        assertThat(names.nameOf(numbered(0), CHAT, 1)).as("on screen").isEqualTo("Client 0");
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
