package org.icws.testbench.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.testbench.BesideTheWindow;
import org.icws.testbench.samples.DirectCaller;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code serve --data-dir}: the network goes on where it ended, however it ended. */
@BesideTheWindow
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class KeptNetworkTest {

    private static final int RESTARTS = 3;
    private static final int CLIENTS = 4;

    @TempDir
    Path dir;

    private Path network() {
        return dir.resolve("data").resolve("network");
    }

    private ServeProcess serve(String... options) throws Exception {
        List<String> all = Stream.concat(
                        Stream.of("--data-dir=" + dir.resolve("data"), "--replica-port=0"), Stream.of(options))
                .toList();
        return new ServeProcess(dir.resolve("stderr-" + System.nanoTime()), all.toArray(String[]::new));
    }

    /** Opens a connection at the canister, which counts them; returns when that is certified. */
    private static void open(URI replica, Principal canister, long nonce) {
        DirectCaller caller = new DirectCaller(replica, canister, Ed25519Identity.generate(new SecureRandom()));
        DirectCaller.Outcome outcome = caller.update(
                "ws_open",
                CandidValue.record(
                        "client_nonce",
                        CandidValue.nat64(nonce),
                        "gateway_principal",
                        CandidValue.principal(
                                Ed25519Identity.generate(new SecureRandom()).principal())));
        assertThat(outcome.reply().asVariant().is("Ok"))
                .as(() -> String.valueOf(outcome))
                .isTrue();
    }

    private static long clients(ServeProcess serve) throws Exception {
        return new DirectCaller(
                        serve.replica(), serve.canister("ping_pong"), Ed25519Identity.generate(new SecureRandom()))
                .query("stats", CandidEncoder.encode())
                .asRecord()
                .find("clients")
                .orElseThrow()
                .asBigInteger()
                .longValueExact();
    }

    private static JsonNode control(ServeProcess serve, String what) throws Exception {
        return new ObjectMapper()
                .readTree(serve.replica().resolve("/_/testbench/" + what).toURL());
    }

    @Test
    void afterKillMinusNineEveryAcknowledgedUpdateIsThereUnderTheSameIdAndTheSameKey() throws Exception {
        String rootKey = null;
        Principal canister = null;
        String gateway = null;
        for (int run = 0; run < RESTARTS; run++) {
            try (ServeProcess serve = serve("--sync-writes", "--round-interval=5ms", "--latency=1ms-3ms")) {
                if (run > 0) {
                    assertThat(serve.ready().get("rootKey").asText()).isEqualTo(rootKey);
                    assertThat(serve.ready().get("gatewayPrincipal").asText()).isEqualTo(gateway);
                    assertThat(serve.canister("ping_pong")).isEqualTo(canister);
                }
                rootKey = serve.ready().get("rootKey").asText();
                gateway = serve.ready().get("gatewayPrincipal").asText();
                canister = serve.canister("ping_pong");
                assertThat(clients(serve)).isEqualTo((long) run * CLIENTS);
                JsonNode status = control(serve, "status");
                assertThat(status.path("canisters").asInt())
                        .as("the sample is installed once: %s", status)
                        .isEqualTo(1);
                assertThat(status.path("round_interval_ms").asInt())
                        .as("%s", status)
                        .isEqualTo(5);
                for (int i = 0; i < CLIENTS; i++) {
                    open(serve.replica(), canister, i);
                }
                serve.kill();
            }
        }
    }

    @Test
    void aDirectoryThatIsInUseIsAClearFailureAndTheOneThatUsesItGoesOn() throws Exception {
        try (ServeProcess first = serve()) {
            first.ready();
            try (ServeProcess second = serve()) {
                assertThat(second.exitCode()).isEqualTo(1);
                assertThat(second.errors())
                        .contains(network().toString())
                        .contains("is running already")
                        .contains("in use by process")
                        .contains("--data-dir");
            }
            open(first.replica(), first.canister("ping_pong"), 1);
            assertThat(clients(first)).isEqualTo(1);
        }
    }

    @Test
    void aNetworkThatIsDamagedIsAClearFailureAndNothingOfItChanges() throws Exception {
        try (ServeProcess serve = serve("--no-sample")) {
            serve.ready();
            serve.kill();
        }
        Path state;
        try (Stream<Path> files = Files.list(network())) {
            state = files.filter(f -> f.getFileName().toString().startsWith("state-"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] damaged = Files.readAllBytes(state);
        damaged[damaged.length / 2] ^= 1;
        Files.write(state, damaged);
        try (ServeProcess serve = serve()) {
            assertThat(serve.exitCode()).isEqualTo(1);
            assertThat(serve.errors())
                    .contains("The network kept in " + network() + " cannot be used")
                    .contains("damaged")
                    .contains("Nothing has been changed")
                    .contains("--data-dir");
        }
        assertThat(state).hasBinaryContent(damaged);
    }

    @Test
    void inMemoryTheNetworkBeginsAnewAndOnlyTheGatewaysKeyIsKept() throws Exception {
        String gateway;
        try (ServeProcess serve = serve("--in-memory")) {
            gateway = serve.ready().get("gatewayPrincipal").asText();
            open(serve.replica(), serve.canister("ping_pong"), 1);
            serve.kill();
        }
        assertThat(network()).doesNotExist();
        try (ServeProcess serve = serve("--in-memory")) {
            assertThat(serve.ready().get("gatewayPrincipal").asText()).isEqualTo(gateway);
            assertThat(clients(serve)).isZero();
        }
    }
}
