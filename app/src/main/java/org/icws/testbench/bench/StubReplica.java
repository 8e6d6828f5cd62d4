package org.icws.testbench.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.icws.gateway.protocol.v1.CanisterResults;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.principal.Principals;
import org.icws.protocol.request.Envelope;
import org.icws.protocol.request.RequestContent;

/** The stub network's process. Commands: flood, flood-certified, rate N, silence, echo, call-time MILLIS, stats. */
public final class StubReplica implements EventLoop.Socket {
    private static final byte[] CANDID = {'D', 'I', 'D', 'L'};
    private static final byte[] NOTHING = {};
    private static final int CALLS_REMEMBERED = 50_000;
    private static final byte[] OK = CanisterResults.encodeOk();

    private final StubCertificates certificates = new StubCertificates();
    private final StubCanister canister = new StubCanister(Principals.canisterId(1), certificates);
    private final EventLoop loop = new EventLoop();
    private final ServerSocketChannel server = ServerSocketChannel.open();
    private final List<Call> round = new ArrayList<>();
    private long callNanos;

    private static final class Call {
        final RequestContent content;
        final List<HttpSocket> waiting = new ArrayList<>(1);
        byte[] answer;

        Call(RequestContent content) {
            this.content = content;
        }
    }

    private final Map<ByteBuffer, Call> calls = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Call> eldest) {
            return size() > CALLS_REMEMBERED;
        }
    };

    private StubReplica() throws IOException {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        server.configureBlocking(false);
        server.register(loop.selector(), SelectionKey.OP_ACCEPT, this);
        loop.afterEachPass(this::endRound);
    }

    /** @param args none */
    public static void main(String[] args) throws IOException {
        StubReplica stub = new StubReplica();
        stub.loop.start("stub");
        Commands.serve(
                Map.of(
                        "port", stub.server.socket().getLocalPort(),
                        "canister", Principals.canisterId(1).toString()),
                words -> stub.loop.run(() -> stub.command(words)));
        System.exit(0);
    }

    private Map<String, Object> command(String[] words) {
        switch (words[0]) {
            case "flood" -> canister.flood(false);
            case "flood-certified" -> canister.flood(true);
            case "rate" -> canister.rate(Integer.parseInt(words[1]));
            case "silence" -> canister.silence();
            case "echo" -> canister.echo();
            case "call-time" -> callNanos = Long.parseLong(words[1]) * 1_000_000;
            case "stats" -> {}
            default -> throw new BenchException("no such command: " + words[0]);
        }
        return Map.of(
                "arrivals", canister.arrivals(), "outOfOrder", canister.outOfOrder(), "clients", canister.clients());
    }

    @Override
    public void ready(SelectionKey key) throws IOException {
        for (SocketChannel channel = server.accept(); channel != null; channel = server.accept()) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.register(loop.selector(), SelectionKey.OP_READ, new HttpSocket(channel, this::handle));
        }
    }

    @Override
    public void gone(IOException why) {
        throw new BenchException("the stub's port is gone", why);
    }

    private void handle(HttpSocket from, String path, byte[] body) {
        if (path.endsWith("/query")) {
            byte[] answer = canister.messages(nonce(body));
            from.respond(200, answer, answer.length);
        } else if (path.endsWith("/call")) {
            call(from, Envelope.decode(body).content(), path.startsWith("/api/v2/"));
        } else if (path.endsWith("/read_state")) {
            // Only the sender of a call may read its status, which a gateway is not.
            from.respond(403, NOTHING, 0);
        } else if (path.endsWith("/status")) {
            byte[] status = Cbor.writeSelfDescribed(g -> {
                g.writeStartObject(null, 1);
                g.writeBinaryField("root_key", certificates.rootKey());
                g.writeEndObject();
            });
            from.respond(200, status, status.length);
        } else {
            from.respond(404, new byte[0], 0);
        }
    }

    /** A call is executed once, in the order of submission; whoever submits it again waits for the same result. */
    private void call(HttpSocket from, RequestContent content, boolean onlyAcknowledge) {
        ByteBuffer id = ByteBuffer.wrap(content.requestId());
        Call known = calls.get(id);
        Call call = known == null ? new Call(content) : known;
        if (known == null) {
            calls.put(id, call);
            if (callNanos == 0) {
                round.add(call);
            } else {
                loop.at(System.nanoTime() + callNanos, () -> round.add(call));
            }
        }
        if (onlyAcknowledge) {
            from.respond(202, NOTHING, 0);
        } else if (call.answer != null) {
            from.respond(200, call.answer, call.answer.length);
            calls.remove(id);
        } else {
            call.waiting.add(from);
        }
    }

    /** The nonce asked for: the last eight bytes of the argument, the only Candid in the request. */
    private static long nonce(byte[] body) {
        for (int i = 0; i + CANDID.length < body.length; i++) {
            if (java.util.Arrays.equals(body, i, i + CANDID.length, CANDID, 0, CANDID.length)) {
                // DIDL, one type, a record of one field: id of five bytes, nat64; one argument of that type.
                int at = i + CANDID.length + 1 + 2 + idLength(body, i + CANDID.length + 3) + 1 + 2;
                return ByteBuffer.wrap(body)
                        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                        .getLong(at);
            }
        }
        throw new BenchException("a query without argument");
    }

    private static int idLength(byte[] body, int at) {
        int length = 1;
        while (body[at + length - 1] < 0) {
            length++;
        }
        return length;
    }

    /** All calls whose time has come are one round: one tree, one signature. */
    private void endRound() {
        if (round.isEmpty()) {
            return;
        }
        List<Call> ended = List.copyOf(round);
        round.clear();
        ended.forEach(call -> canister.update(call.content));
        java.time.Instant now = java.time.Instant.now();
        List<byte[]> replies = certificates.round(
                ended.stream().map(call -> call.content.requestId()).toList(),
                OK,
                now.getEpochSecond() * 1_000_000_000L + now.getNano());
        for (int i = 0; i < replies.size(); i++) {
            byte[] certificate = replies.get(i);
            byte[] answer = Cbor.writeSelfDescribed(g -> {
                g.writeStartObject(null, 2);
                g.writeStringField("status", "replied");
                g.writeBinaryField("certificate", certificate);
                g.writeEndObject();
            });
            Call call = ended.get(i);
            call.answer = answer;
            call.waiting.forEach(socket -> socket.respond(200, answer, answer.length));
            if (!call.waiting.isEmpty()) {
                // Whoever asked has been told; what is kept for long is what a collector has to copy.
                calls.remove(ByteBuffer.wrap(call.content.requestId()));
            }
        }
    }
}
