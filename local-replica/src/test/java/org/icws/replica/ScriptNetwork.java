package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidDecoder;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.principal.Principals;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.ScriptCanister;

/** A network with script canisters, a clock that stands still, and a client that verifies. */
final class ScriptNetwork implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final int PEER = ScriptCanister.FREE + 0x800;
    static final int PAYLOAD = ScriptCanister.FREE + 0x900;
    private static final int NAME = ScriptCanister.FREE + 0x840;
    private static final int ON_REPLY = ScriptCanister.FREE;
    private static final int ON_REJECT = ScriptCanister.FREE + 0x200;

    final ManualClock clock = ManualClock.startingNow();
    final LocalReplica replica;
    final TestAgent agent;
    final Principal canister;

    ScriptNetwork() {
        this(config -> config);
    }

    ScriptNetwork(UnaryOperator<ReplicaConfig> change) {
        replica = LocalReplica.start(change.apply(ReplicaConfig.defaults().withClock(clock)));
        agent = new TestAgent(replica, clock, 1);
        canister = install(ScriptCanister.wasm());
    }

    Principal install(byte[] wasm) {
        Principal id = replica.createCanister(List.of(agent.sender()));
        replica.install(id, wasm, new Script().bytes());
        return id;
    }

    Principal installWith(String... entryPoints) {
        return install(ScriptCanister.with(Set.of(entryPoints)));
    }

    TestAgent.Outcome update(Script script) {
        return update(canister, script);
    }

    TestAgent.Outcome update(Principal target, Script script) {
        return agent.update(target, "run", script.bytes());
    }

    TestAgent.Outcome query(Script script) {
        return query(canister, script);
    }

    TestAgent.Outcome query(Principal target, Script script) {
        return agent.query(target, "ask", script.bytes());
    }

    /** Calls the management canister as the user. */
    TestAgent.Outcome manage(Principal effective, String method, Object... fields) {
        return agent.update(effective, Principals.MANAGEMENT, method, CandidEncoder.encode(CandidValue.record(fields)));
    }

    /** A script in which a canister calls and passes on the reply, or 8 bytes of reject code and the message. */
    static Script callAndForward(byte[] callee, String method, byte[] argument, BigInteger cycles) {
        Script onReply = new Script().replyBytes("msg_arg_data");
        Script onReject = new Script()
                .store(0x700, new Script().call("msg_reject_code"))
                .appendReply(0x700, 8)
                .replyBytes("msg_reject_msg");
        return call(callee, method, argument, cycles, onReply, onReject);
    }

    static Script callAndForward(Principal callee, String method, byte[] argument) {
        return callAndForward(callee.getValue(), method, argument, BigInteger.ZERO);
    }

    static Script call(
            byte[] callee, String method, byte[] argument, BigInteger cycles, Script onReply, Script onReject) {
        return prepare(callee, method, argument, onReply, onReject)
                .call("call_cycles_add128", cycles.shiftRight(64).longValue(), cycles.longValue())
                .call("call_perform")
                .drop();
    }

    /** A call without cycles, which composite queries can make. */
    static Script call0(byte[] callee, String method, byte[] argument, Script onReply, Script onReject) {
        return prepare(callee, method, argument, onReply, onReject)
                .call("call_perform")
                .drop();
    }

    /** A call with its argument that is not performed yet. */
    static Script prepare(byte[] callee, String method, byte[] argument, Script onReply, Script onReject) {
        return new Script()
                .script(ON_REPLY, onReply)
                .script(ON_REJECT, onReject)
                .data(PEER, callee)
                .data(NAME, method)
                .data(PAYLOAD + 0x10000, argument)
                .call("call_new", PEER, callee.length, NAME, method.length(), 0, ON_REPLY, 0, ON_REJECT)
                .call("call_data_append", PAYLOAD + 0x10000, argument.length);
    }

    /** Sets the canister's timer to so many nanoseconds from now. */
    static Script setTimer(long nanos) {
        return new Script()
                .call("time")
                .push(nanos)
                .add()
                .call("global_timer_set")
                .drop();
    }

    /** Lets the first canister call the management canister; cycles go with it. */
    TestAgent.Outcome manageByCanister(BigInteger cycles, String method, Object... fields) {
        byte[] argument = CandidEncoder.encode(CandidValue.record(fields));
        return update(callAndForward(new byte[0], method, argument, cycles));
    }

    static CandidValue.Record record(TestAgent.Outcome outcome) {
        assertThat(outcome.replied())
                .as(outcome.errorCode() + " " + outcome.message())
                .isTrue();
        return CandidDecoder.decode(outcome.reply()).get(0).asRecord();
    }

    static long number(TestAgent.Outcome outcome) {
        assertThat(outcome.replied())
                .as(outcome.errorCode() + " " + outcome.message())
                .isTrue();
        return ByteBuffer.wrap(outcome.reply()).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    static String text(TestAgent.Outcome outcome) {
        return new String(reply(outcome));
    }

    static byte[] reply(TestAgent.Outcome outcome) {
        assertThat(outcome.replied())
                .as(outcome.errorCode() + " " + outcome.message())
                .isTrue();
        return outcome.reply();
    }

    CandidValue id(Principal target) {
        return CandidValue.principal(target);
    }

    CandidValue.Record status(Principal target) {
        return record(manage(target, "canister_status", "canister_id", id(target)));
    }

    void awaitIdle() {
        replica.awaitIdle(PATIENCE);
    }

    @Override
    public void close() {
        replica.close();
    }
}
