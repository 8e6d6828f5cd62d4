package org.icws.testbench.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.ic4j.agent.identity.AnonymousIdentity;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.crypto.Ed25519Identity;

/** A client of the proof of concept's protocol, as far as these tests need one. It checks no certificates. */
final class PocClient implements WebSocket.Listener {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int KEY_BYTES = 32;

    private final SampleNetwork network;
    private final Ed25519Identity key = SampleNetwork.identity();
    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>(10_000);
    private final ByteArrayOutputStream incoming = new ByteArrayOutputStream();
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private final long id;
    private final WebSocket socket;
    private long nextNumber;

    private PocClient(SampleNetwork network) {
        this.network = network;
        DirectCaller nobody = network.caller(new AnonymousIdentity());
        byte[] der = key.publicKeyDer();
        byte[] publicKey = Arrays.copyOfRange(der, der.length - KEY_BYTES, der.length);
        id = nobody.update("ws_register", CandidValue.blob(publicKey)).reply().asLong();
        URI gateway = network.gateway().resolve("/poc");
        socket = HTTP.newWebSocketBuilder().buildAsync(gateway, this).join();
    }

    static PocClient register(SampleNetwork network) {
        return new PocClient(network);
    }

    static PocClient open(SampleNetwork network) throws Exception {
        PocClient client = register(network);
        client.sendFirst(client.sign(client.firstMessage()));
        return client;
    }

    long id() {
        return id;
    }

    byte[] sign(byte[] message) {
        return key.signRaw(message);
    }

    byte[] firstMessage() {
        return Cbor.writeSelfDescribed(out -> {
            out.writeStartObject(2);
            out.writeStringField("canister_id", network.canister().toString());
            out.writeNumberField("client_id", id);
            out.writeEndObject();
        });
    }

    void sendFirst(byte[] signature) throws Exception {
        send(Cbor.writeSelfDescribed(out -> {
            out.writeStartObject(2);
            out.writeBinaryField("client_canister_id", firstMessage());
            out.writeBinaryField("sig", signature);
            out.writeEndObject();
        }));
    }

    void say(String text) throws Exception {
        send(frame(nextNumber++, text));
    }

    byte[] frame(long number, String text) {
        return frame(number, text, key);
    }

    /** A message signed with that key. */
    byte[] frame(long number, String text, Ed25519Identity signer) {
        byte[] message = Cbor.writeSelfDescribed(out -> {
            out.writeStartObject(1);
            out.writeStringField("text", text);
            out.writeEndObject();
        });
        byte[] val = Cbor.writeSelfDescribed(out -> {
            out.writeStartObject(4);
            out.writeNumberField("client_id", id);
            out.writeBinaryField("message", message);
            out.writeNumberField("sequence_num", number);
            out.writeNumberField("timestamp", 1L << 53);
            out.writeEndObject();
        });
        return Cbor.writeSelfDescribed(out -> {
            out.writeStartObject(2);
            out.writeBinaryField("sig", signer.signRaw(val));
            out.writeBinaryField("val", val);
            out.writeEndObject();
        });
    }

    void send(byte[] frame) throws Exception {
        socket.sendBinary(ByteBuffer.wrap(frame), true).get(Inbox.SECONDS, TimeUnit.SECONDS);
    }

    String next() throws InterruptedException {
        String text = texts.poll(Inbox.SECONDS, TimeUnit.SECONDS);
        assertThat(text).as("a message; closed: %s", closed.getNow("no")).isNotNull();
        return text;
    }

    String closed() throws Exception {
        return closed.get(Inbox.SECONDS, TimeUnit.SECONDS);
    }

    /** Drops the connection as a crash does, without a word. */
    void vanish() {
        socket.abort();
    }

    boolean isClosed() {
        return closed.isDone();
    }

    void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        byte[] part = new byte[data.remaining()];
        data.get(part);
        incoming.writeBytes(part);
        if (last) {
            byte[] val = Cbor.bytes(Cbor.read(incoming.toByteArray()), "val");
            byte[] message = Cbor.bytes(Cbor.read(val), "message");
            texts.add(Cbor.text(Cbor.read(message), "text"));
            incoming.reset();
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.completeExceptionally(error);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
        closed.complete(code + " " + reason);
        return null;
    }
}
