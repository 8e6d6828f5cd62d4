package org.icws.testbench.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.icws.gateway.capture.CaptureReader;
import org.icws.protocol.certificate.RootKey;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.protocol.principal.Principals;
import org.icws.testbench.BesideTheWindow;
import org.icws.testbench.Main;
import org.icws.testbench.client.ClientState;
import org.icws.testbench.client.TestClient;
import org.icws.testbench.client.TestClientListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code serve} as other programs meet it: a process with two streams and an exit code. */
@BesideTheWindow
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ServeProcessTest {

    /** Five are promised; a machine that is busy with other tests is not what that is about. */
    private static final int STOP_SECONDS = 30;

    @TempDir
    Path dir;

    private Process process;

    @AfterEach
    void endProcess() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no SIGTERM")
    void itIsReadyThenTellsItsClientsOnSigtermAndExitsWithZero() throws Exception {
        process = serve("--gateway-port=0", "--replica-port=0");
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        JsonNode ready = new ObjectMapper().readTree(out.readLine());
        List<String> fields = new ArrayList<>();
        ready.fieldNames().forEachRemaining(fields::add);
        assertThat(fields).containsExactly("event", "gateway", "replica", "rootKey", "gatewayPrincipal", "canisters");
        assertThat(ready.get("event").asText()).isEqualTo("ready");
        assertThat(ready.get("gateway").asText()).startsWith("ws://127.0.0.1:");
        assertThat(ready.get("replica").asText()).startsWith("http://127.0.0.1:");

        CompletableFuture<String> closed = new CompletableFuture<>();
        TestClient client = connect(ready, closed);
        client.opened().get(30, TimeUnit.SECONDS);

        // Process.destroy() would close the streams as well, and a line too many would go unnoticed.
        process.toHandle().destroy();
        closed.get(STOP_SECONDS, TimeUnit.SECONDS);
        assertThat(client.closeStatus())
                .hasValueSatisfying(status -> assertThat(status.code()).isEqualTo(1001));
        assertThat(process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(out.readLine()).as("one line on standard output, no more").isNull();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no SIGTERM")
    void itSpeaksTlsLogsJsonAndCapturesWhenAskedTo() throws Exception {
        Path capture = dir.resolve("capture.jsonl");
        process = serve(
                "--no-sample",
                "--gateway-port=0",
                "--replica-port=0",
                "--tls-self-signed",
                "--log-format=json",
                "--capture=" + capture);
        JsonNode ready = new ObjectMapper()
                .readTree(process.inputReader(StandardCharsets.UTF_8).readLine());
        assertThat(ready.get("gateway").asText()).startsWith("wss://127.0.0.1:");
        assertThat(dir.resolve("data").resolve("tls-certificate.pem")).exists();

        process.toHandle().destroy();

        assertThat(process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(CaptureReader.read(capture, e -> {}).complete()).isTrue();
        for (String line : errors().split("\n")) {
            JsonNode log = new ObjectMapper().readTree(line);
            assertThat(log.path("level").asText()).as(line).isNotEmpty();
            assertThat(log.path("formattedMessage").asText()).as(line).isNotEmpty();
        }
    }

    @Test
    void aCaptureFileThatExistsIsAClearFailure() throws Exception {
        Path precious = Files.writeString(dir.resolve("precious"), "data");
        process = serve("--no-sample", "--gateway-port=0", "--replica-port=0", "--capture=" + precious);

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(errors()).contains("exists already").contains("--capture");
        assertThat(precious).hasContent("data");
    }

    @Test
    void aTakenPortThatWasAskedForIsExitCodeTwoAndSaysWhichAndWhatToDo() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            process = serve("--no-sample", "--replica-port=0", "--gateway-port=" + other.getLocalPort());

            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(2);
            assertThat(errors()).contains("127.0.0.1:" + other.getLocalPort()).contains("--gateway-port");
            assertThat(process.inputReader().readLine()).isNull();
        }
    }

    @Test
    void aDataDirectoryThatIsAFileIsAClearFailure() throws Exception {
        Path file = Files.writeString(dir.resolve("file"), "");
        process = start(List.of("serve", "--replica-port=0", "--gateway-port=0", "--data-dir=" + file));

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(errors()).contains(file.toString()).contains("--data-dir");
    }

    private Process serve(String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("serve", "--data-dir=" + dir.resolve("data")));
        arguments.addAll(List.of(options));
        return start(arguments);
    }

    /** Runs Main as the launcher does, with its Java options. */
    private Process start(List<String> arguments) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(java, "@java.args", "-cp", classPath, Main.class.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectError(errorFile()).start();
    }

    private File errorFile() {
        return dir.resolve("stderr").toFile();
    }

    private String errors() throws IOException {
        return Files.readString(errorFile().toPath());
    }

    private static TestClient connect(JsonNode ready, CompletableFuture<String> closed) {
        return TestClient.connect(
                URI.create(ready.get("gateway").asText()),
                Principals.parse(ready.get("canisters").get("ping_pong").asText()),
                Ed25519Identity.generate(new SecureRandom()),
                RootKey.fromHex(ready.get("rootKey").asText()),
                "test",
                new TestClientListener() {
                    @Override
                    public void onState(TestClient client, ClientState state, String reason) {
                        if (state == ClientState.CLOSED) {
                            closed.complete(reason);
                        }
                    }
                });
    }
}
