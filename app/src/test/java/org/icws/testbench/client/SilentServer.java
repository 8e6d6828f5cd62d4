package org.icws.testbench.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Takes connections and never says a word. */
public final class SilentServer implements AutoCloseable {

    /** Far more than a close takes; a test that waits that long has failed. */
    private static final int PATIENCE_MILLIS = 10_000;

    private final ServerSocket server;
    private Socket peer;

    public SilentServer() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        server.setSoTimeout(PATIENCE_MILLIS);
    }

    public String host() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** Waits until somebody has connected. */
    public void accept() throws IOException {
        peer = server.accept();
        peer.setSoTimeout(PATIENCE_MILLIS);
    }

    /** What the peer sent until it closed; fails if it does not close. */
    public byte[] readToTheEnd() throws IOException {
        if (peer == null) {
            accept();
        }
        return peer.getInputStream().readAllBytes();
    }

    @Override
    public void close() throws IOException {
        if (peer != null) {
            peer.close();
        }
        server.close();
    }
}
