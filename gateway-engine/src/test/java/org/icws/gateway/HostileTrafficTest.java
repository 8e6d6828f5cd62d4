package org.icws.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.icws.gateway.fixture.Await;
import org.icws.gateway.fixture.HostileInput;
import org.icws.gateway.fixture.Leftovers;
import org.icws.gateway.fixture.MockCanister;
import org.icws.gateway.fixture.MockReplica;
import org.icws.gateway.fixture.PocCanisterMock;
import org.icws.gateway.fixture.PocClient;
import org.icws.gateway.fixture.RawSocket;
import org.icws.gateway.fixture.V1Client;
import org.icws.gateway.poll.PollingPolicy;
import org.icws.gateway.protocol.v1.ClientFrame;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.protocol.principal.Principals;
import org.icws.protocol.request.SignedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A hundred thousand frames nobody should send, and upgrades nobody should ask for, all through real sockets: a session beside
 * them does not notice, and nothing is left of them afterwards.
 */
@Timeout(300)
class HostileTrafficTest {
    private static final int FRAMES = 100_000;
    /** Of these frames each is the first of its connection, so that it is looked at whatever was sent before. */
    private static final int ALONE = 8_000;
    /** The others come in such groups; a connection ends at the first bad one. */
    private static final int TOGETHER = 20;

    private static final int ON_OPEN_SESSIONS = 300;
    private static final int UPGRADES = 5_000;
    private static final int ATTACKERS = 2;
    /** Hostile connections between two messages of the session beside them. */
    private static final int BETWEEN = 10;

    /** A session takes several kilobytes: thousands of forgotten ones would be far more. */
    private static final long HEAP_NOISE = 6 << 20;

    /** Connections to the network are kept for later, and both ends are in this process. */
    private static final int KEPT_TO_THE_NETWORK = 64;

    private final MockReplica replica = new MockReplica();
    private final MockCanister canister = replica.canister(Principals.canisterId(7));
    private final GatewayEngine gateway =
            GatewayEngine.start(GatewayConfig.builder(replica.url(), Ed25519Identity.generate(new SecureRandom()))
                    .port(0)
                    .polling(PollingPolicy.adaptive(Duration.ofMillis(2), Duration.ofMillis(500)))
                    .limits(Limits.DEFAULT.toBuilder()
                            .maxFrameBytes(64 << 10)
                            .retryTimeout(Duration.ofMillis(100))
                            .closeGrace(Duration.ofSeconds(2))
                            .build())
                    .build());
    private final AtomicLong connections = new AtomicLong();
    private byte[] validOpen;
    private byte[] validPoc;

    @BeforeEach
    void prepare() {
        canister.onMessage((c, message) -> c.send(message.clientKey(), message.content()));
        PocCanisterMock poc = new PocCanisterMock(replica);
        try (V1Client signer = V1Client.connect(gateway.url());
                PocClient pocSigner = PocClient.connect(gateway.url())) {
            validOpen = new ClientFrame(
                            signer.signOpen(canister.id(), signer.gateway()).envelope())
                    .encode();
            pocSigner.id = poc.register(pocSigner.publicKey());
            validPoc = pocSigner.firstFrame(poc.id());
        }
    }

    @AfterEach
    void stop() {
        gateway.close();
        replica.close();
    }

    /** What one attacker does: a share of the whole, from its own seed. */
    private interface Attack {
        void run(double share, long seed) throws IOException;
    }

    @Test
    void aHundredThousandHostileFramesHarmNobodyAndLeaveNothing() throws Exception {
        nothingIsLeftOf((share, seed) -> {
            HostileInput input = new HostileInput(seed, validOpen);
            HostileInput pocInput = new HostileInput(seed, validPoc);
            for (int i = 0; i < share * ALONE; i++) {
                boolean poc = i % 2 == 0;
                send(poc ? "/poc" : "/", (poc ? pocInput : input).message());
            }
            for (int sent = 0; sent < share * (FRAMES - ALONE); sent += TOGETHER) {
                ByteArrayOutputStream frames = new ByteArrayOutputStream();
                IntStream.range(0, TOGETHER).forEach(i -> frames.writeBytes(input.frame()));
                send("/", frames.toByteArray());
            }
        });
    }

    private void send(String path, byte[] bytes) {
        connections.incrementAndGet();
        try (RawSocket socket = RawSocket.open(gateway.port(), path)) {
            socket.send(bytes);
        } catch (UncheckedIOException e) {
            // Closed by the gateway while the rest was being written: that is its right.
        }
    }

    @Test
    void hostileFramesOnOpenSessionsHarmNobodyAndLeaveNothing() throws Exception {
        nothingIsLeftOf((share, seed) -> {
            for (int i = 0; i < share * ON_OPEN_SESSIONS; i++) {
                connections.incrementAndGet();
                try (V1Client victim = V1Client.connect(gateway.url()).open(canister.id())) {
                    SignedRequest message = victim.signMessage(new byte[20]);
                    HostileInput input = new HostileInput(seed + i, new ClientFrame(message.envelope()).encode());
                    for (int n = 0; n < TOGETHER && victim.isOpen(); n++) {
                        sendPayload(victim, input);
                    }
                }
            }
        });
        Await.until("the canister was told of each", () -> canister.clients().isEmpty());
    }

    private static void sendPayload(V1Client victim, HostileInput input) {
        try {
            victim.send(input.payload());
        } catch (CompletionException e) {
            // Closed by the gateway meanwhile: that is its right.
        }
    }

    @Test
    void hostileUpgradesHarmNobodyAndLeaveNothing() throws Exception {
        nothingIsLeftOf((share, seed) -> {
            HostileInput input = new HostileInput(seed, validOpen);
            for (int i = 0; i < share * UPGRADES; i++) {
                upgrade(input.upgrade());
            }
        });
    }

    private void upgrade(byte[] request) throws IOException {
        connections.incrementAndGet();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
        } catch (SocketException e) {
            // Refused while it was being written.
        }
    }

    /** A small attack first, for what is made once and kept; the whole one may leave nothing that this has not. */
    private void nothingIsLeftOf(Attack attack) throws Exception {
        besideAWellBehavedSession(attack, 0.1);
        nobodyIsLeft();
        Leftovers before = Leftovers.of(gateway);

        besideAWellBehavedSession(attack, 1);

        nobodyIsLeft();
        Await.until("all entries gone, not " + before.grown(gateway), () -> before.grown(gateway)
                .isEmpty());
        Await.until("files closed", () -> Leftovers.openFiles() <= before.files() + KEPT_TO_THE_NETWORK);
        Leftovers after = Leftovers.of(gateway);
        assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + 1);
        assertThat(after.heapBytes() - before.heapBytes()).isLessThan(HEAP_NOISE);
    }

    private void nobodyIsLeft() {
        Await.until("no session", () -> gateway.snapshot().sessions().isEmpty());
        Await.until("no poller", () -> gateway.snapshot().pollers().isEmpty());
        replica.forget();
    }

    private void besideAWellBehavedSession(Attack attack, double share) throws Exception {
        ExecutorService attackers = Executors.newFixedThreadPool(ATTACKERS);
        try (V1Client bystander = V1Client.connect(gateway.url()).open(canister.id())) {
            List<Future<?>> attacks = LongStream.range(0, ATTACKERS)
                    .<Future<?>>mapToObj(seed -> attackers.submit(() -> {
                        attack.run(share / ATTACKERS, seed);
                        return null;
                    }))
                    .toList();
            int said = 0;
            while (!attacks.stream().allMatch(Future::isDone)) {
                long seen = connections.get();
                Await.until(
                        "the attack goes on",
                        () -> connections.get() >= seen + BETWEEN
                                || attacks.stream().allMatch(Future::isDone));
                bystander.say(new byte[] {(byte) said});
                assertThat(bystander.message().content()).containsExactly((byte) said++);
            }
            for (Future<?> one : attacks) {
                one.get();
            }
            assertThat(bystander.isOpen()).isTrue();
        } finally {
            attackers.shutdownNow();
        }
    }
}
