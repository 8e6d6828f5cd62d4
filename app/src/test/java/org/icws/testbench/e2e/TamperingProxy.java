package org.icws.testbench.e2e;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.icws.gateway.protocol.v1.CanisterFrame;
import org.icws.gateway.protocol.v1.V1Exception;

/** Stands between a client and the gateway, for one connection, and changes the canister's messages. */
final class TamperingProxy implements AutoCloseable {

    private static final int BINARY_FINAL = 0x82;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;

    private final ServerSocket server;
    private final URI gateway;
    private final UnaryOperator<CanisterFrame> change;
    private final ExecutorService threads = Executors.newFixedThreadPool(2, task -> {
        Thread thread = new Thread(task, "tampering-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Socket client;
    private volatile Socket upstream;

    TamperingProxy(URI gateway, UnaryOperator<CanisterFrame> change) throws IOException {
        this.server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        this.gateway = gateway;
        this.change = change;
        threads.execute(this::serve);
    }

    URI url() {
        return URI.create("ws://127.0.0.1:" + server.getLocalPort());
    }

    private void serve() {
        try {
            client = server.accept();
            upstream = new Socket(gateway.getHost(), gateway.getPort());
            threads.execute(this::towardsGateway);
            towardsClient(new DataInputStream(upstream.getInputStream()), client.getOutputStream());
        } catch (IOException e) {
            closeSockets();
        }
    }

    private void towardsGateway() {
        try {
            client.getInputStream().transferTo(upstream.getOutputStream());
        } catch (IOException e) {
            closeSockets();
        }
    }

    private void towardsClient(DataInputStream in, OutputStream out) throws IOException {
        copyHttpHead(in, out);
        DataOutputStream frames = new DataOutputStream(out);
        while (true) {
            int head = in.readUnsignedByte();
            byte[] payload = readPayload(in);
            writeFrame(frames, head, head == BINARY_FINAL ? tampered(payload) : payload);
        }
    }

    private static void copyHttpHead(InputStream in, OutputStream out) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The gateway closed the connection during the upgrade.");
            }
            head.append((char) next);
        }
        out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static byte[] readPayload(DataInputStream in) throws IOException {
        long length = in.readUnsignedByte();
        if (length == LENGTH_16) {
            length = in.readUnsignedShort();
        } else if (length == LENGTH_64) {
            length = in.readLong();
        }
        return in.readNBytes(Math.toIntExact(length));
    }

    private static void writeFrame(DataOutputStream out, int head, byte[] payload) throws IOException {
        out.writeByte(head);
        if (payload.length < LENGTH_16) {
            out.writeByte(payload.length);
        } else if (payload.length <= 0xFFFF) {
            out.writeByte(LENGTH_16);
            out.writeShort(payload.length);
        } else {
            out.writeByte(LENGTH_64);
            out.writeLong(payload.length);
        }
        out.write(payload);
        out.flush();
    }

    /** The handshake is no canister's message and stays as it is. */
    private byte[] tampered(byte[] payload) {
        CanisterFrame frame;
        try {
            frame = CanisterFrame.decode(payload);
        } catch (V1Exception e) {
            return payload;
        }
        return change.apply(frame).encode();
    }

    private void closeSockets() {
        for (Socket socket : new Socket[] {client, upstream}) {
            try {
                if (socket != null) {
                    socket.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        closeSockets();
        threads.shutdownNow();
    }
}
