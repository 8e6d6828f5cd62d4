package org.icws.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrapTextTest {
    @Test
    void theCanistersWordsAreTakenOutOfTheNetworks() {
        assertThat(
                        TrapText.of(
                                "Error from Canister aaaaa-aa: Canister called `ic0.trap` with message: 'it's too big; at most 9'"))
                .isEqualTo("it's too big; at most 9");
        assertThat(TrapText.of("Error from Canister aaaaa-aa: Canister called `ic0.trap` with message: 'no'.\n"
                        + "Consider gracefully handling failures. It isn't 'nice'."))
                .isEqualTo("no");
    }

    @Test
    void otherRejectionsStayAsTheyAre() {
        assertThat(TrapText.of("Canister aaaaa-aa is stopped")).isEqualTo("Canister aaaaa-aa is stopped");
        assertThat(TrapText.of("called `ic0.trap` with message: ''")).isEqualTo("called `ic0.trap` with message: ''");
    }
}
