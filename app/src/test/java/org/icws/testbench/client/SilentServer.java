package org.icws.testbench.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

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

    /** Lets the peer have its WebSocket, and is silent from then on. */
    public void upgrade() throws IOException {
        if (peer == null) {
            accept();
        }
        String key = null;
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (line.regionMatches(true, 0, "Sec-WebSocket-Key:", 0, 18)) {
                key = line.substring(18).trim();
            }
        }
        String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + accepted(key) + "\r\n\r\n";
        peer.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = peer.getInputStream().read();
                c != '\n' && c >= 0;
                c = peer.getInputStream().read()) {
            line.append((char) c);
        }
        return line.toString().trim();
    }

    /** RFC 6455, section 4.2.2. */
    private static String accepted(String key) {
        try {
            byte[] all = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(all));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
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
