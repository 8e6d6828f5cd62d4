package org.icws.testbench.interop;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * A WebSocket proxy (RFC 6455) that shows every binary message on its way to a client to a function, which may change it.
 * What the client sends passes untouched. Plain sockets, so that it depends on no WebSocket library under test.
 */
final class TamperingProxy implements AutoCloseable {
    private static final int BINARY_UNFRAGMENTED = 0x82;
    private static final int FINAL = 0x80;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final byte[] HEADER_END = {'\r', '\n', '\r', '\n'};

    private final ServerSocket listener;
    private final URI upstream;
    private final UnaryOperator<byte[]> tampering;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    private TamperingProxy(URI upstream, UnaryOperator<byte[]> tampering) throws IOException {
        this.upstream = upstream;
        this.tampering = tampering;
        this.listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        thread("accept", this::accept);
    }

    static TamperingProxy start(URI upstream, UnaryOperator<byte[]> tampering) throws IOException {
        return new TamperingProxy(upstream, tampering);
    }

    /** Where clients connect. */
    URI url() {
        return URI.create("ws://127.0.0.1:" + listener.getLocalPort());
    }

    private void accept() throws IOException {
        while (!listener.isClosed()) {
            Socket client = keep(listener.accept());
            Socket gateway = keep(new Socket(upstream.getHost(), upstream.getPort()));
            thread("up", () -> copy(client, gateway));
            thread("down", () -> relayDown(gateway, client));
        }
    }

    private Socket keep(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        return socket;
    }

    private static void copy(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        }
    }

    private void relayDown(Socket gateway, Socket client) throws IOException {
        try (gateway;
                client) {
            DataInputStream in = new DataInputStream(new BufferedInputStream(gateway.getInputStream()));
            OutputStream out = client.getOutputStream();
            out.write(readHeaders(in));
            while (true) {
                relayFrame(in, out);
            }
        }
    }

    private static byte[] readHeaders(InputStream in) throws IOException {
        ByteArrayOutputStream headers = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < HEADER_END.length) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("The gateway answered no handshake");
            }
            headers.write(next);
            matched = next == HEADER_END[matched] ? matched + 1 : next == HEADER_END[0] ? 1 : 0;
        }
        return headers.toByteArray();
    }

    private void relayFrame(DataInputStream in, OutputStream out) throws IOException {
        int first = in.readUnsignedByte();
        byte[] payload = in.readNBytes(readLength(in));
        if ((first & FINAL) == 0) {
            throw new IOException("The gateway fragments its messages; this proxy does not put them together");
        }
        byte[] relayed = first == BINARY_UNFRAGMENTED ? tampering.apply(payload) : payload;
        out.write(frame(first, relayed));
        out.flush();
    }

    /** A server's frames are not masked, so the length byte has no mask bit. */
    private static int readLength(DataInputStream in) throws IOException {
        int length = in.readUnsignedByte();
        if (length == LENGTH_16) {
            return in.readUnsignedShort();
        }
        return length == LENGTH_64 ? Math.toIntExact(in.readLong()) : length;
    }

    private static byte[] frame(int first, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 10);
        frame.write(first);
        if (payload.length < LENGTH_16) {
            frame.write(payload.length);
        } else if (payload.length <= 0xFFFF) {
            frame.write(LENGTH_16);
            writeBigEndian(frame, payload.length, Short.BYTES);
        } else {
            frame.write(LENGTH_64);
            writeBigEndian(frame, payload.length, Long.BYTES);
        }
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    private static void writeBigEndian(ByteArrayOutputStream out, long value, int bytes) {
        for (int i = bytes - 1; i >= 0; i--) {
            out.write((int) (value >>> (8 * i)));
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    /** A broken or closed connection ends its threads; the test sees it at its client. */
    private static void thread(String what, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // Ends this direction; closing the sockets ends the other.
                        Thread.currentThread().interrupt();
                    }
                },
                "interop-proxy-" + what);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
