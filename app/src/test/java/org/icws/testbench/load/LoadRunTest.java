package org.icws.testbench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.icws.protocol.certificate.RootKey;
import org.icws.testbench.BesideTheWindow;
import org.icws.testbench.run.RuntimeOptions;
import org.icws.testbench.run.StartListener;
import org.icws.testbench.run.TestbenchRuntime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Load on a real gateway, replica and canister. */
@BesideTheWindow
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class LoadRunTest {

    private static TestbenchRuntime testbench;

    private final List<String> progress = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start(@TempDir Path dataDir) {
        testbench = new TestbenchRuntime(RuntimeOptions.defaults(dataDir).onFreePorts(), StartListener.NONE);
        testbench.start();
    }

    @AfterAll
    static void stop() {
        testbench.close();
    }

    @Test
    void eachMessageIsAnsweredAndTimed() throws Exception {
        LoadReport report = LoadRun.run(options(testbench.gateway().url(), 0, rootKey()), progress::add);

        assertThat(report.errors()).isEmpty();
        assertThat(report.opened()).isEqualTo(3);
        assertThat(report.answered()).isPositive().isEqualTo(report.sent());
        assertThat(report.times().get("round_trip").count()).isEqualTo(report.answered());
        assertThat(report.times().get("round_trip").p50()).isPositive();
        assertThat(report.times().get("opening").count()).isEqualTo(3);
        assertThat(progress).isNotEmpty().last().asString().contains("of 3 clients open");

        JsonNode json = new ObjectMapper().readTree(report.json());
        assertThat(json.get("answered").asLong()).isEqualTo(report.answered());
        assertThat(json.get("microseconds").get("round_trip").get("p99").asLong())
                .isPositive();
        assertThat(report.text()).contains("3 of 3 clients opened").contains("no errors");
    }

    @Test
    void aRateIsKept() {
        LoadReport report = LoadRun.run(options(testbench.gateway().url(), 20, rootKey()), progress::add);

        assertThat(report.sent()).isEqualTo(40);
        assertThat(report.answered()).isEqualTo(40);
    }

    @Test
    void clientsThatGetNoConnectionAreCountedByReason() {
        LoadReport report = LoadRun.run(options(URI.create("ws://127.0.0.1:1"), 0, rootKey()), progress::add);

        assertThat(report.opened()).isZero();
        assertThat(report.errors()).hasSize(1).containsValue(3L);
        assertThat(report.errors().keySet().iterator().next()).startsWith("not opened: 4000 No gateway answers at");
    }

    @Test
    void answersThatAreNotCertifiedUnderTheRootKeyAreErrors() {
        LoadReport report = LoadRun.run(options(testbench.gateway().url(), 0, RootKey.MAINNET), progress::add);

        assertThat(report.opened()).isZero();
        assertThat(report.errors().keySet().iterator().next()).contains("Refused a message");
    }

    private static RootKey rootKey() {
        return new RootKey(testbench.replica().orElseThrow().rootKeyDer());
    }

    private static LoadOptions options(URI gateway, double rate, RootKey rootKey) {
        return new LoadOptions(
                gateway,
                testbench.canisters().values().iterator().next(),
                rootKey,
                3,
                Duration.ofMillis(100),
                Duration.ofSeconds(2),
                rate,
                64,
                Duration.ofSeconds(30));
    }
}
