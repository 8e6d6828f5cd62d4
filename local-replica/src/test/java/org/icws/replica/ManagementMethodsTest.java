package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidDecoder;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.principal.Principals;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.ScriptCanister;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Newer methods and settings of the management canister (interface specification, "The IC management canister"). */
class ManagementMethodsTest {
    private static final String ID = "canister_id";
    private static final int BUFFER = 0x20000;
    private static final int PAGE = 65_536;

    private final ScriptNetwork network = new ScriptNetwork();
    private final Principal canister = network.canister;

    @AfterEach
    void stop() {
        network.close();
    }

    private static Script s() {
        return new Script();
    }

    private TestAgent.Outcome ask(TestAgent agent, String method, Object... fields) {
        return agent.query(canister, Principals.MANAGEMENT, method, CandidEncoder.encode(CandidValue.record(fields)));
    }

    private TestAgent stranger() {
        return new TestAgent(network.replica, network.clock, 2);
    }

    private static void assertRejected(TestAgent.Outcome outcome, int code, String errorCode, String text) {
        assertThat(outcome.replied()).as(outcome.message()).isFalse();
        assertThat(outcome.errorCode()).as(outcome.message()).isEqualTo(errorCode);
        assertThat(outcome.rejectCode()).isEqualTo(code);
        assertThat(outcome.message()).contains(text);
    }

    private TestAgent.Outcome settings(Principal target, Object... fields) {
        return network.manage(
                target, "update_settings", ID, network.id(target), "settings", CandidValue.record(fields));
    }

    private static CandidValue some(long number) {
        return CandidValue.some(CandidValue.nat(number));
    }

    @Test
    void metricsCountTheCyclesThatAreGoneForControllersOnly() {
        network.update(s().call("cycles_burn128", 0, 500, BUFFER).reply());
        network.update(s().call("cycles_burn128", 0, 70, BUFFER).reply());
        network.update(s().call("cycles_burn128", 0, 9, BUFFER).trap());

        for (TestAgent.Outcome outcome : List.of(
                network.manage(canister, "canister_metrics", ID, network.id(canister)),
                ask(network.agent, "canister_metrics", ID, network.id(canister)))) {
            CandidValue.Record consumed =
                    ScriptNetwork.record(outcome).get("cycles_consumed").asRecord();
            assertThat(consumed.get("burned_cycles").asLong()).isEqualTo(570);
            assertThat(consumed.get("http_outcalls").asLong()).isZero();
            assertThat(consumed.get("instructions").asLong()).isZero();
        }
        assertRejected(ask(stranger(), "canister_metrics", ID, network.id(canister)), 5, "IC0512", "Only controllers");
    }

    @Test
    void canistersAreListedAsRangesWithoutTheDeletedOnesByQueryOnly() {
        Principal second = network.replica.createCanister(List.of());
        Principal third = network.replica.createCanister(List.of());
        network.replica.control().stop(second);
        network.replica.control().delete(second);

        List<CandidValue> ranges = ScriptNetwork.record(ask(stranger(), "list_canisters"))
                .get("canisters")
                .asList();

        assertThat(ranges)
                .extracting(range -> List.of(
                        range.asRecord().get("start").asPrincipal(),
                        range.asRecord().get("end").asPrincipal()))
                .containsExactly(List.of(canister, canister), List.of(third, third));
        assertRejected(network.manage(canister, "list_canisters"), 4, "IC0406", "non-replicated");
    }

    private Map<String, Long> queryStatistics(Principal of) {
        Map<String, Long> statistics = new HashMap<>();
        CandidValue.Record record = network.status(of).get("query_stats").asRecord();
        for (String what :
                List.of("num_calls", "num_instructions", "request_payload_bytes", "response_payload_bytes")) {
            statistics.put(what, record.get(what + "_total").asLong());
        }
        return statistics;
    }

    @Test
    void theStatusCountsWhatQueriesTake() {
        Script query = s().call("performance_counter", 0).replyNumber();
        long seen = ScriptNetwork.number(network.query(query));
        Map<String, Long> one = queryStatistics(canister);
        assertThat(one)
                .containsEntry("num_calls", 1L)
                .containsEntry("request_payload_bytes", (long) query.bytes().length)
                .containsEntry("response_payload_bytes", 8L);
        assertThat(one.get("num_instructions")).as("after it replied too").isGreaterThan(seen);

        network.query(query);
        one.replaceAll((what, amount) -> 2 * amount);
        assertThat(queryStatistics(canister)).as("the same again").isEqualTo(one);

        network.query(s().trap());
        assertThat(queryStatistics(canister))
                .containsEntry("num_calls", 3L)
                .containsEntry("response_payload_bytes", 16L);
        network.update(s().reply());
        assertThat(queryStatistics(canister)).as("updates are no queries").containsEntry("num_calls", 3L);
    }

    @Test
    void theStatusCountsCompositeQueriesAtEachCanisterThatTakesPart() {
        Principal peer = network.install(ScriptCanister.wasm());
        Script asked = s().reply("abc");
        Script composite =
                ScriptNetwork.call0(peer.getValue(), "ask", asked.bytes(), s().replyBytes("msg_arg_data"), s());
        assertThat(ScriptNetwork.text(network.agent.query(canister, "compose", composite.bytes())))
                .isEqualTo("abc");
        Map<String, Long> caller = queryStatistics(canister);
        Map<String, Long> callee = queryStatistics(peer);
        assertThat(List.of(caller, callee)).allSatisfy(statistics -> assertThat(statistics)
                .containsEntry("num_calls", 1L)
                .containsEntry("response_payload_bytes", 3L));
        assertThat(callee).containsEntry("request_payload_bytes", (long) asked.bytes().length);
        assertThat(callee.get("num_instructions")).isPositive();
        assertThat(caller.get("num_instructions")).isGreaterThan(callee.get("num_instructions"));
    }

    @Test
    void theHistoryIsReadByAnybodysQuery() {
        CandidValue.Record info = ScriptNetwork.record(ask(
                stranger(),
                "canister_info",
                ID,
                network.id(canister),
                "num_requested_changes",
                CandidValue.some(CandidValue.nat64(1))));
        assertThat(info.get("total_num_changes").asLong()).isEqualTo(2);
        assertThat(info.get("recent_changes").asList()).hasSize(1);
    }

    private void print(String line) {
        network.update(s().data(ScriptCanister.FREE, line)
                .call("debug_print", ScriptCanister.FREE, line.length())
                .reply());
    }

    private static List<String> lines(TestAgent.Outcome outcome) {
        return ScriptNetwork.record(outcome).get("canister_log_records").asList().stream()
                .map(line -> new String(line.asRecord().get("content").asBlob(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void logsAreFilteredTrimmedAndReadByCanistersToo() {
        List.of("zero", "one", "two", "three").forEach(this::print);
        CandidValue filter = CandidValue.some(CandidValue.variant(
                "by_idx", CandidValue.record("start", CandidValue.nat64(1), "end", CandidValue.nat64(3))));
        assertThat(lines(ask(network.agent, "fetch_canister_logs", ID, network.id(canister), "filter", filter)))
                .containsExactly("one", "two");
        assertThat(lines(ask(network.agent, "fetch_canister_logs", ID, network.id(canister))))
                .containsExactly("zero", "one", "two", "three");

        assertThat(ScriptNetwork.text(
                        network.manageByCanister(BigInteger.ZERO, "fetch_canister_logs", ID, network.id(canister))))
                .contains("not allowed");
        settings(canister, "log_visibility", CandidValue.some(CandidValue.variant("public")));
        assertThat(lines(network.manageByCanister(BigInteger.ZERO, "fetch_canister_logs", ID, network.id(canister))))
                .hasSize(4);
    }

    @Test
    void theLogsLimitIsZeroOrWithinItsRangeAndHolds() {
        assertRejected(settings(canister, "log_memory_limit", some(4095)), 5, "IC0531", "log_memory_limit");
        assertRejected(settings(canister, "log_memory_limit", some((2 << 20) + 1)), 5, "IC0531", "log_memory_limit");
        print("x".repeat(3000));
        print("y".repeat(3000));
        assertThat(lines(ask(network.agent, "fetch_canister_logs", ID, network.id(canister))))
                .containsExactly("y".repeat(3000));
        assertThat(settings(canister, "log_memory_limit", some(10_000)).replied())
                .isTrue();
        assertThat(lines(ask(network.agent, "fetch_canister_logs", ID, network.id(canister))))
                .hasSize(2);
        settings(canister, "log_memory_limit", some(0));
        assertThat(lines(ask(network.agent, "fetch_canister_logs", ID, network.id(canister))))
                .isEmpty();
    }

    @Test
    void logsAreGoneAfterAReinstallation() {
        print("before");
        network.replica.control().reinstall(canister, ScriptCanister.wasm(), s().bytes());
        assertThat(lines(ask(network.agent, "fetch_canister_logs", ID, network.id(canister))))
                .isEmpty();
    }

    @Test
    void aCallWithFewerCyclesThanDemandedIsRejectedAndGetsThemBack() {
        Principal peer = network.install(ScriptCanister.wasm());
        settings(peer, "minimum_incoming_canister_call_cycles", some(1000));
        BigInteger before = network.status(canister).get("cycles").asBigInteger();

        String refused = ScriptNetwork.text(network.update(ScriptNetwork.callAndForward(
                peer.getValue(), "run", s().reply("in").bytes(), BigInteger.valueOf(999))));
        assertThat((int) refused.charAt(0)).isEqualTo(5);
        assertThat(refused).contains("minimum_incoming_canister_call_cycles");
        assertThat(network.status(canister).get("cycles").asBigInteger()).isEqualTo(before);

        assertThat(ScriptNetwork.text(network.update(ScriptNetwork.callAndForward(
                        peer.getValue(), "run", s().reply("in").bytes(), BigInteger.valueOf(1000)))))
                .isEqualTo("in");
        assertThat(ScriptNetwork.text(network.update(peer, s().reply("user")))).isEqualTo("user");
        settings(canister, "minimum_incoming_canister_call_cycles", some(1000));
        assertThat(ScriptNetwork.text(network.update(ScriptNetwork.callAndForward(
                        canister, "run", s().reply("self").bytes()))))
                .isEqualTo("self");
    }

    @Test
    void theHookForLowMemoryRunsOnceEachTimeMemoryBecomesLow() {
        Principal watched = network.installWith("canister_on_low_wasm_memory");
        network.update(
                watched,
                s().script(ScriptCanister.LOW_MEMORY, s().increment(BUFFER, 1)).reply());
        settings(watched, "wasm_memory_limit", some(20 * PAGE), "wasm_memory_threshold", some(5 * PAGE));
        long[] expected = {0, 1, 1, 2};
        long[] limits = {20, 20, 20, 21};
        long[] pages = {7, 1, 1, 1};
        for (int i = 0; i < expected.length; i++) {
            if (limits[i] > 20) {
                settings(watched, "wasm_memory_threshold", some(1));
                settings(watched, "wasm_memory_threshold", some(5 * PAGE), "wasm_memory_limit", some(21 * PAGE));
            } else {
                network.update(watched, s().grow(pages[i]).drop().reply());
            }
            assertThat(ScriptNetwork.number(
                            network.query(watched, s().load(BUFFER).replyNumber())))
                    .as("step " + i)
                    .isEqualTo(expected[i]);
        }
    }

    @Test
    void theMemoryLimitHoldsForInstallationsButNotForSystemTasks() {
        Principal limited = network.replica.createCanister(List.of(network.agent.sender()));
        settings(limited, "wasm_memory_limit", some(9 * PAGE));
        TestAgent.Outcome refused = network.manage(
                limited,
                "install_code",
                "mode",
                CandidValue.variant("install"),
                ID,
                network.id(limited),
                "wasm_module",
                CandidValue.blob(ScriptCanister.wasm()),
                "arg",
                CandidValue.blob(s().grow(2).drop().bytes()));
        assertRejected(refused, 5, "IC0539", "memory limit");
        network.replica.install(
                limited,
                ScriptCanister.wasm(),
                s().script(ScriptCanister.TIMER, s().grow(3).drop()).bytes());
        network.update(limited, s().call("global_timer_set", 1).drop().reply());
        network.awaitIdle();
        assertThat(ScriptNetwork.number(network.query(limited, s().pages().replyNumber())))
                .isEqualTo(11);
    }

    @Test
    void aCanisterFillsItsOwnChunkStore() {
        Principal own = network.replica.createCanister(List.of());
        network.replica.install(own, ScriptCanister.wasm(), s().bytes());
        byte[] argument = CandidEncoder.encode(
                CandidValue.record(ID, network.id(own), "chunk", CandidValue.blob(new byte[] {1, 2, 3})));
        TestAgent.Outcome uploaded =
                network.update(own, ScriptNetwork.callAndForward(Principals.MANAGEMENT, "upload_chunk", argument));
        assertThat(ScriptNetwork.record(uploaded).get("hash").asBlob()).hasSize(32);
        assertRejected(
                network.manage(own, "stored_chunks", ID, network.id(own)), 5, "IC0512", "Only controllers of canister");
    }

    /** What a composite query gets from the management canister. */
    private TestAgent.Outcome compose(String method, Object... fields) {
        byte[] argument = CandidEncoder.encode(CandidValue.record(fields));
        Script onReject = s().store(0x700, s().call("msg_reject_code"))
                .appendReply(0x700, 8)
                .replyBytes("msg_reject_msg");
        Script call = ScriptNetwork.call0(new byte[0], method, argument, s().replyBytes("msg_arg_data"), onReject);
        return network.agent.query(canister, "compose", call.bytes());
    }

    @Test
    void compositeQueriesAskTheManagementCanisterWhatUsersMayQuery() {
        Principal other = network.install(ScriptCanister.wasm());
        print("seen");
        assertThat(ScriptNetwork.record(compose("canister_status", ID, network.id(canister)))
                        .get("version")
                        .asLong())
                .isPositive();
        assertThat(ScriptNetwork.record(compose("canister_info", ID, network.id(other)))
                        .get("total_num_changes")
                        .asLong())
                .isEqualTo(2);
        assertThat(ScriptNetwork.record(compose("list_canisters"))
                        .get("canisters")
                        .asList())
                .hasSize(1);
        settings(canister, "log_visibility", CandidValue.some(CandidValue.variant("public")));
        assertThat(lines(compose("fetch_canister_logs", ID, network.id(canister))))
                .containsExactly("seen");

        String refused = ScriptNetwork.text(compose("canister_status", ID, network.id(other)));
        assertThat((int) refused.charAt(0)).isEqualTo(5);
        assertThat(refused).contains("Only controllers");
        String unknown = ScriptNetwork.text(compose("start_canister", ID, network.id(canister)));
        assertThat(unknown).contains("Query method start_canister not found");
    }

    @Test
    void whatIsNotDoneHereIsSaidSo() {
        for (String method : List.of(
                "node_metrics_history",
                "subnet_metrics",
                "flexible_http_request",
                "bitcoin_get_balance",
                "sign_with_schnorr",
                "vetkd_derive_key")) {
            String answer = ScriptNetwork.text(network.manageByCanister(BigInteger.ZERO, method));
            assertThat((int) answer.charAt(0)).as(answer).isEqualTo(4);
            assertThat(answer).contains("Management canister method " + method + " is not available");
        }
        CandidValue.Record info = CandidDecoder.decode(
                        network.manageByCanister(BigInteger.ZERO, "subnet_info", "subnet_id", network.id(canister))
                                .reply())
                .get(0)
                .asRecord();
        assertThat(info.get("registry_version").asLong()).isEqualTo(1);
    }
}
