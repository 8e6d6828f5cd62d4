package org.icws.testbench.samples;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A WebSocket that sends any bytes, and waits for how it is closed. */
final class RawFrames implements WebSocket.Listener {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final CompletableFuture<byte[]> first = new CompletableFuture<>();
    private final CompletableFuture<byte[]> second = new CompletableFuture<>();
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private final WebSocket socket;

    RawFrames(URI gateway) {
        socket = HTTP.newWebSocketBuilder().buildAsync(gateway, this).join();
    }

    /** The first frame of the gateway. */
    byte[] first() throws Exception {
        return first.get(Inbox.SECONDS, TimeUnit.SECONDS);
    }

    /** What came after it. */
    byte[] second() throws Exception {
        return second.get(Inbox.SECONDS, TimeUnit.SECONDS);
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
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        if (!first.complete(bytes)) {
            second.complete(bytes);
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
