package org.icws.testbench.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Node with the JavaScript packages of {@code src/test/js}, installed under {@code target/js} when they are not there yet or
 * the lock file has changed.
 */
final class NodeRuntime {
    private static final int OLDEST_MAJOR = 20;
    private static final long INSTALL_MINUTES = 5;
    private static final Path SOURCES = Path.of("src", "test", "js");
    private static final Path WORK = Path.of("target", "js").toAbsolutePath();
    private static final Path STAMP = WORK.resolve("installed-lock.sha256");

    private static boolean installed;

    private NodeRuntime() {}

    /** Skips the calling test, visibly and with the reason, where there is no Node that could run it. */
    static void assumePresent() {
        String version = versionOf(command("node"));
        assumeTrue(version != null, "Node is not installed, so the JavaScript SDK cannot run");
        assumeTrue(
                major(version) >= OLDEST_MAJOR,
                () -> "the JavaScript SDK's test needs Node " + OLDEST_MAJOR + " or newer, here is " + version);
        assumeTrue(versionOf(command("npm")) != null, "npm is not installed, so the JavaScript SDK cannot be fetched");
    }

    /** Starts a script of {@code src/test/js}; its standard error goes to {@code errors}. */
    static Process start(String script, Path errors) {
        install();
        try {
            return new ProcessBuilder(command("node"), script)
                    .directory(WORK.toFile())
                    .redirectError(errors.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static synchronized void install() {
        if (installed) {
            return;
        }
        try {
            copySources();
            String lock = sha256(WORK.resolve("package-lock.json"));
            if (!Files.exists(STAMP) || !Files.readString(STAMP).equals(lock)) {
                Files.deleteIfExists(STAMP);
                run(List.of(command("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"));
                Files.writeString(STAMP, lock);
            }
            installed = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copySources() throws IOException {
        Files.createDirectories(WORK);
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, WORK.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static void run(List<String> command) throws IOException {
        Path output = WORK.resolve("npm.log");
        Process process = new ProcessBuilder(command)
                .directory(WORK.toFile())
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
