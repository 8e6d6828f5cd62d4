package org.icws.testbench.bench;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.ic4j.types.Principal;
import org.icws.gateway.protocol.v1.CanisterArgs;
import org.icws.gateway.protocol.v1.CanisterFrame;
import org.icws.gateway.protocol.v1.ClientFrame;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.protocol.v1.GatewayHandshake;
import org.icws.gateway.protocol.v1.WebsocketMessage;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.protocol.request.RequestSigner;

/**
 * One short life of a client: opens, sends bursts of messages and waits for their echoes, which must come complete and in
 * order, then leaves in one way or another. Everything runs on the one thread of the executor.
 */
final class SoakClient implements WebSocket.Listener {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long EXPIRY = TimeUnit.MINUTES.toNanos(4);
    private static final int APP_BYTES = 128;
    private static final int LONGEST_BURST = 5;
    private static final int MOST_BURSTS = 20;
    private static final int LONGEST_PAUSE_MILLIS = 100;

    /** How a client leaves. */
    enum Leaving {
        /** By a close frame. */
        CLOSE,
        /** Without a word. */
        VANISH,
        /** Without a word while ws_open is under way. */
        VANISH_EARLY
    }

    private final Principal canister;
    private final SoakTally tally;
    private final ScheduledExecutorService thread;
    private final Runnable onEnd;
    private final Ed25519Identity identity = Ed25519Identity.generate(RANDOM);
    private final RequestSigner signer = new RequestSigner(identity);
    private final ClientKey self = new ClientKey(identity.principal(), RANDOM.nextLong());
    private final ArrayDeque<byte[]> awaited = new ArrayDeque<>();
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private final Leaving leaving = leaving();
    private int bursts = 1 + ThreadLocalRandom.current().nextInt(MOST_BURSTS);
    private WebSocket socket;
    private CompletableFuture<WebSocket> sending = CompletableFuture.completedFuture(null);
    private boolean greeted;
    private boolean ended;
    private long sent;
    private long received;
    private long lastProgress = System.nanoTime();

    SoakClient(Principal canister, SoakTally tally, ScheduledExecutorService thread, Runnable onEnd) {
        this.canister = canister;
        this.tally = tally;
        this.thread = thread;
        this.onEnd = onEnd;
    }

    private static Leaving leaving() {
        int chance = ThreadLocalRandom.current().nextInt(10);
        return chance < 6 ? Leaving.CLOSE : chance < 9 ? Leaving.VANISH : Leaving.VANISH_EARLY;
    }

    void connect(HttpClient http, URI gateway) {
        http.newWebSocketBuilder().buildAsync(gateway, this).whenComplete((opened, failure) -> {
            if (failure != null) {
                thread.execute(() -> end("not connected: " + failure));
            }
        });
    }

    /** Gives up if nothing has happened for so long. */
    void lookAlive(Duration patience) {
        if (!ended && System.nanoTime() - lastProgress > patience.toNanos()) {
            tally.stuck++;
            end("stuck, " + awaited.size() + " messages awaited");
        }
    }

    @Override
    public void onOpen(WebSocket opened) {
        thread.execute(() -> socket = opened);
        opened.request(Long.MAX_VALUE);
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        thread.execute(() -> {
            partial.writeBytes(bytes);
            if (last) {
                byte[] frame = partial.toByteArray();
                partial.reset();
                frame(frame);
            }
        });
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        thread.execute(() -> end("closed by the gateway: " + code + " " + reason));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        thread.execute(() -> end("broken: " + error));
    }

    private void frame(byte[] frame) {
        if (ended) {
            return;
        }
        lastProgress = System.nanoTime();
        if (!greeted) {
            greeted = true;
            Principal gateway = GatewayHandshake.decode(frame).gatewayPrincipal();
            send(CanisterArgs.WS_OPEN, CanisterArgs.encodeOpen(new CanisterArgs.Open(self.nonce(), gateway)));
            if (leaving == Leaving.VANISH_EARLY) {
                leave();
            }
            return;
        }
        message(WebsocketMessage.decode(CanisterFrame.decode(frame).content()));
    }

    private void message(WebsocketMessage message) {
        if (!message.clientKey().equals(self) || message.sequenceNumber() != ++received) {
            tally.wrong++;
            end("message " + message.sequenceNumber() + " instead of " + received);
            return;
        }
        if (received == 1) {
            tally.opened++;
        } else {
            tally.down++;
            byte[] expected = awaited.poll();
            if (expected == null || !Arrays.equals(expected, message.content())) {
                tally.wrong++;
                end("another message than the one expected");
                return;
            }
        }
        if (awaited.isEmpty()) {
            next();
        }
    }

    private void next() {
        if (bursts-- == 0) {
            leave();
            return;
        }
        int pause = ThreadLocalRandom.current().nextInt(LONGEST_PAUSE_MILLIS);
        thread.schedule(this::burst, pause, TimeUnit.MILLISECONDS);
    }

    private void burst() {
        for (int i = ThreadLocalRandom.current().nextInt(LONGEST_BURST); i >= 0 && !ended; i--) {
            byte[] content = ByteBuffer.allocate(APP_BYTES).putLong(++sent).array();
            awaited.add(content);
            tally.up++;
            WebsocketMessage message = new WebsocketMessage(self, sent, Tally.now(), false, content);
            send(CanisterArgs.WS_MESSAGE, CanisterArgs.encodeMessage(message));
        }
    }

    private void send(String method, byte[] argument) {
        byte[] nonce = new byte[16];
        RANDOM.nextBytes(nonce);
        byte[] frame = new ClientFrame(signer.call(canister, method, argument, Tally.now() + EXPIRY, nonce)
                        .envelope())
                .encode();
        // The JDK's client takes one message at a time.
        sending = sending.thenCompose(before -> socket.sendBinary(ByteBuffer.wrap(frame), true));
        sending.exceptionally(failure -> {
            thread.execute(() -> end("cannot send: " + failure));
            return null;
        });
    }

    private void leave() {
        tally.left.merge(leaving.name().toLowerCase(java.util.Locale.ROOT), 1L, Long::sum);
        ended = true;
        if (leaving == Leaving.CLOSE) {
            socket.sendClose(1000, "").whenComplete((done, failure) -> socket.abort());
        } else {
            socket.abort();
        }
        onEnd.run();
    }

    private void end(String why) {
        if (!ended) {
            ended = true;
            tally.unexpected.merge(why, 1L, Long::sum);
            if (socket != null) {
                socket.abort();
            }
            onEnd.run();
        }
    }
}
