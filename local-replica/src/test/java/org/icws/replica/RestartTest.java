package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.ic4j.types.Principal;
import org.icws.protocol.request.SignedRequest;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.ScriptCanister;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The network is killed at random moments under load: what was acknowledged is there, and no call is executed twice. Each call counts in
 * one canister, lets another one count too, and is answered when both have.
 */
class RestartTest {
    private static final int RESTARTS = Integer.getInteger("icws.restarts", 50);
    private static final int PROCESSES_KILLED = Integer.getInteger("icws.kills", 50);
    private static final int CALLS = 20;
    private static final int COUNTER = 0x20000;

    @TempDir
    Path directory;

    private final Random random = new Random(7);
    private final List<SignedRequest> sent = new ArrayList<>();
    private Principal first;
    private Principal second;
    private int acknowledged;

    private LocalReplica start() {
        return LocalReplica.start(ReplicaConfig.defaults().withDataDirectory(directory));
    }

    private static Script increment() {
        return new Script().increment(COUNTER, 1);
    }

    /** What a call does; a reject would not be what these tests count. */
    private byte[] incrementBoth() {
        Script onReject = new Script().replyBytes("msg_reject_msg").trap();
        return increment()
                .then(ScriptNetwork.call0(
                        second.getValue(), "run", increment().reply().bytes(), new Script().reply(), onReject))
                .bytes();
    }

    private static long counter(TestAgent agent, Principal canister) {
        return ScriptNetwork.number(agent.query(
                canister, "ask", new Script().load(COUNTER).replyNumber().bytes()));
    }

    private void install() {
        try (LocalReplica replica = start()) {
            first = install(replica);
            second = install(replica);
        }
    }

    private static Principal install(LocalReplica replica) {
        Principal canister = replica.createCanister(List.of());
        replica.install(canister, ScriptCanister.wasm(), new Script().bytes());
        return canister;
    }

    /** Sends calls at once; each future is whether its end was certified to the client. */
    private List<CompletableFuture<Boolean>> send(TestAgent agent) {
        List<CompletableFuture<Boolean>> answers = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            SignedRequest request = agent.sign(first, "run", incrementBoth());
            sent.add(request);
            answers.add(agent.postLater(TestAgent.path(3, first, "call"), request.envelope())
                    .handle((response, gone) -> gone == null
                            && response.statusCode() == 200
                            && agent.outcome(first, request, response).replied()));
        }
        return answers;
    }

    /** Waits until some of the calls have ended, or all but one at most. */
    private void awaitRandomMoment(List<CompletableFuture<Boolean>> answers) {
        int wanted = random.nextInt(CALLS);
        Await.until(() -> answers.stream().filter(CompletableFuture::isDone).count() >= wanted);
    }

    private void count(List<CompletableFuture<Boolean>> answers) {
        answers.forEach(answer -> acknowledged += answer.join() ? 1 : 0);
    }

    @Test
    void nothingAcknowledgedIsLostAndNothingHappensTwiceInFiftyRestarts() {
        install();
        TestAgent agent = null;
        for (int i = 0; i < RESTARTS; i++) {
            LocalReplica replica = start();
            agent = agent == null ? new TestAgent(replica, ReplicaClock.SYSTEM, 1) : agent.at(replica.url());
            assertNothingLostOrDoubled(agent);
            List<CompletableFuture<Boolean>> answers = send(agent);
            awaitRandomMoment(answers);
            replica.kill();
            count(answers);
        }
        try (LocalReplica replica = start()) {
            assertEverythingHappensOnce(agent.at(replica.url()));
        }
    }

    private void assertNothingLostOrDoubled(TestAgent agent) {
        // The second one is asked first, so that calls that go on meanwhile do not disturb the comparison.
        long there = counter(agent, second);
        long here = counter(agent, first);
        assertThat(there).isBetween((long) acknowledged, here);
        assertThat(here).isLessThanOrEqualTo(sent.size());
    }

    /** Sends all requests once more: those that were executed are not executed again, the others are now. */
    private void assertEverythingHappensOnce(TestAgent agent) {
        for (SignedRequest request : sent) {
            Await.until(() -> agent.post(TestAgent.path(3, first, "call"), request.envelope())
                            .statusCode()
                    == 200);
            assertThat(agent.outcome(first, request).replied()).isTrue();
        }
        assertThat(counter(agent, first)).isEqualTo(sent.size());
        assertThat(counter(agent, second)).isEqualTo(sent.size());
        assertThat(acknowledged).isBetween(1, sent.size() - 1);
    }

    @Test
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void theSameHoldsWhenTheProcessIsKilled() throws Exception {
        install();
        TestAgent agent = null;
        for (int i = 0; i < PROCESSES_KILLED; i++) {
            ReplicaProcess process = new ReplicaProcess(directory, "-XX:TieredStopAtLevel=1");
            agent = agent == null ? process.agent() : agent.at(process.url());
            assertNothingLostOrDoubled(agent);
            List<CompletableFuture<Boolean>> answers = send(agent);
            awaitRandomMoment(answers);
            process.kill();
            count(answers);
        }
        try (LocalReplica replica = start()) {
            assertEverythingHappensOnce(agent.at(replica.url()));
        }
    }
}
