package org.icws.testbench.overview;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.ic4j.types.Principal;
import org.icws.gateway.event.GatewayEvent;
import org.icws.testbench.store.NameBook;
import org.icws.testbench.store.TestEvents;
import org.junit.jupiter.api.Test;

class FailingPollsTest {

    private static final Principal ONE = Principal.fromString("bnz7o-iuaaa-aaaaa-qaaaa-cai");
    private static final Principal OTHER = Principal.fromString("bkyz2-fmaaa-aaaaa-qaaaq-cai");

    private final NameBook names = new NameBook();
    private final FailingPolls failing = new FailingPolls(names);

    private static GatewayEvent.PollFailed failed(Principal canister, String what) {
        return new GatewayEvent.PollFailed(1, TestEvents.T0, canister, 0, what, 1);
    }

    @Test
    void a_canister_that_says_megabytes_is_told_in_its_first_words() {
        names.put(ONE, "chat");
        failing.take(failed(
                ONE,
                "rejected with code 5: Error from Canister " + ONE + ": Canister called `ic0.trap` with message: '"
                        + "garbage ".repeat(5 << 17) + "'"));
        assertThat(failing.words()).startsWith("chat: trapped: garbage garbage").hasSizeLessThan(400);
    }

    @Test
    void canisters_that_nobody_asks_any_more_do_not_fail_for_ever() {
        failing.take(failed(ONE, "gone"));
        failing.take(failed(OTHER, "gone too"));
        assertThat(failing.words()).contains("gone", "1 more canister");
        failing.retain(Set.of(OTHER));
        assertThat(failing.words()).contains("gone too").doesNotContain("more canister");
        failing.retain(Set.of());
        assertThat(failing.words()).isEmpty();
    }
}
