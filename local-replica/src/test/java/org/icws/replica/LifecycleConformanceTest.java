package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidValue;
import org.icws.replica.wasm.ModuleBuilder;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.ScriptCanister;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Versions, code that comes and goes, and timers: one case a rule of the interface specification. */
class LifecycleConformanceTest extends ConformanceCases {
    private static final int LATER = 0x7200;

    /** Memory that is empty is a script that ends at once. */
    private static final int NOTHING = 0x7000;

    @TestFactory
    Stream<DynamicTest> conformance() {
        versions();
        code();
        timers();
        return cases.stream();
    }

    private long version() {
        return network.replica.canisters().stream()
                .filter(info -> info.id().equals(canister))
                .findFirst()
                .orElseThrow()
                .version();
    }

    private TestAgent.Outcome install(String mode, Script argument) {
        return network.manage(
                canister,
                "install_code",
                "mode",
                CandidValue.variant(mode),
                "canister_id",
                network.id(canister),
                "wasm_module",
                CandidValue.blob(ScriptCanister.wasm()),
                "arg",
                CandidValue.blob(argument.bytes()));
    }

    private void changes(String what, long by, Check check) {
        rule(what + " changes the version by " + by + " [SPEC-can, canister_version]", () -> {
            long before = version();
            check.run();
            network.awaitIdle();
            assertThat(version() - before).isEqualTo(by);
        });
    }

    private void versions() {
        changes("an update", 1, () -> network.update(canister, s().reply()));
        changes("an update that traps", 0, () -> network.update(canister, s().trap()));
        changes("an update that does not reply", 1, () -> network.update(canister, s()));
        changes("an update that rejects", 1, () -> network.update(canister, s().call("msg_reject", 0, 0)));
        changes("a query", 0, () -> network.query(canister, s().reply()));
        changes(
                "a query called as update",
                0,
                () -> network.agent.update(canister, "ask", s().reply().bytes()));
        changes(
                "a call with its callback",
                2,
                () -> network.update(canister, perform(calling("ask", s().reply(), LATER, s().reply(), s()))));
        changes(
                "a callback that traps without cleanup",
                1,
                () -> network.update(canister, perform(calling("ask", s().reply(), LATER, s().trap(), s()))));
        changes("an upgrade", 1, () -> install("upgrade", s()));
        changes("a reinstallation", 1, () -> install("reinstall", s()));
        changes("a reinstallation that fails", 0, () -> install("reinstall", s().trap()));
        changes("uninstalling", 1, () -> network.replica.control().uninstall(canister));
        changes(
                "a timer",
                2,
                () -> network.update(
                        canister, s().call("global_timer_set", 1).drop().reply()));
        changes(
                "a change of settings",
                1,
                () -> network.manage(
                        canister,
                        "update_settings",
                        "canister_id",
                        network.id(canister),
                        "settings",
                        CandidValue.record("freezing_threshold", CandidValue.some(CandidValue.nat(5)))));
        // Running to stopping to stopped.
        changes("stopping", 2, () -> network.replica.control().stop(canister));
        changes("starting what runs", 1, () -> network.replica.control().start(canister));
        changes("stopping, and once more", 3, () -> {
            network.replica.control().stop(canister);
            network.replica.control().stop(canister);
        });
    }

    private void code() {
        String source = " [SPEC-abs, upgrades]";
        rule("new code sees the version it has when it is in place" + source, () -> {
            for (String mode : List.of("reinstall", "upgrade")) {
                Script note = s().store(BUFFER, s().call("canister_version"));
                assertThat(install(mode, note).replied()).isTrue();
                assertThat(stored(canister, BUFFER)).as(mode).isEqualTo(version());
            }
        });
        rule("code that goes sees the version before" + source, () -> {
            network.update(
                    canister,
                    s().script(
                                    ScriptCanister.PRE_UPGRADE,
                                    s().call("stable64_grow", 1)
                                            .drop()
                                            .store(BUFFER, s().call("canister_version"))
                                            .call("stable64_write", 0, BUFFER, 8))
                            .reply());
            long before = version();
            install("upgrade", s().call("stable64_read", BUFFER, 0, 8));
            assertThat(stored(canister, BUFFER)).isEqualTo(before);
        });
        for (String mode : List.of("upgrade", "reinstall")) {
            rule("no timer outlives the code it was set by: " + mode + source, () -> {
                network.update(
                        canister, s().call("global_timer_set", 1L << 62).drop().reply());
                install(mode, s().store(BUFFER, s().call("global_timer_set", 1L << 61)));
                assertThat(stored(canister, BUFFER))
                        .as("the timer that new code finds")
                        .isZero();
                assertThat(ScriptNetwork.number(network.update(
                                canister, s().call("global_timer_set", 0).replyNumber())))
                        .as("the timer that new code has set")
                        .isEqualTo(1L << 61);
            });
        }
        rule("a canister that is stopped knows it [SPEC-can, canister_status]", () -> {
            network.update(
                    canister,
                    s().script(
                                    ScriptCanister.PRE_UPGRADE,
                                    s().store(BUFFER, s().call("canister_status"))
                                            .increment(BUFFER, '0')
                                            .call("trap", BUFFER, 1))
                            .reply());
            network.replica.control().stop(canister);
            assertFails(install("upgrade", s()), "IC0503", "with message: '3'");
        });
        rule("the start function runs before canister_init [SPEC-abs, install_code]", () -> {
            byte[] wasm = new ModuleBuilder()
                    .pages(1)
                    .imports("msg_reply", ">")
                    .imports("msg_reply_data_append", "ii>")
                    .function(
                            "begin",
                            ">",
                            c -> c.i32(8).i32(8).load32(0).i32(1).add32().store32(0))
                    .start("begin")
                    .export("canister_init", c -> c.i32(12).i32(8).load32(0).store32(0))
                    .export(
                            "canister_query both",
                            c -> c.i32(8, 8).call("msg_reply_data_append").call("msg_reply"))
                    .build();
            Principal fresh = network.install(wasm);
            assertThat(network.agent.query(fresh, "both", new byte[0]).reply()).containsExactly(1, 0, 0, 0, 1, 0, 0, 0);
        });
    }

    private void timers() {
        String source = " [SPEC-can, global timer]";
        rule("a timer fires once when its time has come" + source, () -> {
            network.update(
                    canister,
                    s().script(ScriptCanister.TIMER, s().increment(BUFFER, 1))
                            .then(ScriptNetwork.setTimer(1_000_000_000L))
                            .reply());
            network.clock.advance(Duration.ofMillis(900));
            network.awaitIdle();
            assertThat(stored(canister, BUFFER)).isZero();
            network.clock.advance(Duration.ofMillis(200));
            network.awaitIdle();
            network.clock.advance(Duration.ofMinutes(1));
            network.awaitIdle();
            assertThat(stored(canister, BUFFER)).isEqualTo(1);
        });
        rule("a timer may be set anew where it fires, and may make calls" + source, () -> {
            Script call = perform(
                    calling("run", s().increment(BUFFER + 8, 10).reply(), LATER, s().increment(BUFFER + 8, 100), s()));
            Script fires = s().increment(BUFFER, 1)
                    .then(call)
                    .load(BUFFER)
                    .push(-2)
                    .add()
                    .endIfZero(NOTHING)
                    .call("global_timer_set", 1)
                    .drop();
            network.update(
                    canister,
                    s().script(ScriptCanister.TIMER, fires)
                            .call("global_timer_set", 1)
                            .drop()
                            .reply());
            network.awaitIdle();
            assertThat(stored(canister, BUFFER)).isEqualTo(2);
            assertThat(stored(canister, BUFFER + 8)).isEqualTo(220);
        });
        rule("a timer that traps is not set any more" + source, () -> {
            network.update(
                    canister,
                    s().script(ScriptCanister.TIMER, s().trap())
                            .call("global_timer_set", 1)
                            .drop()
                            .reply());
            network.awaitIdle();
            assertThat(ScriptNetwork.number(network.update(
                            canister, s().call("global_timer_set", 0).replyNumber())))
                    .isZero();
        });
        rule("stopped canisters' timers wait until they are started" + source, () -> {
            network.update(
                    canister,
                    s().script(ScriptCanister.TIMER, s().increment(BUFFER, 1))
                            .then(ScriptNetwork.setTimer(1_000_000_000L))
                            .reply());
            network.replica.control().stop(canister);
            network.clock.advance(Duration.ofSeconds(2));
            network.awaitIdle();
            network.replica.control().start(canister);
            network.awaitIdle();
            assertThat(stored(canister, BUFFER)).isEqualTo(1);
        });
    }
}
