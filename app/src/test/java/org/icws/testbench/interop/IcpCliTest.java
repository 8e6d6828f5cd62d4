package org.icws.testbench.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.icws.replica.CyclesLedger;
import org.icws.replica.LocalReplica;
import org.icws.replica.ReplicaConfig;
import org.icws.sample.SampleCanister;
import org.icws.testbench.BesideTheWindow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unmodified icp-cli against the replica with the stand-in for the cycles ledger: deploy, upgrade, call, top up, delete. */
@BesideTheWindow
class IcpCliTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MAX_SECONDS = 120;
    private static final Path MODULE_CACHE =
            Path.of("target", "interop-modules").toAbsolutePath();

    @Test
    void icpDeploysUpgradesCallsAndDeletesCanisters(@TempDir Path directory) throws Exception {
        NodeRuntime.assumePresent();
        Path module = Files.write(directory.resolve("ping_pong.wasm"), SampleCanister.PING_PONG.wasm());
        try (LocalReplica replica =
                LocalReplica.start(ReplicaConfig.defaults().withModuleCacheDirectory(MODULE_CACHE))) {
            CyclesLedger.install(replica);
            Map<String, String> steps = flow(replica, module, directory);
            assumeTrue(steps.get("present").equals("true"), "icp-cli has no program for this system");

            assertThat(steps.get("ping")).isEqualTo("true");
            assertThat(steps.get("deployed")).contains("Created canister first", "Created canister second");
            assertThat(steps.get("upgraded")).contains("Deployed canisters");
            assertThat(steps.get("reinstalled")).contains("Deployed canisters");
            assertThat(steps.get("called")).contains("is_end_of_queue = true");
            assertThat(steps.get("topped up")).contains("1_000_000_000_000 cycles");
            assertThat(steps.get("status")).contains("Running", "PUBLIC_CANISTER_ID:first", "3_000_000_000_000");
            assertThat(steps.get("metadata")).contains("service");
            assertThat(steps.get("snapshot")).contains("Created snapshot");
            assertThat(steps.get("deleted")).contains("Recovered");
            assertThat(replica.canisters())
                    .as("the ledger's two, and the one that is left")
                    .hasSize(3);
        }
    }

    private static Map<String, String> flow(LocalReplica replica, Path module, Path directory)
            throws IOException, InterruptedException {
        Path errors = directory.resolve("errors.log");
        Path project = Files.createDirectory(directory.resolve("project"));
        Process process = NodeRuntime.ICP_CLI.start(
                "icp-flow.mjs",
                errors,
                replica.url().toString(),
                HexFormat.of().formatHex(replica.rootKeyDer()),
                module.toString(),
                project.toString());
        Map<String, String> steps = new LinkedHashMap<>();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode step = JSON.readTree(line);
                steps.put(step.path("step").asText(), step.path("value").asText());
            }
        }
        boolean ended = process.waitFor(MAX_SECONDS, TimeUnit.SECONDS);
        String said = Files.readString(errors);
        assertThat(ended && process.exitValue() == 0)
                .as("the script stopped after " + steps.keySet() + ":\n" + said)
                .isTrue();
        return steps;
    }
}
