package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.ic4j.types.Principal;
import org.icws.protocol.principal.Principals;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.ScriptCanister;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings, snapshots, history and code of a canister, by the embedding program and over HTTP. */
class CanisterControlTest {
    private static final int PLACE = 0x20000;

    private final ScriptNetwork network = new ScriptNetwork();
    private final ReplicaControl control = network.replica.control();
    private final Principal canister = network.canister;

    @AfterEach
    void stop() {
        network.close();
    }

    private void remember(long number) {
        network.update(new Script().store(PLACE, number).reply());
    }

    private long remembered() {
        return ScriptNetwork.number(network.query(new Script().load(PLACE).replyNumber()));
    }

    private HttpResponse<byte[]> post(String what, String json) {
        return network.agent.send(HttpRequest.newBuilder(network.replica.url().resolve("/_/testbench/" + what))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    private JsonNode done(String what, String json) throws IOException {
        HttpResponse<byte[]> response = post(what, json);
        assertThat(response.statusCode()).as(new String(response.body())).isEqualTo(200);
        return new ObjectMapper().readTree(response.body());
    }

    private JsonNode look(Principal id) throws IOException {
        return new ObjectMapper()
                .readTree(network.agent.get("/_/testbench/canister/" + id).body());
    }

    @Test
    void aSnapshotTakesTheCanisterBackToWhatItWas() {
        remember(7);
        SnapshotInfo snapshot = control.takeSnapshot(canister);
        remember(8);
        assertThat(control.details(canister).snapshots()).containsExactly(snapshot);
        assertThat(snapshot.bytes()).isPositive();

        control.loadSnapshot(canister, snapshot.id());
        assertThat(remembered()).isEqualTo(7);
        assertThat(control.details(canister).history())
                .last()
                .satisfies(entry -> assertThat(entry.kind()).isEqualTo("load_snapshot"))
                .satisfies(entry -> assertThat(entry.details()).contains(snapshot.id()));

        control.deleteSnapshot(canister, snapshot.id());
        assertThat(control.details(canister).snapshots()).isEmpty();
        assertThatThrownBy(() -> control.loadSnapshot(canister, snapshot.id()))
                .isInstanceOf(ReplicaException.class)
                .hasMessageContaining("Could not find the snapshot ID " + snapshot.id());
        assertThatThrownBy(() -> control.loadSnapshot(canister, "nonsense")).hasMessageContaining("hexadecimal");
    }

    @Test
    void snapshotsOfACanisterThatNobodyControlsAreTakenToo() {
        Principal nobodys = control.createCanister(List.of());
        control.install(nobodys, ScriptCanister.wasm(), new Script().bytes());
        SnapshotInfo snapshot = control.takeSnapshot(nobodys);
        control.loadSnapshot(nobodys, snapshot.id());
        assertThat(control.details(nobodys).settings().controllers()).isEmpty();
    }

    @Test
    void settingsChangeAsWrittenAndTheRestStays() {
        SettingsInfo before = control.details(canister).settings();
        control.settings(
                canister,
                new SettingsInfo(
                        null,
                        Map.of("freezing_threshold", BigInteger.TEN),
                        Map.of("log_visibility", SettingsInfo.Viewers.PUBLIC),
                        Map.of("STAGE", "test")));
        SettingsInfo after = control.details(canister).settings();
        assertThat(after.numbers()).containsEntry("freezing_threshold", BigInteger.TEN);
        assertThat(after.numbers().get("log_memory_limit"))
                .isEqualTo(before.numbers().get("log_memory_limit"));
        assertThat(after.visibility().get("log_visibility").everybody()).isTrue();
        assertThat(after.visibility().get("status_visibility")).isEqualTo(SettingsInfo.Viewers.CONTROLLERS);
        assertThat(after.variables()).containsExactly(Map.entry("STAGE", "test"));
        assertThat(after.controllers()).isEqualTo(before.controllers());
        assertThat(control.details(canister).history())
                .extracting(HistoryEntry::kind)
                .doesNotContain("controllers_change");
    }

    @Test
    void aSettingThatIsRefusedChangesNothing() {
        SettingsInfo before = control.details(canister).settings();
        assertThatThrownBy(() -> control.settings(
                        canister,
                        new SettingsInfo(
                                List.of(), Map.of("compute_allocation", BigInteger.valueOf(101)), Map.of(), null)))
                .isInstanceOf(ReplicaException.class)
                .hasMessageContaining("compute_allocation is 101, at most 100");
        assertThatThrownBy(() -> control.settings(
                        canister, new SettingsInfo(null, Map.of("freezing", BigInteger.ONE), Map.of(), null)))
                .hasMessageContaining("no setting 'freezing'");
        assertThat(control.details(canister).settings()).isEqualTo(before);
    }

    @Test
    void detailsAreToldDuringAPauseToo() {
        control.pause();
        assertThat(control.details(canister).history())
                .extracting(HistoryEntry::kind)
                .containsExactly("creation", "code_deployment");
    }

    @Test
    void aWholeLifeOfACanisterGoesOverHttp(@TempDir Path folder) throws IOException {
        Path wasm = Files.write(folder.resolve("mine.wasm"), ScriptCanister.wasm());
        String argument = HexFormat.of().formatHex(new Script().bytes());
        String id = done("canister", "{\"controllers\": [\"" + network.agent.sender() + "\"]}")
                .path("id")
                .asText();
        Principal mine = Principals.parse(id);
        String install = "{\"wasm_file\": \"" + wasm + "\", \"argument\": \"" + argument + "\", \"mode\": \"%s\"}";
        done("canister/" + id + "/install", install.formatted("install"));
        network.update(mine, new Script().store(PLACE, 5).reply());

        String snapshot = done("canister/" + id + "/take-snapshot", "{}")
                .path("snapshots")
                .path(0)
                .path("id")
                .asText();
        done("canister/" + id + "/install", install.formatted("reinstall"));
        assertThat(ScriptNetwork.number(
                        network.query(mine, new Script().load(PLACE).replyNumber())))
                .isZero();
        String named = "{\"snapshot\": \"" + snapshot + "\"}";
        done("canister/" + id + "/load-snapshot", named);
        assertThat(ScriptNetwork.number(
                        network.query(mine, new Script().load(PLACE).replyNumber())))
                .isEqualTo(5);
        done("canister/" + id + "/install", install.formatted("upgrade"));
        assertThat(done("canister/" + id + "/delete-snapshot", named)
                        .path("snapshots")
                        .size())
                .isZero();

        done("canister/" + id + "/top-up", "{\"cycles\": \"1000000000000\"}");
        JsonNode settings = done(
                        "canister/" + id + "/settings",
                        "{\"controllers\": [], \"memory_allocation\": 1048576, \"log_visibility\": [\"2vxsx-fae\"],"
                                + " \"environment_variables\": {\"A\": \"b\"}}")
                .path("settings");
        assertThat(settings.path("controllers").size()).isZero();
        assertThat(settings.path("memory_allocation").asText()).isEqualTo("1048576");
        assertThat(settings.path("log_visibility").path(0).asText()).isEqualTo("2vxsx-fae");
        assertThat(settings.path("environment_variables").path("A").asText()).isEqualTo("b");

        done("canister/" + id + "/uninstall", "{}");
        done("canister/" + id + "/stop", "{}");
        done("canister/" + id + "/start", "{}");
        assertThat(post("canister/" + id + "/delete", "{}").statusCode()).isEqualTo(400);
        done("canister/" + id + "/stop", "{}");
        List<String> deeds = look(mine).path("history").findValuesAsText("kind");
        assertThat(deeds)
                .containsExactly(
                        "creation",
                        "code_deployment",
                        "code_deployment",
                        "load_snapshot",
                        "code_deployment",
                        "controllers_change",
                        "code_uninstall");
        done("canister/" + id + "/delete", "{}");
        assertThat(control.canisters()).extracting(CanisterInfo::id).doesNotContain(mine);
    }

    @Test
    void nonsenseAboutACanisterIsAnsweredWithASentence() {
        String there = "canister/" + canister + "/";
        assertThat(post(there + "polish", "{}").statusCode()).isEqualTo(404);
        assertThat(new String(post(there + "install", "{\"wasm_file\": \"/no/such.wasm\"}")
                        .body()))
                .contains("/no/such.wasm");
        assertThat(new String(post(there + "settings", "{\"freezing_threshold\": \"soon\"}")
                        .body()))
                .contains("freezing_threshold");
        assertThat(new String(post(there + "settings", "{\"log_visibility\": \"some\"}")
                        .body()))
                .contains("\"public\"");
        assertThat(post("canister/abc/stop", "{}").statusCode()).isEqualTo(400);
        assertThat(new String(post("canister/aaaaa-aa/stop", "{}").body())).contains("not found");
    }

    @Test
    void aLatencyProfileThatIsToldCanBeGivenBack() throws IOException {
        LatencyProfile odd = new LatencyProfile(
                new Delay.LogNormal(Duration.ofMillis(30), 0.5, Duration.ofMillis(900)),
                new Delay.Uniform(Duration.ofMillis(1), Duration.ofNanos(2_500_000)),
                9);
        control.latency(odd);
        JsonNode told = done("round-interval", "{\"ms\": 0}").path("latency");
        control.latency(LatencyProfile.NONE);
        done("latency", told.toString());
        assertThat(control.status().latency()).isEqualTo(odd);
    }

    @Test
    void theStatusSaysWhereTheNetworkIsKept(@TempDir Path directory) throws IOException {
        assertThat(done("resume", "{}").path("data_directory").isNull()).isTrue();
        try (ScriptNetwork kept = new ScriptNetwork(config -> config.withDataDirectory(directory))) {
            assertThat(new String(kept.agent.get("/_/testbench/status").body())).contains(directory.toString());
        }
    }
}
