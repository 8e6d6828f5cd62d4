package org.icws.testbench.bench;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;

/** The stub's side of one HTTP/1.1 connection: just what a gateway's client sends, nothing more is understood. */
final class HttpSocket implements EventLoop.Socket {
    /** Answers a request, at once or later. */
    interface Handler {
        void handle(HttpSocket from, String path, byte[] body);
    }

    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);

    private final SocketChannel channel;
    private final Handler handler;
    private final ArrayDeque<ByteBuffer> unsent = new ArrayDeque<>();
    private SelectionKey key;
    private byte[] input = new byte[16 << 10];
    private int filled;

    HttpSocket(SocketChannel channel, Handler handler) {
        this.channel = channel;
        this.handler = handler;
    }

    @Override
    public void ready(SelectionKey readyKey) throws IOException {
        key = readyKey;
        if (key.isWritable()) {
            flush();
        }
        if (key.isReadable()) {
            read();
        }
    }

    private void read() throws IOException {
        int count = channel.read(ByteBuffer.wrap(input, filled, input.length - filled));
        if (count < 0) {
            throw new EOFException();
        }
        filled += count;
        int used = 0;
        for (int next = request(used); next > 0; next = request(used)) {
            used = next;
        }
        System.arraycopy(input, used, input, 0, filled - used);
        filled -= used;
        if (filled == input.length) {
            input = java.util.Arrays.copyOf(input, input.length * 2);
        }
    }

    /** Handles the request that starts there; returns where the next one starts, or -1 if it is not complete yet. */
    private int request(int start) {
        int body = endOfHead(start);
        if (body < 0) {
            return -1;
        }
        int length = contentLength(start, body);
        if (filled - body < length) {
            return -1;
        }
        int slash = start;
        while (input[slash] != ' ') {
            slash++;
        }
        int space = slash + 1;
        while (input[space] != ' ') {
            space++;
        }
        String path = new String(input, slash + 1, space - slash - 1, StandardCharsets.US_ASCII);
        handler.handle(this, path, java.util.Arrays.copyOfRange(input, body, body + length));
        return body + length;
    }

    private int endOfHead(int start) {
        for (int i = start; i + 3 < filled; i++) {
            if (input[i] == '\r' && input[i + 1] == '\n' && input[i + 2] == '\r' && input[i + 3] == '\n') {
                return i + 4;
            }
        }
        return -1;
    }

    private int contentLength(int start, int end) {
        for (int i = start; i < end; i++) {
            if (input[i] == '\n' && matches(i + 1)) {
                int value = 0;
                for (int j = i + 1 + LENGTH.length; input[j] != '\r'; j++) {
                    value = input[j] == ' ' ? value : value * 10 + input[j] - '0';
                }
                return value;
            }
        }
        return 0;
    }

    private boolean matches(int at) {
        for (int i = 0; i < LENGTH.length; i++) {
            if ((input[at + i] | 0x20) != (LENGTH[i] | 0x20)) {
                return false;
            }
        }
        return true;
    }

    /** Answers; the array must not change until the socket has taken it, which {@link #isDrained()} tells. */
    void respond(int status, byte[] body, int length) {
        String head = "HTTP/1.1 " + status + " Stub\r\nContent-Type: application/cbor\r\nContent-Length: " + length
                + "\r\n\r\n";
        unsent.add(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
        unsent.add(ByteBuffer.wrap(body, 0, length));
        try {
            flush();
        } catch (IOException e) {
            // The gateway has given up waiting; the next read notices it.
            unsent.clear();
        }
    }

    boolean isDrained() {
        return unsent.isEmpty();
    }

    private void flush() throws IOException {
        if (!unsent.isEmpty()) {
            channel.write(unsent.toArray(ByteBuffer[]::new));
            while (!unsent.isEmpty() && !unsent.peek().hasRemaining()) {
                unsent.remove();
            }
        }
        key.interestOps(unsent.isEmpty() ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }

    @Override
    public void gone(IOException why) {
        unsent.clear();
    }
}
