package org.icws.testbench.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.icws.replica.LocalReplica;
import org.icws.replica.ReplicaConfig;
import org.icws.testbench.BesideTheWindow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Unmodified agents, all verification switched on, against the replica: create, install plain and in chunks, call, query, read_state,
 * status, delegated identity, timers, upgrade, stop, start and delete. The canister is Motoko's, of either persistence mode.
 */
@BesideTheWindow
class AgentMatrixTest {
    private static final Path MODULE_CACHE =
            Path.of("target", "interop-modules").toAbsolutePath();

    private static LocalReplica replica;

    /** Before each test, so that without Node each one is reported as skipped. */
    @BeforeEach
    void start() throws Exception {
        NodeRuntime.assumePresent();
        if (replica == null) {
            NodeRuntime.MOTOKO.steps("compile.mjs");
            replica = LocalReplica.start(ReplicaConfig.defaults().withModuleCacheDirectory(MODULE_CACHE));
        }
    }

    @AfterAll
    static void stop() {
        if (replica != null) {
            replica.close();
        }
    }

    @ParameterizedTest(name = "{0} with a Motoko canister of {1} persistence")
    @CsvSource({
        "dfinity-2, classical",
        "dfinity-3, enhanced",
        "core-5, classical",
        "core-6, enhanced",
    })
    void anAgentDoesAllItsUsersDo(String agent, String persistence) throws Exception {
        Path module = NodeRuntime.MOTOKO.work().resolve(persistence + ".wasm");
        Map<String, JsonNode> steps = NodeRuntime.agent(agent)
                .steps("agent-matrix.mjs", agent.split("-")[0], replica.url().toString(), module.toString());

        assertThat(steps.get("update").asText()).isEqualTo("1");
        assertThat(steps.get("self call").asText()).isEqualTo("3");
        assertThat(steps.get("query").asText()).isEqualTo("3");
        assertThat(steps.get("query without effect").toString()).isEqualTo("[\"4\",\"3\"]");
        assertThat(steps.get("caller").asBoolean()).isTrue();
        assertThat(steps.get("trap").asText()).contains("assertion failed");
        assertThat(steps.get("after the trap").asText()).isEqualTo("3");
        assertThat(steps.get("certified data").asBoolean()).isTrue();
        assertThat(steps.get("timer").asText()).isEqualTo("1");
        assertThat(steps.get("status").toString()).isEqualTo("[\"running\",\"100000000000000\",1]");
        assertThat(steps.get("read_state").toString()).isEqualTo("[true,true]");
        assertThat(steps.get("delegation").asBoolean()).isTrue();
        assertThat(steps.get("delegation outside of its targets").asText())
                .contains("Canister 'aaaaa-aa' is not one of the delegation targets.");
        assertThat(steps.get("chunked").asText()).isEqualTo("1");
        assertThat(steps.get("stopped").asText()).contains("is stopped");
        assertThat(steps.get("stopped query").asText()).contains("is stopped");
        assertThat(steps.get("after the upgrade").toString()).isEqualTo("[\"3\",\"world\"]");
        assertThat(steps.get("deleted").asText()).contains("not found");
        assertThat(steps.get("unverifiable").asText()).containsIgnoringCase("signature");
    }
}
