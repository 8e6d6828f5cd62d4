package org.icws.testbench.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.icws.replica.LocalReplica;
import org.icws.replica.ReplicaConfig;
import org.icws.testbench.BesideTheWindow;
import org.junit.jupiter.api.Test;

/** The public network's own verification of pages, unmodified, accepts what the replica serves for the asset canister. */
@BesideTheWindow
class CertifiedPagesInteropTest {
    private static final String PROVEN = "[2,true]";

    /** Surefire runs in the module's folder; the canister is the replica's. */
    private static final Path ASSETS = Path.of(
                    "..",
                    "local-replica",
                    "src",
                    "test",
                    "resources",
                    "org",
                    "icws",
                    "replica",
                    "certified_assets.wasm")
            .toAbsolutePath();

    @Test
    void pagesVerifyAgainstTheNetworksKeyAndForgedOnesDoNot() throws Exception {
        NodeRuntime.assumePresent();
        try (LocalReplica replica = LocalReplica.start(ReplicaConfig.defaults())) {
            Map<String, JsonNode> steps =
                    NodeRuntime.PAGES.steps("verify-pages.mjs", replica.url().toString(), ASSETS.toString());

            assertThat(steps.get("/index.html").toString()).isEqualTo(PROVEN);
            assertThat(steps.get("/").toString()).isEqualTo(PROVEN);
            assertThat(steps.get("/nothing.html").toString())
                    .as("by a wildcard")
                    .isEqualTo(PROVEN);
            assertThat(steps.get("forged").asText())
                    .startsWith("refused: The hash of the request and response was not found");
            assertThat(steps.get("other path").asText()).contains("is not valid for the request path");
            assertThat(steps.get("the public network's key").asText())
                    .isEqualTo("refused: Certificate verification failed");
        }
    }
}
