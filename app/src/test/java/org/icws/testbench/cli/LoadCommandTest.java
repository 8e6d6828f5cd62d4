package org.icws.testbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Wrong input to {@code load} and {@code bench} is told apart before anything is done. */
class LoadCommandTest {

    private static final String GATEWAY = "ws://127.0.0.1:1";
    private static final String CANISTER = "bnz7o-iuaaa-aaaaa-qaaaa-cai";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080, is not the address of a gateway",
        "ws:8080, is not the address of a gateway",
        "'ws://bad host', is not the address of a gateway",
    })
    void whatIsNoGatewayIsRefused(String gateway, String why) {
        assertThat(run("load", gateway, CANISTER)).isEqualTo(2);
        assertThat(err.toString()).contains(why).contains(gateway);
    }

    @Test
    void whatIsNoPrincipalIsRefused() {
        assertThat(run("load", GATEWAY, "my-canister")).isEqualTo(2);
        assertThat(err.toString()).contains("'my-canister' is not a canister's principal");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--clients=0",
                "--clients=20001",
                "--clients=many",
                "--rate=0",
                "--rate=-1",
                "--rate=NaN",
                "--rate=1e9",
                "--bytes=0",
                "--time=forever",
                "--ramp-up=2h",
                "--network=ftp://example.org",
                "--root-key=abcd",
                "--root-key=xyz",
                "--no-such-option"
            })
    void aWrongOptionIsNamed(String option) {
        assertThat(run("load", GATEWAY, CANISTER, option)).isEqualTo(2);
        assertThat(err.toString()).contains(option.split("=")[0]).contains("Try 'testbench load --help'");
    }

    @Test
    void theRootKeyIsNotNamedTwice() {
        assertThat(run("load", GATEWAY, CANISTER, "--network=http://localhost:1", "--root-key=00"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("leave one of them out");
    }

    @Test
    void aNetworkThatDoesNotAnswerIsAFailure() {
        assertThat(run("load", GATEWAY, CANISTER, "--network=http://127.0.0.1:1"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("does not tell its root key");
    }

    @ParameterizedTest
    @CsvSource({"network, there is no benchmark of 'network'", "'', there is no benchmark of ''"})
    void anUnknownBenchmarkIsRefused(String what, String why) {
        assertThat(run("bench", what)).isEqualTo(2);
        assertThat(err.toString()).contains(why);
    }

    @Test
    void anUnknownMeasurementIsRefused() {
        assertThat(run("bench", "gateway", "--only=flood,speed")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no measurement 'speed'").contains("upstream");
    }

    private int run(String... args) {
        CommandLine commandLine = TestbenchCommand.commandLine();
        List<CommandLine> all = new ArrayList<>(commandLine.getSubcommands().values());
        all.add(commandLine);
        for (CommandLine one : all) {
            one.setErr(new PrintWriter(err, true));
            one.setOut(new PrintWriter(out, true));
        }
        return commandLine.execute(args);
    }
}
