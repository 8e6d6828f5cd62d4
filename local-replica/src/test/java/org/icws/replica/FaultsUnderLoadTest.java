package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.ic4j.types.Principal;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.ScriptCanister;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Canisters move units to each other while messages trap, run for ever, and the network is killed. Units are never made or lost, and
 * what one canister sends another arrives in order.
 */
class FaultsUnderLoadTest {
    private static final int FAULTS = 1_000;
    private static final int KILLS = 30;
    private static final int CALLS = 40;
    private static final String TIMED_OUT = "IC0522";
    private static final Set<String> FAULT_CODES = Set.of("IC0502", "IC0503", TIMED_OUT);

    /** What a canister replies whose call was rejected. */
    private static final String TOLD = "told";

    private static final int CANISTERS = 3;

    /** Not a time: a busy machine would stop cleanups, too, and what they were to take back would be lost. */
    private static final long SPIN_LIMIT = 2_000_000;

    /** Where a canister keeps its units, the number of its next message to each peer, and what it has received. */
    private static final int UNITS = 0x30000;

    private static final int NEXT = 0x30100;
    private static final int LOG_END = 0x30200;
    private static final int LOG = 0x31000;
    private static final int PAYLOAD = 0x40000;

    @TempDir
    Path directory;

    private final Random random = new Random(20_261_126);
    private int faults;
    private int kills;
    private int timeOuts;
    private LocalReplica replica;
    private TestAgent agent;
    private final List<Principal> canisters = new ArrayList<>();

    private static Script s() {
        return new Script();
    }

    private void start() {
        ReplicaConfig config = ReplicaConfig.defaults().withDataDirectory(directory);
        InstructionLimits usual = config.instructionLimits();
        replica = LocalReplica.start(config.withInstructionLimits(
                new InstructionLimits(SPIN_LIMIT, usual.query(), usual.install(), usual.inspection())));
        agent = new TestAgent(replica, ReplicaClock.SYSTEM, 1);
    }

    @Test
    void unitsAreNeitherMadeNorLostAndOrderHolds() {
        start();
        for (int i = 0; i < CANISTERS; i++) {
            canisters.add(replica.createCanister(List.of(agent.sender())));
            replica.install(
                    canisters.get(i),
                    ScriptCanister.wasm(),
                    s().store(LOG_END, LOG).bytes());
        }
        for (int round = 0; faults < FAULTS; round++) {
            List<CompletableFuture<TestAgent.Outcome>> calls = Stream.generate(this::transfer)
                    .limit(CALLS)
                    .map(call -> call.exceptionally(killed -> null))
                    .toList();
            if (kills < KILLS && round % 2 == 1) {
                int ended = random.nextInt(CALLS / 2);
                Await.until(
                        () -> calls.stream().filter(CompletableFuture::isDone).count() >= ended);
                replica.kill();
                kills++;
                faults++;
                start();
            }
            calls.forEach(call -> countFault(call.join()));
        }
        replica.awaitIdle(ScriptNetwork.PATIENCE);

        assertThat(kills).isEqualTo(KILLS);
        assertThat(timeOuts).as("calls that were stopped").isGreaterThan(20);
        assertThat(canisters.stream().mapToLong(this::units).sum()).isZero();
        canisters.forEach(this::assertOrder);
        replica.close();
    }

    /** Only faults that have happened count: seen by the caller, or by the canister that was told of them. */
    private void countFault(TestAgent.Outcome outcome) {
        if (outcome != null) {
            timeOuts += TIMED_OUT.equals(outcome.errorCode()) ? 1 : 0;
            faults += outcome.replied()
                    ? (new String(outcome.reply()).equals(TOLD) ? 1 : 0)
                    : (FAULT_CODES.contains(outcome.errorCode()) ? 1 : 0);
        }
    }

    /** One canister gives another a unit; something may go wrong at every step. */
    private CompletableFuture<TestAgent.Outcome> transfer() {
        int from = random.nextInt(CANISTERS);
        int to = (from + 1 + random.nextInt(CANISTERS - 1)) % CANISTERS;
        Script takeBack = s().increment(UNITS, 1);
        Script onReply = fault(s()).then(s().reply());
        Script onReject = fault(s()).then(takeBack).then(s().reply(TOLD));
        Script receiving = receiving(from);
        Script sending = fault(s())
                .increment(UNITS, -1)
                .script(PAYLOAD, receiving)
                .store(PAYLOAD + numberOffset(), s().load(NEXT + 8 * to))
                .increment(NEXT + 8 * to, 1)
                .script(PAYLOAD + 0x2000, onReply)
                .script(PAYLOAD + 0x4000, onReject)
                .script(PAYLOAD + 0x6000, takeBackAfterReject(takeBack))
                .data(PAYLOAD + 0x8000, canisters.get(to).getValue())
                .data(PAYLOAD + 0x8040, "run")
                .call("call_new", PAYLOAD + 0x8000, 10, PAYLOAD + 0x8040, 3, 0, PAYLOAD + 0x2000, 0, PAYLOAD + 0x4000)
                .call("call_data_append", PAYLOAD, receiving.bytes().length)
                .call("call_on_cleanup", 0, PAYLOAD + 0x6000)
                .call("call_perform")
                .drop();
        return agent.updateLater(canisters.get(from), "run", sending.bytes());
    }

    /** The unit comes back in cleanup only if the call was rejected: the reject code is not zero there. */
    private static Script takeBackAfterReject(Script takeBack) {
        return s().call("msg_reject_code").endIfZero(PAYLOAD + 0xA000).then(takeBack);
    }

    /** What the receiver does: notes sender and number, adds the unit. */
    private Script receiving(int from) {
        return s().load(LOG_END)
                .push(0)
                .storeNumber()
                .increment(LOG_END, 8)
                .load(LOG_END)
                .push(from)
                .storeNumber()
                .increment(LOG_END, 8)
                .increment(UNITS, 1)
                .then(fault(s()))
                .reply();
    }

    /** Where in the receiver's script the number is: after loading the log's end, behind the opcode. */
    private static int numberOffset() {
        return s().load(LOG_END).size() + 1;
    }

    private Script fault(Script script) {
        int kind = random.nextInt(60);
        if (kind < 9) {
            return script.trap();
        }
        if (kind >= 10 && kind < 12) {
            return script.spin();
        }
        return script;
    }

    private long units(Principal canister) {
        return ScriptNetwork.number(
                agent.query(canister, "ask", s().load(UNITS).replyNumber().bytes()));
    }

    private void assertOrder(Principal canister) {
        long end = ScriptNetwork.number(
                agent.query(canister, "ask", s().load(LOG_END).replyNumber().bytes()));
        byte[] log = agent.query(
                        canister, "ask", s().appendReply(LOG, end - LOG).reply().bytes())
                .reply();
        ByteBuffer entries = ByteBuffer.wrap(log).order(ByteOrder.LITTLE_ENDIAN);
        long[] last = new long[CANISTERS];
        java.util.Arrays.fill(last, -1);
        while (entries.hasRemaining()) {
            long number = entries.getLong();
            int from = (int) entries.getLong();
            assertThat(number).as("message from " + from).isGreaterThan(last[from]);
            last[from] = number;
        }
        assertThat(end).as("some messages must have arrived").isGreaterThan(LOG + 100L);
    }
}
