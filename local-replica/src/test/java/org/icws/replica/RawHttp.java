package org.icws.replica;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** Requests in which every byte can be chosen, also those that HTTP libraries keep for themselves. */
final class RawHttp {
    private static final int PATIENCE_MILLIS = 30_000;
    private static final int CHUNK = 64 * 1024;

    private RawHttp() {}

    static String get(int port, String path, String... hosts) {
        StringBuilder head = new StringBuilder("GET " + path + " HTTP/1.1\r\n");
        for (String host : hosts) {
            head.append("Host: ").append(host).append("\r\n");
        }
        return send(port, head + "Connection: close\r\n\r\n");
    }

    /** The whole answer; the request asks for the connection's end. */
    static String send(int port, String request) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Goes on sending a body whatever comes back.
     *
     * @param most bytes to send
     * @return how many were sent before the connection was closed
     */
    static long sendUntilClosed(int port, String head, long most) {
        long sent = 0;
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            OutputStream out = socket.getOutputStream();
            InputStream in = socket.getInputStream();
            out.write(head.getBytes(StandardCharsets.ISO_8859_1));
            byte[] chunk = new byte[CHUNK];
            while (sent < most) {
                out.write(chunk);
                sent += chunk.length;
                while (in.available() > 0) {
                    in.skipNBytes(in.available());
                }
            }
        } catch (SocketException closed) {
            return sent;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sent;
    }
}
