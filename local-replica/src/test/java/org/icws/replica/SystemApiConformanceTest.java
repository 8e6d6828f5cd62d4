package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.replica.wasm.ScriptCanister.FREE;

import java.util.stream.Stream;
import org.icws.replica.wasm.Script;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What system functions do with their arguments: one case a rule of the interface specification or the public replica. */
class SystemApiConformanceTest extends ConformanceCases {
    @TestFactory
    Stream<DynamicTest> conformance() {
        copying();
        replying();
        stableMemory();
        certificationAndTimers();
        environment();
        return cases.stream();
    }

    private void copying() {
        String source = " [SPEC-can, *_copy]";
        violates("copying beyond the source traps" + source, s().call("canister_self_copy", BUFFER, 0, 11), "beyond");
        violates(
                "copying from behind the source traps" + source,
                s().call("canister_self_copy", BUFFER, 11, 0),
                "beyond");
        violates(
                "copying beyond memory traps" + source,
                s().call("canister_self_copy", MEMORY_END - 5, 0, 10),
                "memory");
        violates(
                "offset and size do not wrap around" + source,
                s().call("canister_self_copy", BUFFER, 0xFFFF_FFFFL, 1),
                "beyond");
        violates(
                "destination and size do not wrap around" + source,
                s().call("canister_self_copy", 0xFFFF_FFFFL, 0, 2),
                "memory");
        says(
                "copying nothing at the end of the source is fine" + source,
                s().call("canister_self_copy", BUFFER, 10, 0).reply("ok"),
                "ok");
        says(
                "copying nothing at the end of memory is fine" + source,
                s().call("canister_self_copy", MEMORY_END, 0, 0).reply("ok"),
                "ok");
        answers("a canister id has 10 bytes [SPEC-idx, principals]", s().call("canister_self_size"), 10);
        answers("the subnet id has 29 bytes [SPEC-idx, principals]", s().call("subnet_self_size"), 29);
        answers("the root key has 133 bytes DER [SPEC-cert]", s().call("root_key_size"), 133);
        answers("a self-authenticating caller has 29 bytes [SPEC-idx]", s().call("msg_caller_size"), 29);
        rule("the caller is the sender [SPEC-can, msg_caller]", () -> assertThat(
                        network.update(canister, s().replyBytes("msg_caller")).reply())
                .isEqualTo(network.agent.sender().getValue()));
        rule("canister_self is the called canister [SPEC-can]", () -> assertThat(
                        network.update(canister, s().replyBytes("canister_self"))
                                .reply())
                .isEqualTo(canister.getValue()));
        rule("root_key is the network's [SPEC-can]", () -> assertThat(
                        network.update(canister, s().replyBytes("root_key")).reply())
                .isEqualTo(network.replica.rootKeyDer()));
        rule("the argument arrives unchanged [SPEC-can, msg_arg_data]", () -> {
            Script script = s().replyBytes("msg_arg_data");
            assertThat(network.update(canister, script).reply()).isEqualTo(script.bytes());
        });
        answers("nobody else has signed the caller's info [SPEC-can]", s().call("msg_caller_info_data_size"), 0);
        answers("the signer of no caller info is empty [SPEC-can]", s().call("msg_caller_info_signer_size"), 0);
    }

    private void replying() {
        String source = " [SPEC-can, responding]";
        violates("a second reply traps" + source, s().reply().reply(), "already replied");
        violates("a reject after a reply traps" + source, s().reply().call("msg_reject", 0, 0), "already replied");
        violates("appending after a reply traps" + source, s().reply().appendReply(0, 1), "already replied");
        says(
                "data appended in parts arrives joined" + source,
                s().data(FREE, "ab")
                        .appendReply(FREE, 1)
                        .appendReply(FREE + 1, 1)
                        .reply(),
                "ab");
        violates(
                "a reject text must be UTF-8" + source,
                s().data(FREE, new byte[] {(byte) 0xff}).call("msg_reject", FREE, 1),
                "UTF-8");
        violates("a reject text outside of memory traps" + source, s().call("msg_reject", MEMORY_END, 1), "memory");
        rule("an explicit reject arrives verbatim with code 4" + source, () -> {
            TestAgent.Outcome outcome =
                    network.update(canister, s().data(FREE, "no").call("msg_reject", FREE, 2));
            assertFails(outcome, "IC0406", "no");
            assertThat(outcome.message()).isEqualTo("no");
        });
        rule("a reply of 2 MiB is possible, one byte more is not" + source, () -> {
            Script grown = s().grow(40).drop();
            assertThat(network.update(
                                    canister,
                                    s().then(grown).appendReply(0, 2 << 20).reply())
                            .reply())
                    .hasSize(2 << 20);
            assertFails(
                    network.update(canister, s().appendReply(0, (2 << 20) + 1).reply()),
                    "IC0504",
                    "ic0.msg_reply_data_append: application payload size (2097153) cannot be larger than 2097152.");
        });
        rule("a query may reply 3 MiB" + source, () -> assertThat(network.query(
                                canister,
                                s().grow(60).drop().appendReply(0, 3 << 20).reply())
                        .reply())
                .hasSize(3 << 20));
        rule("a reply buffer that is not sent is discarded" + source, () -> {
            assertFails(network.update(canister, s().data(FREE, "x").appendReply(FREE, 1)), "IC0506", "did not reply");
            assertThat(network.update(canister, s().reply()).reply()).isEmpty();
        });
        rule("not replying keeps the changes [HS, no response does not rollback]", () -> {
            network.update(canister, s().store(BUFFER, 9));
            assertThat(ScriptNetwork.number(
                            network.query(canister, s().load(BUFFER).replyNumber())))
                    .isEqualTo(9);
        });
        traps(
                "ic0.trap passes on its text [SPEC-can, trap]",
                s().data(FREE, "boom").call("trap", FREE, 4),
                "IC0503",
                "Canister called `ic0.trap` with message: 'boom'");
        traps(
                "a trap text outside of memory still traps [SPEC-can, trap]",
                s().call("trap", MEMORY_END, 5),
                "IC0503",
                "trap");
        traps("unreachable is a trap [SPEC-can]", s().trap(), "IC0502", "Canister trapped");
        says(
                "debug_print outside of memory does not trap [SPEC-can]",
                s().call("debug_print", MEMORY_END, 9).reply("ok"),
                "ok");
        answers("users wait for ever: the deadline is 0 [SPEC-can, msg_deadline]", s().call("msg_deadline"), 0);
    }

    private void stableMemory() {
        String source = " [SPEC-can, stable memory]";
        answers("stable memory starts empty" + source, s().call("stable64_size"), 0);
        answers(
                "growing gives the size before" + source,
                s().call("stable64_grow", 3).drop().call("stable64_grow", 2),
                3);
        answers("growing beyond the limit gives -1" + source, s().call("stable64_grow", Long.MAX_VALUE), -1);
        answers(
                "the 32-bit functions see the same memory" + source,
                s().call("stable64_grow", 3).drop().call("stable_size"),
                3);
        answers("growing by 32 bits beyond 4 GiB gives -1" + source, s().call("stable_grow", 65_537), 0xFFFF_FFFFL);
        traps(
                "the 32-bit functions trap above 4 GiB" + source,
                s().call("stable64_grow", 65_537).drop().call("stable_size").drop(),
                "IC0502",
                "Canister trapped: 32 bit stable memory api used on a memory larger than 4GB");
        traps(
                "reading beyond the end traps" + source,
                s().call("stable64_grow", 1).drop().call("stable64_read", 0, 65_536, 1),
                "IC0502",
                "Canister trapped: stable memory out of bounds");
        traps(
                "writing beyond the end traps" + source,
                s().call("stable64_grow", 1).drop().call("stable64_write", 65_536, 0, 1),
                "IC0502",
                "Canister trapped: stable memory out of bounds");
        traps(
                "offsets do not wrap around" + source,
                s().call("stable64_grow", 1).drop().call("stable64_read", 0, -1, 2),
                "IC0502",
                "Canister trapped: stable memory out of bounds");
        violates(
                "reading to beyond linear memory traps" + source,
                s().call("stable64_grow", 1).drop().call("stable64_read", MEMORY_END, 0, 1),
                "memory");
        says(
                "what is written is read" + source,
                s().call("stable_grow", 1)
                        .drop()
                        .data(FREE, "abc")
                        .call("stable_write", 7, FREE, 3)
                        .call("stable64_read", FREE + 64, 7, 3)
                        .appendReply(FREE + 64, 3)
                        .reply(),
                "abc");
        answers(
                "new stable memory is zero" + source,
                s().call("stable_grow", 1)
                        .drop()
                        .call("stable_read", BUFFER, 0, 8)
                        .load(BUFFER),
                0);
        rule("a query's changes are dropped" + source, () -> {
            network.query(canister, s().call("stable64_grow", 4).drop().reply());
            assertThat(ScriptNetwork.number(
                            network.query(canister, s().call("stable64_size").replyNumber())))
                    .isZero();
        });
    }

    private void certificationAndTimers() {
        violates("certified data has at most 32 bytes [SPEC-can]", s().call("certified_data_set", 0, 33), "32");
        says(
                "32 bytes can be certified [SPEC-can]",
                s().call("certified_data_set", 0, 32).reply("ok"),
                "ok");
        answers("updates have no data certificate [SPEC-can]", s().call("data_certificate_present"), 0);
        rule("queries have a data certificate [SPEC-can]", () -> assertThat(ScriptNetwork.number(network.query(
                        canister, s().call("data_certificate_present").replyNumber())))
                .isEqualTo(1));
        rule("inter-canister query calls have none [SPEC-can]", () -> assertThat(ScriptNetwork.number(network.update(
                        canister,
                        self(
                                "ask",
                                s().call("data_certificate_present")
                                        .replyNumber()
                                        .bytes()))))
                .isZero());
        answers(
                "the first timer had no predecessor [SPEC-can, global_timer_set]",
                s().call("global_timer_set", Long.MAX_VALUE),
                0);
        answers(
                "setting a timer gives the one before [SPEC-can, global_timer_set]",
                s().call("global_timer_set", 1L << 62).drop().call("global_timer_set", 0),
                1L << 62);
        rule("time stands still during a message [SPEC-can, time]", () -> {
            byte[] reply = network.update(
                            canister,
                            s().store(BUFFER, s().call("time"))
                                    .store(BUFFER + 8, s().call("time"))
                                    .appendReply(BUFFER, 16)
                                    .reply())
                    .reply();
            assertThat(java.util.Arrays.copyOf(reply, 8)).isEqualTo(java.util.Arrays.copyOfRange(reply, 8, 16));
        });
        rule("time grows from message to message [SPEC-can, time]", () -> {
            long first = ScriptNetwork.number(
                    network.update(canister, s().call("time").replyNumber()));
            assertThat(ScriptNetwork.number(
                            network.update(canister, s().call("time").replyNumber())))
                    .isGreaterThan(first);
        });
    }

    private void environment() {
        answers("a running canister's status is 1 [SPEC-can, canister_status]", s().call("canister_status"), 1);
        answers("updates are replicated [SPEC-can]", s().call("in_replicated_execution"), 1);
        rule("queries are not replicated [SPEC-can]", () -> assertThat(ScriptNetwork.number(network.query(
                        canister, s().call("in_replicated_execution").replyNumber())))
                .isZero());
        rule("query methods called as update are replicated [SPEC-can]", () -> assertThat(
                        ScriptNetwork.number(network.agent.update(
                                canister,
                                "ask",
                                s().call("in_replicated_execution")
                                        .replyNumber()
                                        .bytes())))
                .isEqualTo(1));
        violates(
                "a principal has at most 29 bytes [SPEC-can, is_controller]",
                s().call("is_controller", 0, 30).drop(),
                "29");
        answers(
                "a stranger is no controller [SPEC-can, is_controller]",
                s().data(FREE, "x").call("is_controller", FREE, 1),
                0);
        rule("the sender is a controller [SPEC-can, is_controller]", () -> assertThat(
                        ScriptNetwork.number(network.update(
                                canister,
                                s().data(FREE, network.agent.sender().getValue())
                                        .call("is_controller", FREE, 29)
                                        .replyNumber())))
                .isEqualTo(1));
        answers("there are no environment variables at first [SPEC-can]", s().call("env_var_count"), 0);
        answers(
                "an unknown variable does not exist [SPEC-can]",
                s().data(FREE, "A").call("env_var_name_exists", FREE, 1),
                0);
        violates(
                "the value of an unknown variable traps [SPEC-can]",
                s().data(FREE, "A").call("env_var_value_size", FREE, 1).drop(),
                "no environment variable");
        violates(
                "a variable index beyond the last traps [SPEC-can]",
                s().call("env_var_name_size", 0).drop(),
                "index");
        violates(
                "a variable name over 128 bytes traps [SPEC-can]",
                s().call("env_var_name_exists", 0, 129).drop(),
                "128");
        violates(
                "a variable name must be UTF-8 [SPEC-can]",
                s().data(FREE, new byte[] {(byte) 0xff})
                        .call("env_var_name_exists", FREE, 1)
                        .drop(),
                "UTF-8");
        violates(
                "there are two performance counters [SPEC-can]",
                s().call("performance_counter", 2).drop(),
                "counter");
        rule("the performance counter grows [SPEC-can]", () -> {
            byte[] reply = network.update(
                            canister,
                            s().store(BUFFER, s().call("performance_counter", 0))
                                    .store(BUFFER + 8, s().call("performance_counter", 0))
                                    .appendReply(BUFFER, 16)
                                    .reply())
                    .reply();
            var numbers = java.nio.ByteBuffer.wrap(reply).order(java.nio.ByteOrder.LITTLE_ENDIAN);
            assertThat(numbers.getLong(0)).isLessThan(numbers.getLong(8)).isPositive();
        });
        violates(
                "only the minting canister mints [IC]",
                s().call("mint_cycles", 5).drop(),
                "cycles minting canister");
        answers(
                "unknown signing keys have the cost code 2 [SPEC-can]",
                s().call("cost_sign_with_ecdsa", 0, 0, 0, BUFFER),
                2);
        rule("the version grows with updates, not with queries [SPEC-can, canister_version]", () -> {
            long first = ScriptNetwork.number(
                    network.update(canister, s().call("canister_version").replyNumber()));
            network.query(canister, s().reply());
            network.agent.update(canister, "ask", s().reply().bytes());
            assertThat(ScriptNetwork.number(network.update(
                            canister, s().call("canister_version").replyNumber())))
                    .isEqualTo(first + 1);
        });
    }
}
