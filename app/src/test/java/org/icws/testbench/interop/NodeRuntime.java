package org.icws.testbench.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Node with the JavaScript packages of a folder of {@code src/test/js}, installed under {@code target} when they are not there yet or
 * the lock file has changed.
 */
final class NodeRuntime {
    private static final int OLDEST_MAJOR = 20;
    private static final long INSTALL_MINUTES = 5;
    private static final long SCRIPT_SECONDS = 120;
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The unmodified JavaScript SDK of the v1 protocol. */
    static final NodeRuntime SDK = new NodeRuntime(Path.of("src", "test", "js"), Path.of("target", "js"));
    /** The library the proof of concept's demo used. */
    static final NodeRuntime POC = new NodeRuntime(Path.of("src", "test", "js", "poc"), Path.of("target", "js-poc"));

    /** What gateways and service workers verify pages with. */
    static final NodeRuntime PAGES =
            new NodeRuntime(Path.of("src", "test", "js", "pages"), Path.of("target", "js-pages"));

    /** Motoko's compiler. */
    static final NodeRuntime MOTOKO =
            new NodeRuntime(Path.of("src", "test", "js", "motoko"), Path.of("target", "js-motoko"));

    /** The program icp, where it exists. */
    static final NodeRuntime ICP_CLI =
            new NodeRuntime(Path.of("src", "test", "js", "icp-cli"), Path.of("target", "js-icp-cli"));

    private final Path sources;
    private final Path shared;
    private final Path work;
    private final Path stamp;
    private boolean installed;

    private NodeRuntime(Path sources, Path work) {
        this(sources, null, work);
    }

    private NodeRuntime(Path sources, Path shared, Path work) {
        this.sources = sources;
        this.shared = shared;
        this.work = work.toAbsolutePath();
        this.stamp = this.work.resolve("installed-lock.sha256");
    }

    /** One of the agents of {@code src/test/js/agents}, with the scripts they share. */
    static NodeRuntime agent(String name) {
        Path agents = Path.of("src", "test", "js", "agents");
        return new NodeRuntime(agents.resolve(name), agents.resolve("shared"), Path.of("target", "js-agent-" + name));
    }

    /** Where the scripts run. */
    Path work() {
        return work;
    }

    /** Skips the calling test, visibly and with the reason, where there is no Node that could run it. */
    static void assumePresent() {
        String version = versionOf(command("node"));
        assumeTrue(version != null, "Node is not installed, so the JavaScript SDK cannot run");
        assumeTrue(
                major(version) >= OLDEST_MAJOR,
                () -> "the JavaScript SDK's test needs Node " + OLDEST_MAJOR + " or newer, here is " + version);
        assumeTrue(versionOf(command("npm")) != null, "npm is not installed, so the JavaScript SDK cannot be fetched");
    }

    /** Starts a script of the folder; its standard error goes to {@code errors}. */
    Process start(String script, Path errors, String... arguments) {
        install();
        List<String> command = new ArrayList<>(List.of(command("node"), script));
        command.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(command)
                    .directory(work.toFile())
                    .redirectError(errors.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs a script that writes one line of JSON for each step it has taken.
     *
     * @return the steps' values by their names; fails with what the script complained about
     */
    Map<String, JsonNode> steps(String script, String... arguments) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("script", ".log");
        Process process = start(script, errors, arguments);
        Map<String, JsonNode> steps = new LinkedHashMap<>();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode step = JSON.readTree(line);
                steps.put(step.path("step").asText(), step.path("value"));
            }
        }
        if (!ended(process, SCRIPT_SECONDS) || process.exitValue() != 0) {
            throw new AssertionError(script + " stopped after " + steps.keySet() + ":\n" + Files.readString(errors));
        }
        return steps;
    }

    private synchronized void install() {
        if (installed) {
            return;
        }
        try {
            copySources();
            String lock = sha256(work.resolve("package-lock.json"));
            if (!Files.exists(stamp) || !Files.readString(stamp).equals(lock)) {
                Files.deleteIfExists(stamp);
                run(List.of(command("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"));
                Files.writeString(stamp, lock);
            }
            installed = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void copySources() throws IOException {
        Files.createDirectories(work);
        copy(sources);
        if (shared != null) {
            copy(shared);
        }
    }

    private void copy(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, work.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private void run(List<String> command) throws IOException {
        Path output = work.resolve("npm.log");
        Process process = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!ended(process, INSTALL_MINUTES * 60) || process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + " failed:\n" + Files.readString(output));
        }
    }

    private static String versionOf(String command) {
        try {
            Process process = new ProcessBuilder(command, "--version").start();
            String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return ended(process, 20) && process.exitValue() == 0 ? line : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static boolean ended(Process process, long seconds) {
        try {
            if (process.waitFor(seconds, TimeUnit.SECONDS)) {
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        return false;
    }

    /** {@code v20.20.2} is 20. */
    private static int major(String version) {
        return Integer.parseInt(version.replaceFirst("^v", "").split("\\.", 2)[0]);
    }

    private static String command(String name) {
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");
        return windows && name.equals("npm") ? "npm.cmd" : name;
    }

    private static String sha256(Path file) throws IOException {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
