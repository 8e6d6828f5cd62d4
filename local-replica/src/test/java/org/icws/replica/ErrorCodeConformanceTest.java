package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.principal.Principals;
import org.icws.protocol.request.SignedRequest;
import org.icws.replica.wasm.ModuleBuilder;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.ScriptCanister;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** When callers are given which error code, in which words (interface specification, and what the public replica says). */
class ErrorCodeConformanceTest extends ConformanceCases {
    @TestFactory
    Stream<DynamicTest> conformance() {
        states();
        methods();
        management();
        execution();
        return cases.stream();
    }

    private TestAgent.Outcome manage(String method, Object... more) {
        Object[] fields = new Object[more.length + 2];
        fields[0] = "canister_id";
        fields[1] = network.id(canister);
        System.arraycopy(more, 0, fields, 2, more.length);
        return network.manage(canister, method, fields);
    }

    private void stopIt() {
        network.replica.control().stop(canister);
    }

    /** A canister that waits for the answer of a call to itself through a canister that never answers. */
    private CompletableFuture<TestAgent.Outcome> busy(Principal silent) {
        byte[] stopSilent = canisterId(network, silent);
        network.replica.control().controllers(silent, List.of(silent));
        Script waits = ScriptNetwork.call0(new byte[0], "stop_canister", stopSilent, s(), s());
        var call = network.agent.updateLater(
                canister,
                "run",
                ScriptNetwork.call0(silent.getValue(), "run", waits.bytes(), s(), s())
                        .bytes());
        Await.until(() -> status(network, silent).equals("stopping"));
        return call;
    }

    private static String status(ScriptNetwork network, Principal of) {
        return network.replica.canisters().stream()
                .filter(info -> info.id().equals(of))
                .findFirst()
                .orElseThrow()
                .status();
    }

    private CompletableFuture<TestAgent.Outcome> stopLater() {
        byte[] argument = canisterId(network, canister);
        var request = network.agent.sign(Principals.MANAGEMENT, "stop_canister", argument);
        return network.agent
                .postLater(TestAgent.path(3, canister, "call"), request.envelope())
                .thenApply(response -> network.agent.outcome(canister, request, response));
    }

    private void states() {
        rule("a canister that does not exist is not found, whoever asks [IC0301]", () -> {
            Principal nobody = Principals.canisterId(7);
            String text = "Canister " + nobody + " not found";
            assertThat(network.update(nobody, s()).message()).isEqualTo(text);
            assertFails(network.update(nobody, s()), "IC0301", text);
            assertFails(network.query(nobody, s()), "IC0301", text);
            assertThat(ScriptNetwork.text(
                            network.update(canister, ScriptNetwork.callAndForward(nobody, "run", new byte[0]))))
                    .endsWith(text);
        });
        rule("a canister without code says so, whoever asks [IC0537]", () -> {
            network.replica.control().uninstall(canister);
            assertFails(network.update(canister, s()), "IC0537", "no Wasm module");
            assertFails(network.query(canister, s()), "IC0537", "no Wasm module");
            Principal caller = network.install(ScriptCanister.wasm());
            String told = ScriptNetwork.text(
                    network.update(caller, ScriptNetwork.callAndForward(canister, "run", new byte[0])));
            assertThat((int) told.charAt(0)).isEqualTo(5);
            assertThat(told).contains("no Wasm module");
        });
        rule("a stopped canister says so, whoever asks [IC0508]", () -> {
            stopIt();
            String text = "Canister " + canister + " is stopped";
            assertFails(network.update(canister, s()), "IC0508", text);
            assertFails(network.query(canister, s()), "IC0508", text);
            Principal caller = network.install(ScriptCanister.wasm());
            assertThat(ScriptNetwork.text(
                            network.update(caller, ScriptNetwork.callAndForward(canister, "run", new byte[0]))))
                    .endsWith(text);
        });
        rule("a canister that waits for its calls to end is stopping [IC0509]", () -> {
            Principal silent = network.install(ScriptCanister.wasm());
            busy(silent);
            assertFails(network.update(silent, s()), "IC0509", "Canister " + silent + " is stopping");
            assertFails(network.query(silent, s()), "IC0509", "Canister " + silent + " is stopping");
        });
        rule("a stop that is called off is rejected [IC0511]", () -> {
            Principal silent = network.install(ScriptCanister.wasm());
            var call = busy(silent);
            var stopping = stopLater();
            Await.until(() -> status(network, canister).equals("stopping"));
            assertThat(manage("start_canister").replied()).isTrue();
            assertFails(stopping.join(), "IC0511", "cancelled");
            assertThat(call).isNotDone();
            assertThat(network.query(canister, s().reply()).replied()).isTrue();
        });
        rule("a stop that takes longer than five minutes is given up with code 2 [IC0206]", () -> {
            try (ScriptNetwork own = new ScriptNetwork()) {
                Principal silent = own.install(ScriptCanister.wasm());
                own.replica.control().controllers(silent, List.of(silent));
                Script waits = ScriptNetwork.call0(new byte[0], "stop_canister", canisterId(own, silent), s(), s());
                send(
                        own,
                        own.canister,
                        "run",
                        ScriptNetwork.call0(silent.getValue(), "run", waits.bytes(), s(), s())
                                .bytes());
                Await.until(() -> status(own, silent).equals("stopping"));
                byte[] stop = send(own, Principals.MANAGEMENT, "stop_canister", canisterId(own, own.canister));
                Await.until(() -> status(own, own.canister).equals("stopping"));
                own.clock.advance(Duration.ofMinutes(5).plusSeconds(1));
                own.awaitIdle();
                List<byte[]> path = List.of("request_status".getBytes(), stop);
                assertFails(
                        TestAgent.status(own.agent.readState(own.canister, List.of(path)), stop),
                        "IC0206",
                        "timed out");
            }
        });
    }

    private static byte[] canisterId(ScriptNetwork network, Principal of) {
        return CandidEncoder.encode(CandidValue.record("canister_id", network.id(of)));
    }

    /** Sends a call through the first canister's endpoint without waiting for its end; its request id. */
    private static byte[] send(ScriptNetwork network, Principal callee, String method, byte[] argument) {
        SignedRequest request = network.agent.sign(callee, method, argument);
        TestAgent.require(network.agent.post(TestAgent.path(2, network.canister, "call"), request.envelope()), 202);
        return request.requestId();
    }

    private void methods() {
        rule("a missing method is told with its kind and name [IC0536]", () -> {
            assertFails(
                    network.agent.update(canister, "fly", new byte[0]),
                    "IC0536",
                    "Canister has no update method 'fly'");
            assertFails(
                    network.agent.query(canister, "fly", new byte[0]), "IC0536", "Canister has no query method 'fly'");
            assertFails(network.agent.query(canister, "run", new byte[0]), "IC0536", "no query method 'run'");
        });
        rule("an inspection that does not accept is a reject with code 4 [IC0406]", () -> {
            Principal careful = network.installWith("canister_inspect_message");
            assertFails(network.update(careful, s().reply()), "IC0406", "rejected the message");
        });
        rule("an inspection that traps keeps the call out too [SPEC-can, IC0502]", () -> {
            Principal careful = inspecting(s().trap());
            assertFails(network.update(careful, s().reply()), "IC0502", "trapped");
        });
        rule("accepting twice is a violation [SPEC-can, accept_message, IC0504]", () -> {
            Principal careful = inspecting(s().call("accept_message").call("accept_message"));
            assertFails(network.update(careful, s().reply()), "IC0504", "violated contract");
        });
        rule("what an inspection changes is dropped [SPEC-can]", () -> {
            Principal careful = inspecting(s().store(BUFFER, 5).call("accept_message"));
            assertThat(ScriptNetwork.number(
                            network.update(careful, s().load(BUFFER).replyNumber())))
                    .isZero();
        });
        rule("calls between canisters are not inspected [SPEC-can]", () -> {
            Principal careful = network.installWith("canister_inspect_message");
            assertThat(ScriptNetwork.text(network.update(
                            canister,
                            ScriptNetwork.callAndForward(
                                    careful, "run", s().reply("in").bytes()))))
                    .isEqualTo("in");
        });
        rule("queries are not inspected [SPEC-can]", () -> {
            Principal careful = network.installWith("canister_inspect_message");
            assertThat(network.query(careful, s().reply()).replied()).isTrue();
        });
    }

    private Principal inspecting(Script inspection) {
        Principal careful = network.replica.createCanister(List.of(network.agent.sender()));
        network.replica.install(
                careful,
                ScriptCanister.with(Set.of("canister_inspect_message")),
                s().script(ScriptCanister.INSPECT, inspection).bytes());
        return careful;
    }

    private void management() {
        rule(
                "only what is stopped is deleted [IC0510]",
                () -> assertFails(
                        manage("delete_canister"),
                        "IC0510",
                        "Canister " + canister + " must be stopped before it is deleted."));
        rule(
                "code goes into an empty canister only [IC0538]",
                () -> assertFails(
                        manage(
                                "install_code",
                                "mode",
                                CandidValue.variant("install"),
                                "wasm_module",
                                CandidValue.blob(ScriptCanister.wasm()),
                                "arg",
                                CandidValue.blob(new byte[0])),
                        "IC0538",
                        "not empty"));
        rule("memory that is to be kept is kept or dropped by word [IC0532]", () -> {
            byte[] persistent = new ModuleBuilder()
                    .custom("icp:private enhanced-orthogonal-persistence", "")
                    .build();
            Principal motoko = network.install(persistent);
            assertFails(
                    network.manage(
                            motoko,
                            "install_code",
                            "canister_id",
                            network.id(motoko),
                            "mode",
                            CandidValue.variant("upgrade", CandidValue.none()),
                            "wasm_module",
                            CandidValue.blob(persistent),
                            "arg",
                            CandidValue.blob(new byte[0])),
                    "IC0532",
                    "`wasm_memory_persistence`");
        });
        rule(
                "a method the management canister does not have is told [IC0407]",
                () -> assertThat(manage("fly").errorCode()).isEqualTo("IC0407"));
        rule("too few cycles for a canister that demands some are told [IC0520]", () -> {
            manage(
                    "update_settings",
                    "settings",
                    CandidValue.record(
                            "minimum_incoming_canister_call_cycles", CandidValue.some(CandidValue.nat(1000))));
            Principal caller = network.install(ScriptCanister.wasm());
            String told = ScriptNetwork.text(network.update(
                    caller,
                    ScriptNetwork.callAndForward(canister, "run", s().reply().bytes())));
            assertThat((int) told.charAt(0)).isEqualTo(5);
            assertThat(told).contains("1000");
        });
    }

    private void execution() {
        failing("a trap", script -> script.trap(), "IC0502", "Canister trapped: unreachable");
        failing(
                "an access beyond the heap",
                script -> script.load(MEMORY_END).drop(),
                "IC0502",
                "Canister trapped: heap out of bounds");
        failing(
                "a trap with words",
                script -> script.data(BUFFER, "boom").call("trap", BUFFER, 4),
                "IC0503",
                "Canister called `ic0.trap` with message: 'boom'");
        failing(
                "a violation of the interface",
                script -> script.call("msg_reject_msg_size").drop(),
                "IC0504",
                "Canister violated contract: ");
        rule(
                "bytes in the words of a trap that are no text are left out [SPEC-can, trap]",
                () -> assertFails(
                        network.update(
                                canister,
                                s().data(BUFFER, new byte[] {'a', (byte) 0xff, 'b'})
                                        .call("trap", BUFFER, 3)),
                        "IC0503",
                        "with message: 'ab'"));
        rule("a reject text has at most 2 MiB [SPEC-can, msg_reject]", () -> {
            Script grow = s().grow(40).drop();
            TestAgent.Outcome most = network.update(canister, s().then(grow).call("msg_reject", BUFFER, 2 << 20));
            assertFails(most, "IC0406", "");
            assertThat(most.message()).hasSize(2 << 20);
            assertFails(network.update(canister, s().call("msg_reject", BUFFER, (2 << 20) + 1)), "IC0504", "2097152");
        });
        rule("callers among canisters are told in the same words [5.5]", () -> {
            Principal peer = network.install(ScriptCanister.wasm());
            String told = ScriptNetwork.text(network.update(
                    canister,
                    ScriptNetwork.callAndForward(peer, "run", s().trap().bytes())));
            assertThat((int) told.charAt(0)).isEqualTo(5);
            assertThat(told.substring(8)).startsWith("Error from Canister " + peer + ": Canister trapped");
        });
        rule("curves that do not exist are told before keys [SPEC-can, cost_sign_with_ecdsa]", () -> {
            assertThat(cost("cost_sign_with_ecdsa", 0)).isEqualTo(2);
            assertThat(cost("cost_sign_with_ecdsa", 1)).isEqualTo(1);
            assertThat(cost("cost_sign_with_schnorr", 1)).isEqualTo(2);
            assertThat(cost("cost_sign_with_schnorr", 2)).isEqualTo(1);
            assertThat(cost("cost_vetkd_derive_key", 0)).isEqualTo(2);
            assertThat(cost("cost_vetkd_derive_key", 1)).isEqualTo(1);
            assertFails(
                    network.update(
                            canister,
                            s().call("cost_sign_with_ecdsa", MEMORY_END, 1, 0, BUFFER)
                                    .drop()),
                    "IC0504",
                    "memory");
        });
    }

    private long cost(String function, int curve) {
        return ScriptNetwork.number(
                network.update(canister, s().call(function, 0, 4, curve, BUFFER).replyNumber()));
    }

    /** The same failure, in an update, a query, and a query called as update. */
    private void failing(String what, UnaryOperator<Script> script, String code, String text) {
        rule(what + " is told with the canister's name, however it is called [" + code + "]", () -> {
            String whole = "Error from Canister " + canister + ": " + text;
            byte[] argument = script.apply(s()).bytes();
            assertFails(network.agent.update(canister, "run", argument), code, whole);
            assertFails(network.agent.query(canister, "ask", argument), code, whole);
            assertFails(network.agent.update(canister, "ask", argument), code, whole);
            assertFails(network.agent.query(canister, "compose", argument), code, whole);
        });
    }
}
