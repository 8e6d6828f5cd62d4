package org.icws.testbench.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One part of a measurement in a process of its own. Commands go to its standard input, one a line; it answers each with a
 * line of JSON. Ends with this process, because its standard input ends then. Not thread-safe.
 */
final class Part implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long END_SECONDS = 6;

    private final String name;
    private final Process process;
    private final PrintWriter commands;
    private final BufferedReader answers;
    private final JsonNode ready;

    private Part(String name, Process process) {
        this.name = name;
        this.process = process;
        this.commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.ready = read();
    }

    /** Starts a Java class on this program's class path and waits until it is ready. */
    static Part start(String name, Class<?> main, List<String> jvmOptions, String... args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(args));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new Part(name, process);
        } catch (IOException e) {
            throw new BenchException("The " + name + " cannot be started: " + e.getMessage(), e);
        }
    }

    /** What the process said when it was ready. */
    JsonNode ready() {
        return ready;
    }

    /** Has it do something; returns its answer. */
    JsonNode tell(String command) {
        commands.println(command);
        return read();
    }

    /** CPU time used since its start. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Resident memory in KiB, or -1 where the system does not tell. */
    long residentKib() {
        try {
            return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(-1);
        } catch (IOException e) {
            return -1;
        }
    }

    private JsonNode read() {
        try {
            String line = answers.readLine();
            while (line != null && !line.startsWith("{")) {
                // The JVM itself prints about options given to it.
                line = answers.readLine();
            }
            if (line == null) {
                throw new BenchException("The " + name + " ended unexpectedly");
            }
            JsonNode answer = JSON.readTree(line);
            if (answer.has("error")) {
                throw new BenchException(
                        "The " + name + " failed: " + answer.get("error").asText());
            }
            return answer;
        } catch (IOException e) {
            throw new BenchException("The " + name + " does not answer: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        commands.close();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
