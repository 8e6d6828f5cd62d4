package org.icws.testbench.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.icws.gateway.protocol.v1.CanisterFrame;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.protocol.v1.GatewayHandshake;
import org.icws.gateway.protocol.v1.WebsocketMessage;
import org.icws.protocol.principal.Principals;

/**
 * In a gateway's place: pushes frames that are ready made at the load clients, to find out how many those can take. Commands:
 * flood, stats.
 */
public final class PusherPart implements EventLoop.Socket {
    /** Frames of one write, as a gateway has them with ten clients. */
    private static final int PER_WRITE = 5;

    private static final byte[] UPGRADED =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final EventLoop loop = new EventLoop();
    private final ServerSocketChannel server = ServerSocketChannel.open();
    private final List<Client> clients = new ArrayList<>();
    private boolean flooding;

    private PusherPart() throws IOException {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        server.configureBlocking(false);
        server.register(loop.selector(), SelectionKey.OP_ACCEPT, this);
        loop.afterEachPass(this::push);
    }

    /** @param args none */
    public static void main(String[] args) throws IOException {
        PusherPart pusher = new PusherPart();
        pusher.loop.start("pusher");
        Commands.serve(
                Map.of("port", pusher.server.socket().getLocalPort()),
                words -> pusher.loop.run(() -> {
                    pusher.flooding |= words[0].equals("flood");
                    return Map.of("clients", pusher.clients.size());
                }));
        System.exit(0);
    }

    @Override
    public void ready(SelectionKey key) throws IOException {
        for (SocketChannel channel = server.accept(); channel != null; channel = server.accept()) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            Client client = new Client(channel);
            client.key = channel.register(loop.selector(), SelectionKey.OP_READ, client);
            clients.add(client);
        }
    }

    @Override
    public void gone(IOException why) {
        throw new BenchException("the pusher's port is gone", why);
    }

    private void push() {
        for (int i = 0; flooding && i < clients.size(); i++) {
            clients.get(i).push();
        }
        if (flooding) {
            loop.at(System.nanoTime(), () -> {});
        }
    }

    private static byte[] framed(byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 4);
        frame.put((byte) 0x82);
        if (payload.length < 126) {
            frame.put((byte) payload.length);
        } else {
            frame.put((byte) 126).putShort((short) payload.length);
        }
        frame.put(payload);
        return java.util.Arrays.copyOf(frame.array(), frame.position());
    }

    /** One connection: upgraded and greeted like a gateway's, then flooded. */
    private static final class Client implements EventLoop.Socket {
        private final SocketChannel channel;
        private final ByteBuffer frames;
        private final int[] sequences = new int[PER_WRITE];
        private final int[] times = new int[PER_WRITE];
        private SelectionKey key;
        private int asked;
        private long sequence;

        Client(SocketChannel channel) {
            this.channel = channel;
            ByteBuffer all = ByteBuffer.allocate(PER_WRITE * 4096);
            byte[] random = new byte[600];
            new Random(1).nextBytes(random);
            ClientKey client = new ClientKey(Principals.canisterId(7), 1);
            for (int i = 0; i < PER_WRITE; i++) {
                long mark = Wire.wide(i + 1L);
                byte[] content = new WebsocketMessage(client, mark, ~mark, false, new byte[128]).encode();
                byte[] frame = framed(new CanisterFrame("k".repeat(84), content, new byte[400], random).encode());
                sequences[i] = all.position() + Tally.find(frame, mark);
                times[i] = all.position() + Tally.find(frame, ~mark);
                all.put(frame);
            }
            frames = all.flip();
            frames.position(frames.limit());
        }

        @Override
        public void ready(SelectionKey readyKey) throws IOException {
            if (key.isReadable()) {
                int count = channel.read(ByteBuffer.allocate(4096));
                if (count < 0) {
                    throw new EOFException();
                }
                // First the upgrade, then ws_open; nothing else comes.
                asked++;
                if (asked == 1) {
                    channel.write(ByteBuffer.wrap(UPGRADED));
                    channel.write(ByteBuffer.wrap(framed(new GatewayHandshake(Principals.canisterId(9)).encode())));
                } else {
                    channel.write(ByteBuffer.wrap(framed(new byte[] {1})));
                }
            }
        }

        void push() {
            try {
                if (asked < 2) {
                    return;
                }
                if (!frames.hasRemaining()) {
                    long now = Tally.now();
                    for (int i = 0; i < PER_WRITE; i++) {
                        frames.putLong(sequences[i], Wire.wide(++sequence));
                        frames.putLong(times[i], now);
                    }
                    frames.rewind();
                }
                channel.write(frames);
            } catch (IOException e) {
                asked = 0;
            }
        }

        @Override
        public void gone(IOException why) {
            asked = 0;
        }
    }
}
