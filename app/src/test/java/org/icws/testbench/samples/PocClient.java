package org.icws.testbench.samples;

import static org.assertj.core.api.Assertions.assertThat;

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
    private static final int KEY_BYTES = 32;

    private final SampleNetwork network;
    private final Ed25519Identity key = SampleNetwork.identity();
    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>(1_000);
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private final long id;
    private final WebSocket socket;
    private long nextNumber;

    private PocClient(SampleNetwork network) {
        this.network = network;
        DirectCaller nobody = new DirectCaller(network.replica(), network.canister(), new AnonymousIdentity());
        byte[] der = key.publicKeyDer();
        byte[] publicKey = Arrays.copyOfRange(der, der.length - KEY_BYTES, der.length);
        id = nobody.update("ws_register", CandidValue.blob(publicKey)).reply().asLong();
        URI gateway = network.gateway().resolve("/poc");
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(gateway, this)
                .join();
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
            out.writeBinaryField("sig", sign(val));
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

    void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        byte[] frame = new byte[data.remaining()];
        data.get(frame);
        byte[] val = Cbor.bytes(Cbor.read(frame), "val");
        byte[] message = Cbor.bytes(Cbor.read(val), "message");
        texts.add(Cbor.text(Cbor.read(message), "text"));
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
        closed.complete(code + " " + reason);
        return null;
    }
}
