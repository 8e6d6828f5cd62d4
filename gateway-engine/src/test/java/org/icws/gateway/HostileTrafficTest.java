package org.icws.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.icws.gateway.fixture.Await;
import org.icws.gateway.fixture.RawSocket;
import org.icws.gateway.fixture.Testbed;
import org.icws.gateway.fixture.V1Client;
import org.icws.gateway.protocol.v1.ClientFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A hundred thousand frames nobody should send, and upgrades nobody should ask for: others must not notice. */
class HostileTrafficTest {
    private static final int FRAMES = 100_000;
    private static final int ATTACKERS = 2;
    /** Frames written to one connection at once; the gateway refuses the first bad one and drops the rest. */
    private static final int PER_CONNECTION = 10;

    private static final int BINARY = 0x82;

    @Test
    @Timeout(300)
    void aHundredThousandHostileFramesHarmNobody() throws Exception {
        try (Testbed bed = Testbed.withLimits(l -> l.maxFrameBytes(64 << 10).closeGrace(Duration.ofMillis(200)))) {
            bed.canister.onMessage((canister, message) -> canister.send(message.clientKey(), message.content()));
            V1Client bystander = bed.openClient();
            byte[] valid = new ClientFrame(bed.client()
                            .signOpen(bed.canister.id(), bystander.gateway())
                            .envelope())
                    .encode();
            int threads = engineThreads();
            ExecutorService attackers = Executors.newFixedThreadPool(ATTACKERS);
            AtomicBoolean over = new AtomicBoolean();
            try {
                List<Future<?>> attacks = new ArrayList<>();
                for (int i = 0; i < ATTACKERS; i++) {
                    Random random = new Random(i);
                    attacks.add(attackers.submit(() -> attack(bed.gateway.port(), valid, random)));
                }
                int said = 0;
                while (!over.get()) {
                    bystander.say(new byte[] {(byte) said});
                    assertThat(bystander.message().content()).containsExactly((byte) said++);
                    over.set(attacks.stream().allMatch(Future::isDone));
                }
                for (Future<?> attack : attacks) {
                    attack.get();
                }
            } finally {
                attackers.shutdownNow();
            }

            Await.until(
                    "all attackers gone",
                    () -> bed.gateway.snapshot().sessions().size() <= 2);
            assertThat(bystander.isOpen()).isTrue();
            assertThat(engineThreads()).isLessThanOrEqualTo(threads + 2);
            bed.openClient();
        }
    }

    private static int engineThreads() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().startsWith("gateway-") || t.getName().startsWith("icws-gateway"))
                .count();
    }

    private static void attack(int port, byte[] valid, Random random) {
        for (int sent = 0; sent < FRAMES / ATTACKERS; sent += PER_CONNECTION) {
            ByteArrayOutputStream frames = new ByteArrayOutputStream();
            for (int i = 0; i < PER_CONNECTION; i++) {
                frames.writeBytes(hostile(valid, random));
            }
            try (RawSocket socket = RawSocket.open(port)) {
                socket.send(frames.toByteArray());
            } catch (UncheckedIOException e) {
                // Closed by the gateway while the rest was being written: that is its right.
            }
        }
    }

    /** A frame whose length is told truly. */
    private static byte[] frame(int firstByte, boolean masked, byte[] payload) {
        return RawSocket.frame(firstByte, masked, payload.length, payload);
    }

    private static byte[] hostile(byte[] valid, Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> frame(BINARY, true, mutated(valid, random));
            case 1 -> frame(BINARY, true, Arrays.copyOf(valid, random.nextInt(valid.length)));
            case 2 -> bytes(random, random.nextInt(64));
            case 3 -> frame(random.nextInt(256), random.nextBoolean(), bytes(random, 20));
            case 4 -> frame(random.nextInt(16), true, mutated(valid, random));
            default -> RawSocket.frame(BINARY, true, random.nextLong(), bytes(random, 10));
        };
    }

    private static byte[] mutated(byte[] valid, Random random) {
        byte[] copy = valid.clone();
        IntStream.rangeClosed(0, random.nextInt(4))
                .forEach(i -> copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8)));
        return copy;
    }

    private static byte[] bytes(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    @Timeout(120)
    void hostileUpgradesHarmNobody() throws Exception {
        try (Testbed bed = new Testbed()) {
            bed.canister.onMessage((canister, message) -> canister.send(message.clientKey(), message.content()));
            V1Client bystander = bed.openClient();
            Random random = new Random(42);
            for (int i = 0; i < 1000; i++) {
                upgrade(bed.gateway.port(), request(random));
                if (i % 50 == 0) {
                    bystander.say(new byte[] {(byte) i});
                    assertThat(bystander.message().content()).containsExactly((byte) i);
                }
            }
            Await.until("nobody left", () -> bed.gateway.snapshot().sessions().size() == 1);
            bed.openClient();
        }
    }

    private static void upgrade(int port, byte[] request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
        } catch (java.net.SocketException e) {
            // Refused while it was being written.
        }
    }

    private static byte[] request(Random random) {
        String good = "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
        return switch (random.nextInt(8)) {
            case 0 -> text(good.substring(0, random.nextInt(good.length())));
            case 1 -> mutated(text(good), random);
            case 2 -> text(good.replace("13", "99"));
            case 3 -> text(good.replace("AAAAAAAAAAAAAAAAAAAAAA==", "\u0000".repeat(random.nextInt(300))));
            case 4 -> text(good.replace("GET /", "POST /" + "x".repeat(random.nextInt(20_000))));
            case 5 -> text(good.replace("Host: x", "X-Long: " + "y".repeat(random.nextInt(100_000))));
            case 6 -> bytes(random, random.nextInt(2000));
            default ->
                text(good.replace("\r\n\r\n", "\r\nContent-Length: 99999999999\r\nTransfer-Encoding: chunked\r\n\r\n"));
        };
    }

    private static byte[] text(String request) {
        return request.getBytes(StandardCharsets.ISO_8859_1);
    }
}
