package org.icws.gateway.replica;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Puts one HTTP/1.1 response together from what a socket brings; bounded. Not thread-safe. */
final class HttpInput {
    private static final byte[] NOTHING = {};
    /** Taken when the first byte comes, so that thousands of calls that wait for their results need no room. */
    private static final int FIRST_ROOM = 4 << 10;
    /** Polls bring large answers one after the other; small ones come on thousands of connections. */
    private static final int WORTH_KEEPING = 16 << 10;

    private static final int MAX_KEPT = 64 << 10;
    private static final int MAX_HEAD = 64 << 10;
    private static final int UNKNOWN = -1;

    private final int maxBody;
    private ByteBuffer data;
    private int bodyAt = UNKNOWN;
    private int searched;
    private int status;
    private int length;
    private boolean chunked;
    private boolean keepAlive;

    HttpInput(int maxBody) {
        this(maxBody, NOTHING);
    }

    /** @param memory of an answer that is over, to be used again if it is of use */
    HttpInput(int maxBody, byte[] memory) {
        this.maxBody = maxBody;
        this.data = ByteBuffer.wrap(memory);
    }

    /** @return memory for the next answer; this one must not be used any more */
    byte[] memory() {
        return data.capacity() >= WORTH_KEEPING && data.capacity() <= MAX_KEPT ? data.array() : NOTHING;
    }

    boolean hasAny() {
        return data.position() > 0;
    }

    boolean keepsAlive() {
        return keepAlive;
    }

    /** @return where to put what comes next */
    ByteBuffer room() {
        if (!data.hasRemaining()) {
            data = ByteBuffer.allocate(Math.max(FIRST_ROOM, data.capacity() * 2))
                    .put(data.flip());
        }
        return data;
    }

    /** @return the response if it is complete now, otherwise null */
    HttpAnswer added() throws IOException {
        if (bodyAt == UNKNOWN && !readHead()) {
            if (data.position() > MAX_HEAD) {
                throw new IOException("the answer's head is too long");
            }
            return null;
        }
        if (data.position() - bodyAt > maxBody + MAX_HEAD) {
            throw tooLarge();
        }
        if (chunked) {
            return unchunk();
        }
        return length != UNKNOWN && data.position() - bodyAt >= length ? answer(length) : null;
    }

    /** The other side closed. */
    HttpAnswer end() throws IOException {
        keepAlive = false;
        if (bodyAt == UNKNOWN || chunked || length != UNKNOWN) {
            throw new EOFException("the connection was closed before the answer was complete");
        }
        return answer(data.position() - bodyAt);
    }

    private HttpAnswer answer(int size) {
        keepAlive &= data.position() == bodyAt + size;
        return new HttpAnswer(status, Arrays.copyOfRange(data.array(), bodyAt, bodyAt + size));
    }

    private IOException tooLarge() {
        return new IOException("the answer is larger than " + maxBody + " bytes");
    }

    private boolean readHead() throws IOException {
        byte[] bytes = data.array();
        for (int i = Math.max(3, searched); i < data.position(); i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n' && bytes[i - 3] == '\r') {
                readHead(new String(bytes, 0, i - 3, StandardCharsets.ISO_8859_1).split("\r\n"), i + 1);
                if (status >= 100 && status < 200) {
                    // An interim response: the real one follows.
                    data.limit(data.position()).position(i + 1);
                    data.compact();
                    searched = 0;
                    return readHead();
                }
                bodyAt = i + 1;
                return true;
            }
        }
        searched = data.position();
        return false;
    }

    private void readHead(String[] lines, int end) throws IOException {
        String first = lines[0];
        if (!first.startsWith("HTTP/1.") || first.length() < 12) {
            throw new IOException("the answer is not HTTP");
        }
        status = number(first.substring(9, 12), 10);
        keepAlive = first.startsWith("HTTP/1.1");
        length = status == 204 || status == 304 ? 0 : UNKNOWN;
        chunked = false;
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                header(
                        lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).strip());
            }
        }
        if (length > maxBody) {
            throw tooLarge();
        }
        // Without a length the end of the connection is the end of the body.
        keepAlive &= chunked || length != UNKNOWN;
        if (length > 0 && data.capacity() < end + length) {
            data = ByteBuffer.allocate(end + length).put(data.flip());
        }
    }

    private void header(String name, String value) throws IOException {
        switch (name) {
            case "content-length" -> length = number(value, 10);
            case "transfer-encoding" -> {
                if (!value.equalsIgnoreCase("chunked")) {
                    throw new IOException("the answer comes in an unknown encoding: " + value);
                }
                chunked = true;
            }
            case "connection" -> keepAlive &= !value.equalsIgnoreCase("close");
            default -> {
                // Nothing else matters here.
            }
        }
    }

    private static int number(String text, int radix) throws IOException {
        try {
            int value = Integer.parseInt(text, radix);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // The same answer as to a negative one.
        }
        throw new IOException("the answer's head has a wrong number: " + text);
    }

    /** Reads the chunks from their beginning; they are few, because only small answers come that way. */
    private HttpAnswer unchunk() throws IOException {
        byte[] bytes = data.array();
        byte[] body = new byte[data.position() - bodyAt];
        int size = 0;
        int at = bodyAt;
        while (true) {
            int lineEnd = line(at);
            if (lineEnd < 0) {
                return null;
            }
            String head = new String(bytes, at, lineEnd - at, StandardCharsets.ISO_8859_1);
            int chunk = number(head.split(";")[0].strip(), 16);
            at = lineEnd + 2;
            if (chunk == 0) {
                return trailers(at, Arrays.copyOf(body, size));
            }
            if (chunk > maxBody - size) {
                throw tooLarge();
            }
            if (data.position() - at < chunk + 2) {
                return null;
            }
            System.arraycopy(bytes, at, body, size, chunk);
            size += chunk;
            at += chunk + 2;
        }
    }

    private HttpAnswer trailers(int from, byte[] body) {
        int at = from;
        for (int end = line(at); end >= 0; end = line(at)) {
            boolean last = end == at;
            at = end + 2;
            if (last) {
                keepAlive &= at == data.position();
                return new HttpAnswer(status, body);
            }
        }
        return null;
    }

    private int line(int from) {
        byte[] bytes = data.array();
        for (int i = from; i + 1 < data.position(); i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
