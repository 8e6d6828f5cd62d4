package org.icws.testbench.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.ic4j.types.Principal;
import org.icws.protocol.principal.Principals;
import org.icws.testbench.Main;

/** {@code serve} in a process of its own, started as the launcher does. */
final class ServeProcess implements AutoCloseable {

    private final Process process;
    private final Path errors;
    private final BufferedReader out;
    private JsonNode ready;

    ServeProcess(Path errors, String... options) throws IOException {
        this.errors = errors;
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(
                List.of(java, "@java.args", "-cp", classPath, Main.class.getName(), "serve", "--gateway-port=0"));
        command.addAll(List.of(options));
        process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        out = process.inputReader(StandardCharsets.UTF_8);
    }

    /** What it printed when it was up. */
    JsonNode ready() throws IOException {
        if (ready == null) {
            String line = out.readLine();
            if (line == null) {
                throw new AssertionError("It did not start: " + errors());
            }
            ready = new ObjectMapper().readTree(line);
        }
        return ready;
    }

    URI replica() throws IOException {
        return URI.create(ready().get("replica").asText());
    }

    Principal canister(String name) throws IOException {
        return Principals.parse(ready().get("canisters").get(name).asText());
    }

    String errors() throws IOException {
        return Files.readString(errors);
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("It still runs.");
        }
        return process.exitValue();
    }

    /** As {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
