package org.icws.gateway.endpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Builds the bytes of WebSocket frames a server sends: unmasked, never fragmented. */
final class WireFrames {
    private static final int BINARY = 0x82;
    private static final int CLOSE = 0x88;
    private static final int PING = 0x89;
    private static final int PONG = 0x8A;
    private static final int MAX_HEAD = 10;

    private WireFrames() {}

    /** @return the size of a frame with that much payload */
    static int size(int payload) {
        return payload + (payload < 126 ? 2 : payload <= 0xFFFF ? 4 : MAX_HEAD);
    }

    /** Writes a binary frame. */
    static void binary(ByteBuffer out, byte[] head, byte[] tail) {
        putHead(out, BINARY, head.length + tail.length);
        out.put(head).put(tail);
    }

    static ByteBuffer pong(byte[] payload) {
        ByteBuffer out = ByteBuffer.allocate(MAX_HEAD + payload.length);
        putHead(out, PONG, payload.length);
        return out.put(payload).flip();
    }

    /** A ping without payload. */
    static ByteBuffer ping() {
        ByteBuffer out = ByteBuffer.allocate(2);
        putHead(out, PING, 0);
        return out.flip();
    }

    /** @param code 1005 makes a close frame without status */
    static ByteBuffer close(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(MAX_HEAD + text.length);
        if (code == 1005) {
            putHead(out, CLOSE, 0);
            return out.flip();
        }
        putHead(out, CLOSE, 2 + text.length);
        return out.putShort((short) code).put(text).flip();
    }

    private static void putHead(ByteBuffer out, int first, int length) {
        out.put((byte) first);
        if (length < 126) {
            out.put((byte) length);
        } else if (length <= 0xFFFF) {
            out.put((byte) 126).putShort((short) length);
        } else {
            out.put((byte) 127).putLong(length);
        }
    }
}
