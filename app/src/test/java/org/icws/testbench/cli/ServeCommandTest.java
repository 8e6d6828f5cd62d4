package org.icws.testbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.icws.replica.Delay;
import org.icws.replica.LatencyProfile;
import org.icws.testbench.run.DataDirectory;
import org.icws.testbench.run.ReplicaOptions;
import org.icws.testbench.run.RuntimeOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ServeCommandTest {

    private final StringWriter err = new StringWriter();

    @Test
    void withoutOptionsTheDefaultPortsMayMove() {
        RuntimeOptions options = parse();

        assertThat(options.gatewayPort()).isEqualTo(8080);
        assertThat(options.gatewayPortExplicit()).isFalse();
        assertThat(options.replicaPort()).isEqualTo(4943);
        assertThat(options.replicaPortExplicit()).isFalse();
        assertThat(options.pollInterval()).isEqualTo(Duration.ofMillis(100));
        assertThat(options.dataDir()).isEqualTo(DataDirectory.ofUser());
        assertThat(options.installsSample()).isTrue();
        assertThat(options.builtInClient()).isFalse();
    }

    @Test
    void aPortThatIsTheDefaultButAskedForMayNotMove() {
        RuntimeOptions options = parse("--gateway-port", "8080", "--replica-port=0");

        assertThat(options.gatewayPortExplicit()).isTrue();
        assertThat(options.replicaPort()).isZero();
        assertThat(options.replicaPortExplicit()).isTrue();
    }

    @Test
    void aNetworkAndAFolderAreTakenAsGiven() {
        RuntimeOptions options =
                parse("--replica-url", "HTTP://localhost:8000/", "--data-dir", "some/../data", "--no-sample");

        assertThat(options.replicaUrl()).isEqualTo(URI.create("http://localhost:8000"));
        assertThat(options.dataDir()).isEqualTo(Path.of("data").toAbsolutePath());
        assertThat(options.sample()).isFalse();
    }

    @Test
    void aDataDirectoryKeepsTheNetworkUnlessItIsToStayInMemory() {
        assertThat(parse().replica()).isEqualTo(ReplicaOptions.DEFAULTS);
        assertThat(parse("--data-dir=d").replica().kept()).isTrue();
        assertThat(parse("--data-dir=d", "--in-memory").replica().kept()).isFalse();
        assertThat(parse("--data-dir=d", "--sync-writes").replica().syncWrites())
                .isTrue();
        assertThat(execute("serve", "--sync-writes")).isEqualTo(2);
        assertThat(execute("serve", "--data-dir=d", "--in-memory", "--sync-writes"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--sync-writes needs a network that is kept");
    }

    @Test
    void theReplicasRhythmDelaysAndOutcallsAreTakenAsGiven() {
        ReplicaOptions replica = parse("--round-interval=50ms", "--latency=10ms-80ms", "--loopback-outcalls")
                .replica();
        assertThat(replica.roundInterval()).isEqualTo(Duration.ofMillis(50));
        assertThat(replica.loopbackOutcalls()).isTrue();
        assertThat(replica.cyclesLedger()).isFalse();
        assertThat(parse("--cycles-ledger").replica().cyclesLedger()).isTrue();
        assertThat(replica.latency())
                .isEqualTo(LatencyProfile.uniform(Duration.ofMillis(10), Duration.ofMillis(80), 1));
        assertThat(parse("--latency=mainnet").replica().latency()).isEqualTo(LatencyProfile.MAINNET_LIKE);
        assertThat(parse("--latency=none").replica().latency()).isEqualTo(LatencyProfile.NONE);
        assertThat(parse("--latency=5ms").replica().latency())
                .isEqualTo(LatencyProfile.fixed(Duration.ofMillis(5), Duration.ofMillis(5)));
        assertThat(execute("serve", "--replica-url=http://localhost:1", "--latency=mainnet"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--latency").contains("--replica-url");
    }

    @ParameterizedTest
    @CsvSource({
        "120ms~0.5,120,0.5,1200",
        "1s~0,1000,0,10000",
        "120ms~0.5-3s,120,0.5,3000",
        "'1.5S ~3- 1.5s',1500,3,1500",
    })
    void aLogNormalDelayIsItsMedianItsSpreadAndTheLongest(String text, long median, double sigma, long longest) {
        Delay delay = new Delay.LogNormal(Duration.ofMillis(median), sigma, Duration.ofMillis(longest));

        assertThat(parse("--latency=" + text).replica().latency()).isEqualTo(new LatencyProfile(delay, delay, 1));
    }

    @Test
    void theHelpTellsEveryWayToWriteADelay() {
        String help = new CommandLine(new ServeCommand()).getUsageMessage().replaceAll("\\s+", " ");

        assertThat(help).contains("none, mainnet").contains("10ms-80ms").contains("120ms~0.5");
    }

    @ParameterizedTest
    @CsvSource({"100ms,100", "250,250", "1s,1000", "1.5s,1500", "1m,60000", "' 20 ms ',20", "2S,2000"})
    void anIntervalIsReadAsPeopleWriteIt(String text, long milliseconds) {
        assertThat(parse("--poll-interval", text).pollInterval()).isEqualTo(Duration.ofMillis(milliseconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--poll-interval=often",
                "--poll-interval=0",
                "--poll-interval=-5",
                "--poll-interval=2h",
                "--poll-interval=61m",
                "--gateway-port=65536",
                "--gateway-port=-1",
                "--replica-port=http",
                "--replica-url=localhost:4943",
                "--replica-url=ftp://localhost",
                "--replica-url=http://",
                "--replica-url=http://host/path",
                "--replica-url=http://user@host",
                "--log-format=xml",
                "--latency=slow",
                "--latency=80ms-10ms",
                "--latency=-5ms",
                "--latency=~0.5",
                "--latency=120ms~",
                "--latency=120ms~4",
                "--latency=120ms~-1",
                "--latency=120ms~wide",
                "--latency=120ms~0.5-3h",
                "--latency=120ms~0.5-100ms",
                "--round-interval=2h",
                "--no-such-option",
                "left-over"
            })
    void aBadValueIsExitCodeTwoAndNamesTheValue(String argument) {
        int exit = execute("serve", argument);

        assertThat(exit).isEqualTo(2);
        String value = argument.substring(argument.indexOf('=') + 1);
        assertThat(err.toString()).contains(value).contains("testbench serve --help");
    }

    @Test
    void anEmbeddedPortOfAnotherNetworkMakesNoSense() {
        assertThat(execute("serve", "--replica-url=http://localhost:1", "--replica-port=2"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--replica-port").contains("--replica-url");
    }

    @Test
    void aCertificateAndItsKeyBelongTogetherAndMakeASelfSignedOneNeedless() {
        assertThat(parse("--tls-cert=c.pem", "--tls-key=k.pem").extras().tlsKey())
                .isEqualTo(Path.of("k.pem").toAbsolutePath());
        assertThat(parse("--tls-self-signed").extras().selfSigned()).isTrue();
        assertThat(execute("serve", "--tls-cert=c.pem")).isEqualTo(2);
        assertThat(execute("serve", "--tls-key=k.pem")).isEqualTo(2);
        assertThat(execute("serve", "--tls-cert=c.pem", "--tls-key=k.pem", "--tls-self-signed"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("belong together").contains("--tls-self-signed");
    }

    @Test
    void anUnknownCommandIsNamed() {
        assertThat(execute("server")).isEqualTo(2);
        assertThat(err.toString()).contains("no command or option 'server'");
    }

    private RuntimeOptions parse(String... arguments) {
        ServeCommand command = new ServeCommand();
        new CommandLine(command).parseArgs(arguments);
        return command.options();
    }

    private int execute(String... arguments) {
        return TestbenchCommand.commandLine().setErr(new PrintWriter(err, true)).execute(arguments);
    }
}
