package org.icws.replica;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A replica in a process of its own, which ends with the test's however that ends. */
final class ReplicaProcess implements AutoCloseable {
    /** Property of the process: how many instructions an update may take; those of the public network otherwise. */
    static final String UPDATE_INSTRUCTIONS = "icws.test.updateInstructions";

    private final Process process;
    private final URI url;
    private final byte[] rootKey;

    /**
     * @param directory where the network is kept; null = nowhere
     * @param options for the JVM
     */
    ReplicaProcess(Path directory, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xshare:auto"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        if (directory != null) {
            command.add(directory.toString());
        }
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        url = URI.create(lines.readLine());
        rootKey = HexFormat.of().parseHex(lines.readLine());
    }

    URI url() {
        return url;
    }

    TestAgent agent() {
        return new TestAgent(url, rootKey, ReplicaClock.SYSTEM, 1);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    /** What such a process runs. */
    static final class Main {
        private Main() {}

        public static void main(String[] arguments) throws IOException {
            ReplicaConfig config = arguments.length == 0
                    ? ReplicaConfig.defaults()
                    : ReplicaConfig.defaults().withDataDirectory(Path.of(arguments[0]));
            InstructionLimits usual = config.instructionLimits();
            LocalReplica replica = LocalReplica.start(config.withInstructionLimits(new InstructionLimits(
                    Long.getLong(UPDATE_INSTRUCTIONS, usual.update()),
                    usual.query(),
                    usual.install(),
                    usual.inspection())));
            System.out.println(replica.url());
            System.out.println(HexFormat.of().formatHex(replica.rootKeyDer()));
            // The test's end closes the pipe, however it ends.
            while (System.in.read() >= 0) {}
            Runtime.getRuntime().halt(0);
        }
    }
}
