package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.icws.protocol.certificate.Certificate;
import org.icws.replica.ProbeNetwork.Report;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MessageExecutionTest {
    private static final Report FRESH = new Report(1, 0, 0);

    /** Soon reached by a loop; not a time, which the other messages might need on a busy machine. */
    private static final long SPIN_LIMIT = 2_000_000;

    private ProbeNetwork network;

    @BeforeEach
    void start() {
        InstructionLimits usual = ReplicaConfig.defaults().instructionLimits();
        network = new ProbeNetwork(config -> config.withInstructionLimits(
                new InstructionLimits(SPIN_LIMIT, SPIN_LIMIT, usual.install(), usual.inspection())));
    }

    @AfterEach
    void stop() {
        network.close();
    }

    private static void assertRejected(TestAgent.Outcome outcome, int code, String errorCode, String text) {
        assertThat(outcome.replied()).isFalse();
        assertThat(outcome.rejectCode()).as(outcome.message()).isEqualTo(code);
        assertThat(outcome.errorCode()).isEqualTo(errorCode);
        assertThat(outcome.message()).contains(text);
    }

    @Test
    void anUpdateKeepsItsChangesAndAQueryDropsThem() {
        assertThat(Report.of(network.update("inc"))).isEqualTo(new Report(1, 1, 0));
        assertThat(Report.of(network.query("inc_in_query")).counter()).isEqualTo(2);
        assertThat(Report.of(network.query("inc_in_query")).counter()).isEqualTo(2);
        assertThat(network.report()).isEqualTo(new Report(1, 1, 0));
    }

    @Test
    void aQueryMethodCalledAsUpdateIsCertifiedAndDropsItsChanges() {
        assertThat(Report.of(network.update("inc_in_query")).counter()).isEqualTo(1);
        assertThat(network.report()).isEqualTo(FRESH);
    }

    @Test
    void aTrapUndoesMemoryGrowthGlobalsAndTable() {
        assertRejected(network.update("trap_after_changes"), 5, "IC0502", "Canister trapped: ");

        assertThat(network.report()).isEqualTo(FRESH);
        // Table entry 0 is the reply callback again: with the changed entry this call would answer a reject code.
        assertThat(Report.of(network.update("call_inc")).counter()).isEqualTo(1);
        assertThat(Report.of(network.update("keep_changes"))).isEqualTo(new Report(3, 6, 9));
    }

    @Test
    void theTextOfATrapReachesTheCaller() {
        assertRejected(
                network.update("say_trap"),
                5,
                "IC0503",
                "Error from Canister " + network.canister + ": Canister called `ic0.trap` with message: 'because'");
        assertThat(network.report()).isEqualTo(FRESH);
    }

    @Test
    void anExplicitRejectIsDeliveredVerbatim() {
        TestAgent.Outcome outcome = network.update("refuse");

        assertRejected(outcome, 4, "IC0406", "because");
        assertThat(outcome.message()).isEqualTo("because");
    }

    @Test
    void anUpdateWithoutReplyIsRejectedButKeepsItsChanges() {
        assertRejected(network.update("silent"), 5, "IC0506", "did not reply");
        assertThat(network.report().counter()).isEqualTo(1);
    }

    @Test
    void anEndlessLoopIsStoppedRolledBackAndHarmsNobody() {
        CompletableFuture<TestAgent.Outcome> spinning =
                network.agent.updateLater(network.canister, "spin", new byte[0]);

        assertRejected(spinning.join(), 5, "IC0522", "limit");
        assertRejected(network.query("spin_in_query"), 5, "IC0522", "limit");
        assertThat(Report.of(network.update("inc")).counter()).isEqualTo(1);
    }

    @Test
    void endlessRecursionIsATrap() {
        assertThat(network.update("recurse").errorCode()).isIn("IC0502", "IC0522");
        assertThat(network.report()).isEqualTo(FRESH);
    }

    @Test
    void aSystemFunctionInTheWrongContextIsAContractViolation() {
        assertRejected(
                network.query("certify_in_query"),
                5,
                "IC0504",
                "\"ic0_certified_data_set\" cannot be executed in non replicated query mode");
        assertRejected(network.update("reply_twice"), 5, "IC0504", "already replied");
    }

    @Test
    void missingMethodsAreNamed() {
        assertRejected(network.update("nothing"), 5, "IC0536", "Canister has no update method 'nothing'");
        assertRejected(network.query("nothing"), 5, "IC0536", "Canister has no query method 'nothing'");
        assertRejected(network.update("composite"), 5, "IC0527", "composite");
        assertThat(network.query("composite").replied()).isTrue();
    }

    @Test
    void aCallToTheCanisterItselfRunsItsCallback() {
        assertThat(Report.of(network.update("call_inc")).counter()).isEqualTo(1);
    }

    @Test
    void callsOfATrappedMessageAreNotSent() {
        assertRejected(network.update("call_then_trap"), 5, "IC0502", "trapped");
        network.replica.awaitIdle(ProbeNetwork.PATIENCE);
        assertThat(network.report().counter()).isZero();
    }

    @Test
    void aTrapInACallbackRunsTheCleanupAndRejectsTheCall() {
        assertRejected(network.update("trap_in_callback"), 5, "IC0502", "trapped");
        // 1 from the call, 1000 from the cleanup, nothing of the callback's 10.
        assertThat(network.report().counter()).isEqualTo(1001);
    }

    @Test
    void aCallToAnUnknownCanisterIsRejectedWithCode3() {
        TestAgent.Outcome outcome = network.update("call_nobody");

        assertThat(outcome.replied()).as(outcome.message()).isTrue();
        assertThat(ByteBuffer.wrap(outcome.reply())
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getInt())
                .isEqualTo(3);
    }

    @Test
    void certifiedDataIsInTheCertificateOfTheNextQuery() {
        assertThat(certified()).isEmpty();
        network.update("certify");
        assertThat(certified()).isEqualTo("because");
        network.update("certify_then_trap");
        assertThat(certified()).isEqualTo("because");
    }

    private String certified() {
        TestAgent.Outcome outcome = network.query("certificate");
        assertThat(outcome.replied()).as(outcome.message()).isTrue();
        Certificate certificate = network.agent.verified(network.canister, outcome.reply());
        byte[] data = certificate
                .tree()
                .lookup("canister".getBytes(), network.canister.getValue(), "certified_data".getBytes())
                .value();
        return new String(data, StandardCharsets.UTF_8);
    }

    @Test
    void aTimerFiresOnceWhenTheClockReachesIt() {
        network.update("start_timer");
        network.clock.advance(Duration.ofMillis(999));
        network.replica.awaitIdle(ProbeNetwork.PATIENCE);
        assertThat(network.report().counter()).isZero();

        network.clock.advance(Duration.ofMillis(2));
        network.replica.awaitIdle(ProbeNetwork.PATIENCE);
        assertThat(network.report().counter()).isEqualTo(100);

        network.clock.advance(Duration.ofHours(1));
        network.replica.awaitIdle(ProbeNetwork.PATIENCE);
        assertThat(network.report().counter()).isEqualTo(100);
    }

    @Test
    void aTimerOfATrappedMessageIsNotArmed() {
        network.update("start_timer_then_trap");
        network.clock.advance(Duration.ofSeconds(5));
        network.replica.awaitIdle(ProbeNetwork.PATIENCE);
        assertThat(network.report().counter()).isZero();
    }

    @Test
    void printedLinesAreInTheCanistersLog() {
        network.update("print");
        assertThat(network.replica.canisterLog(network.canister)).containsExactly("because");
    }
}
