package org.icws.testbench.bench;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ic4j.types.Principal;
import org.icws.gateway.protocol.v1.CanisterArgs;
import org.icws.gateway.protocol.v1.ClientFrame;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.protocol.v1.GatewayHandshake;
import org.icws.gateway.protocol.v1.WebsocketMessage;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.protocol.request.RequestSigner;

/** One v1 client on a bare socket; looks only at lengths and numbers once it is open. Used by one thread. */
final class RawClient implements EventLoop.Socket {
    private static final byte[] UPGRADE =
            ("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long EXPIRY = 240_000_000_000L;
    private static final int APP_BYTES = 128;
    private static final int CLOSE = 8;

    private enum State {
        HTTP,
        HANDSHAKE,
        OPENING,
        OPEN,
        CLOSED
    }

    private final SocketChannel channel;
    private final Principal canister;
    private final Tally tally;
    private final Ed25519Identity identity = Ed25519Identity.generate(RANDOM);
    private final RequestSigner signer = new RequestSigner(identity);
    private final ClientKey self = new ClientKey(identity.principal(), RANDOM.nextLong());
    private final List<byte[]> prepared = new ArrayList<>();
    private State state = State.HTTP;
    private byte[] rest = {};
    private SelectionKey key;
    private ByteBuffer unsent = ByteBuffer.wrap(UPGRADE);
    private int nextPrepared = Integer.MAX_VALUE;
    private long signedUpTo;
    private long lastSequence = -1;

    RawClient(SocketChannel channel, Principal canister, Tally tally) {
        this.channel = channel;
        this.canister = canister;
        this.tally = tally;
    }

    void registered(SelectionKey selectionKey) throws IOException {
        key = selectionKey;
        write();
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    void pause(boolean paused) {
        key.interestOps(paused ? 0 : SelectionKey.OP_READ);
    }

    /** Signs further messages; from any thread, while none are sent. */
    void prepare(int count) {
        byte[] content = new byte[APP_BYTES];
        prepared.clear();
        for (int i = 0; i < count; i++) {
            WebsocketMessage message = new WebsocketMessage(self, ++signedUpTo, Tally.now(), false, content);
            prepared.add(masked(signed(CanisterArgs.WS_MESSAGE, CanisterArgs.encodeMessage(message))));
        }
        nextPrepared = Integer.MAX_VALUE;
    }

    /** Sends what is prepared, as fast as it is taken. */
    void push() throws IOException {
        nextPrepared = 0;
        write();
    }

    private byte[] signed(String method, byte[] argument) {
        byte[] nonce = new byte[16];
        RANDOM.nextBytes(nonce);
        return new ClientFrame(signer.call(canister, method, argument, Tally.now() + EXPIRY, nonce)
                        .envelope())
                .encode();
    }

    /** A binary frame under the mask 0, which changes nothing. */
    private static byte[] masked(byte[] payload) {
        ByteBuffer out = ByteBuffer.allocate(14 + payload.length);
        out.put((byte) 0x82);
        if (payload.length < 126) {
            out.put((byte) (0x80 | payload.length));
        } else if (payload.length < 65_536) {
            out.put((byte) (0x80 | 126)).putShort((short) payload.length);
        } else {
            out.put((byte) (0x80 | 127)).putLong(payload.length);
        }
        out.putInt(0).put(payload);
        return Arrays.copyOf(out.array(), out.position());
    }

    @Override
    public void ready(SelectionKey readyKey) throws IOException {
        if (key.isWritable()) {
            write();
        }
        if (key.isReadable()) {
            ByteBuffer in = tally.input;
            in.clear().put(rest);
            rest = Tally.NOTHING;
            int count = channel.read(in);
            if (count < 0) {
                throw new EOFException();
            }
            read(in.array(), in.position());
        }
    }

    private void write() throws IOException {
        do {
            channel.write(unsent);
            if (!unsent.hasRemaining() && nextPrepared < prepared.size()) {
                unsent = ByteBuffer.wrap(prepared.get(nextPrepared++));
                tally.sent++;
            }
        } while (unsent.hasRemaining() && (unsent.position() == 0));
        key.interestOps(unsent.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    private void read(byte[] data, int end) throws IOException {
        int at = 0;
        if (state == State.HTTP) {
            at = endOfHead(data, end);
            state = at > 0 ? State.HANDSHAKE : State.HTTP;
        }
        while (end - at >= 2) {
            int head = headLength(data[at + 1] & 0x7F);
            if (end - at < head) {
                break;
            }
            long length = length(data, at + 1);
            if (end - at - head < length) {
                break;
            }
            frame(data[at] & 0x0F, data, at + head, (int) length);
            at += head + (int) length;
        }
        rest = at == end ? Tally.NOTHING : Arrays.copyOfRange(data, at, end);
    }

    private int endOfHead(byte[] data, int end) throws IOException {
        for (int i = 3; i < end; i++) {
            if (data[i - 3] == '\r' && data[i - 2] == '\n' && data[i - 1] == '\r' && data[i] == '\n') {
                String status = new String(data, 0, Math.min(i, 40), StandardCharsets.US_ASCII);
                if (!status.startsWith("HTTP/1.1 101")) {
                    throw new IOException("not upgraded: " + status);
                }
                return i + 1;
            }
        }
        return 0;
    }

    private static int headLength(int length) {
        return length < 126 ? 2 : length == 126 ? 4 : 10;
    }

    private static long length(byte[] data, int at) {
        int length = data[at] & 0x7F;
        if (length < 126) {
            return length;
        }
        return length == 126 ? (data[at + 1] & 0xFF) << 8 | data[at + 2] & 0xFF : Tally.longAt(data, at + 1);
    }

    private void frame(int opcode, byte[] data, int at, int length) throws IOException {
        if (opcode == CLOSE) {
            int code = length < 2 ? 1005 : (data[at] & 0xFF) << 8 | data[at + 1] & 0xFF;
            throw new IOException(
                    "closed " + code + " " + new String(data, at + 2, Math.max(0, length - 2), StandardCharsets.UTF_8));
        }
        switch (state) {
            case HANDSHAKE -> {
                Principal gateway = GatewayHandshake.decode(Arrays.copyOfRange(data, at, at + length))
                        .gatewayPrincipal();
                byte[] open = CanisterArgs.encodeOpen(new CanisterArgs.Open(self.nonce(), gateway));
                unsent = ByteBuffer.wrap(masked(signed(CanisterArgs.WS_OPEN, open)));
                state = State.OPENING;
                write();
            }
            case OPENING -> {
                state = State.OPEN;
                tally.opened(this);
            }
            default -> lastSequence = tally.message(data, at, length, lastSequence);
        }
    }

    @Override
    public void gone(IOException why) {
        state = State.CLOSED;
        tally.gone(this, why.getMessage() == null ? "connection ended" : why.getMessage());
    }

    /** Closes the socket. */
    void close() throws IOException {
        key.cancel();
        channel.close();
    }
}
