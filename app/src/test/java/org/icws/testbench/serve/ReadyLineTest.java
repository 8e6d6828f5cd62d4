package org.icws.testbench.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.icws.protocol.principal.Principals;
import org.junit.jupiter.api.Test;

class ReadyLineTest {

    @Test
    void itIsOneLineWithExactlyTheFieldsThatProgramsRelyOn() {
        ReadyLine line = new ReadyLine(
                URI.create("ws://127.0.0.1:8080"),
                URI.create("http://127.0.0.1:4943"),
                "3081",
                Principals.parse("2vxsx-fae"),
                Map.of("ping_pong", Principals.parse("aaaaa-aa")));

        assertThat(line.json())
                .isEqualTo(
                        "{\"event\":\"ready\",\"gateway\":\"ws://127.0.0.1:8080\",\"replica\":\"http://127.0.0.1:4943\","
                                + "\"rootKey\":\"3081\",\"gatewayPrincipal\":\"2vxsx-fae\","
                                + "\"canisters\":{\"ping_pong\":\"aaaaa-aa\"}}");
    }
}
