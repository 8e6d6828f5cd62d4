package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.ic4j.types.Principal;
import org.icws.protocol.request.SignedRequest;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.ScriptCanister;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The network is killed at random moments under load: what was acknowledged is there, and no call is executed twice. */
class RestartTest {
    private static final int RESTARTS = Integer.getInteger("icws.restarts", 50);
    private static final int PROCESSES_KILLED = Integer.getInteger("icws.kills", 5);
    private static final int CALLS = 20;
    private static final int COUNTER = 0x20000;

    @TempDir
    Path directory;

    private final Random random = new Random(7);
    private final List<SignedRequest> sent = new ArrayList<>();
    private int acknowledged;

    private LocalReplica start() {
        return LocalReplica.start(ReplicaConfig.defaults().withDataDirectory(directory));
    }

    private static byte[] increment() {
        return new Script().increment(COUNTER, 1).reply().bytes();
    }

    private static long counter(TestAgent agent, Principal canister) {
        return ScriptNetwork.number(agent.query(
                canister, "ask", new Script().load(COUNTER).replyNumber().bytes()));
    }

    private Principal install() {
        try (LocalReplica replica = start()) {
            Principal canister = replica.createCanister(List.of());
            replica.install(canister, ScriptCanister.wasm(), new Script().bytes());
            return canister;
        }
    }

    /** Sends calls at once; each future is whether its end was certified to the client. */
    private List<CompletableFuture<Boolean>> send(TestAgent agent, Principal canister) {
        List<CompletableFuture<Boolean>> answers = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            SignedRequest request = agent.sign(canister, "run", increment());
            sent.add(request);
            answers.add(agent.postLater(TestAgent.path(3, canister, "call"), request.envelope())
                    .handle((response, gone) -> gone == null
                            && response.statusCode() == 200
                            && agent.outcome(canister, request, response).replied()));
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
        Principal canister = install();
        TestAgent agent = null;
        for (int i = 0; i < RESTARTS; i++) {
            LocalReplica replica = start();
            agent = agent == null ? new TestAgent(replica, ReplicaClock.SYSTEM, 1) : agent.at(replica.url());
            assertThat(counter(agent, canister)).isBetween((long) acknowledged, (long) sent.size());
            List<CompletableFuture<Boolean>> answers = send(agent, canister);
            awaitRandomMoment(answers);
            replica.kill();
            count(answers);
        }
        try (LocalReplica replica = start()) {
            assertEverythingHappensOnce(agent.at(replica.url()), canister);
        }
    }

    /** Sends all requests once more: those that were executed are not executed again, the others are now. */
    private void assertEverythingHappensOnce(TestAgent agent, Principal canister) {
        for (SignedRequest request : sent) {
            Await.until(() -> agent.post(TestAgent.path(3, canister, "call"), request.envelope())
                            .statusCode()
                    == 200);
        }
        assertThat(counter(agent, canister)).isEqualTo(sent.size());
        assertThat(acknowledged).isPositive();
    }

    @Test
    void theSameHoldsWhenTheProcessIsKilled() throws Exception {
        Principal canister = install();
        TestAgent agent = null;
        for (int i = 0; i < PROCESSES_KILLED; i++) {
            ReplicaProcess process = new ReplicaProcess(directory);
            agent = agent == null ? process.agent() : agent.at(process.url());
            assertThat(counter(agent, canister)).isBetween((long) acknowledged, (long) sent.size());
            List<CompletableFuture<Boolean>> answers = send(agent, canister);
            awaitRandomMoment(answers);
            process.kill();
            count(answers);
        }
        try (LocalReplica replica = start()) {
            assertEverythingHappensOnce(agent.at(replica.url()), canister);
        }
    }

    /** A replica in a process of its own. */
    private static final class ReplicaProcess {
        private final Process process;
        private final java.net.URI url;
        private final byte[] rootKey;

        ReplicaProcess(Path directory) throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Main.class.getName(),
                            directory.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
            url = java.net.URI.create(lines.readLine());
            rootKey = java.util.HexFormat.of().parseHex(lines.readLine());
        }

        java.net.URI url() {
            return url;
        }

        TestAgent agent() {
            return new TestAgent(url, rootKey, ReplicaClock.SYSTEM, 1);
        }

        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }
    }

    /** What such a process runs. */
    static final class Main {
        private Main() {}

        public static void main(String[] arguments) throws IOException {
            LocalReplica replica =
                    LocalReplica.start(ReplicaConfig.defaults().withDataDirectory(Path.of(arguments[0])));
            System.out.println(replica.url());
            System.out.println(java.util.HexFormat.of().formatHex(replica.rootKeyDer()));
            // The test's end closes the pipe, however it ends.
            while (System.in.read() >= 0) {}
            Runtime.getRuntime().halt(0);
        }
    }
}
