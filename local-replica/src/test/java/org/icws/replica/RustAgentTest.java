package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The unmodified ic-agent and ic-utils against the replica, all verification switched on. Needs a Rust toolchain and takes minutes to
 * build, so it runs only when {@code -Dicws.rust=true} is given.
 */
class RustAgentTest {
    private static final Path PROGRAM =
            Path.of("src", "test", "rust", "agent-matrix").toAbsolutePath();
    private static final Path TARGET = Path.of("target", "agent-matrix").toAbsolutePath();
    private static final Path MODULE = Path.of(
                    "..", "sample-canister", "src", "main", "resources", "org", "icws", "sample", "ping_pong.wasm")
            .toAbsolutePath();

    private static String run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(PROGRAM.toFile()).redirectErrorStream(true);
        builder.environment().put("CARGO_TARGET_DIR", TARGET.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static String executable(String name) {
        return System.getProperty("os.name").startsWith("Windows") ? name + ".exe" : name;
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void icAgentDoesAllItsUsersDo() throws Exception {
        assumeTrue(Boolean.getBoolean("icws.rust"), "runs with -Dicws.rust=true only");
        run(List.of("cargo", "build", "--locked"));
        try (LocalReplica replica = LocalReplica.start(ReplicaConfig.defaults())) {
            String output = run(List.of(
                    TARGET.resolve(Path.of("debug", executable("agent-matrix"))).toString(),
                    replica.url().toString(),
                    MODULE.toString()));
            assertThat(output.lines().filter(line -> line.startsWith("passed: ")))
                    .hasSize(14);
        }
    }
}
