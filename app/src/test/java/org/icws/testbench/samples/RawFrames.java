package org.icws.testbench.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A WebSocket that sends any bytes, and waits for how it is closed. */
final class RawFrames implements WebSocket.Listener {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final int KEPT = 16;

    private final BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>(KEPT);
    private final ByteArrayOutputStream incoming = new ByteArrayOutputStream();
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private final WebSocket socket;

    RawFrames(URI gateway) {
        socket = HTTP.newWebSocketBuilder().buildAsync(gateway, this).join();
    }

    /** The next frame of the gateway, of the first ones. */
    byte[] next() throws Exception {
        byte[] frame = frames.poll(Inbox.SECONDS, TimeUnit.SECONDS);
        assertThat(frame).as("a frame; closed: %s", closed.getNow("no")).isNotNull();
        return frame;
    }

    void send(byte[] frame) throws Exception {
        socket.sendBinary(ByteBuffer.wrap(frame), true).get(Inbox.SECONDS, TimeUnit.SECONDS);
    }

    /** Code and reason. */
    String closed() throws Exception {
        return closed.get(Inbox.SECONDS, TimeUnit.SECONDS);
    }

    boolean isClosed() {
        return closed.isDone();
    }

    void abort() {
        socket.abort();
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        byte[] part = new byte[data.remaining()];
        data.get(part);
        incoming.writeBytes(part);
        if (last) {
            frames.offer(incoming.toByteArray());
            incoming.reset();
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
        closed.complete(code + " " + reason);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.completeExceptionally(error);
    }
}
