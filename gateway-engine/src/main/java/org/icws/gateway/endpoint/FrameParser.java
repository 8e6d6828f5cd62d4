package org.icws.gateway.endpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntSupplier;

/**
 * Cuts a client's byte stream into WebSocket messages (RFC 6455, section 5). One instance per connection, one thread at a
 * time. Message sizes are enforced on the declared length, before anything is stored. After the first violation it only
 * looks for the client's close frame and discards the rest, so that the client can still read why.
 */
final class FrameParser {
    /** Receives what was found. */
    interface Sink {
        void binary(byte[] message);

        void text(long bytes);

        void ping(byte[] payload);

        void close(int code, String reason);

        void tooBig(long bytes);

        void violation(String what);
    }

    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int MAX_CONTROL = 125;
    private static final int FIRST_ALLOCATION = 16 << 10;
    private static final int NO_STATUS = 1005;

    private final IntSupplier maxMessage;
    private final Sink sink;
    private final byte[] head = new byte[14];
    private int headSize;
    private byte[] payload;
    private int payloadLength;
    private int payloadSize;
    private long skip;
    private ByteArrayOutputStream fragments;
    private boolean discarding;
    private boolean closed;

    FrameParser(IntSupplier maxMessage, Sink sink) {
        this.maxMessage = maxMessage;
        this.sink = sink;
    }

    /** From now on only a close frame is looked for. */
    void discard() {
        discarding = true;
        fragments = null;
    }

    void feed(ByteBuffer in) {
        while (in.hasRemaining() && !closed) {
            if (skip > 0) {
                int n = (int) Math.min(skip, in.remaining());
                in.position(in.position() + n);
                skip -= n;
            } else if (payload == null) {
                readHead(in);
            } else {
                readPayload(in);
            }
        }
    }

    private void readHead(ByteBuffer in) {
        while (in.hasRemaining() && headSize < headLength()) {
            head[headSize++] = in.get();
        }
        if (headSize < headLength()) {
            return;
        }
        long length = declaredLength();
        headSize = 0;
        String wrong = violation(length);
        if (wrong != null) {
            // The stream's framing cannot be trusted any more: nothing behind this head is looked at.
            closed = true;
            if (!discarding) {
                discard();
                sink.violation(wrong);
            }
            return;
        }
        if (isControl() || accepts(length)) {
            payloadLength = (int) length;
            payloadSize = 0;
            payload = new byte[Math.min(payloadLength, FIRST_ALLOCATION)];
            if (payloadLength == 0) {
                frame(payload);
            }
        } else {
            skip = length;
        }
    }

    /** Refuses a data frame by its head alone, before storing any of it. */
    private boolean accepts(long length) {
        if (discarding) {
            return false;
        }
        if (opcode() == TEXT) {
            discard();
            sink.text(length);
            return false;
        }
        long total = length + (fragments == null ? 0 : fragments.size());
        if (total > maxMessage.getAsInt()) {
            discard();
            sink.tooBig(total);
            return false;
        }
        return true;
    }

    private void readPayload(ByteBuffer in) {
        int n = Math.min(in.remaining(), payloadLength - payloadSize);
        if (payloadSize + n > payload.length) {
            payload = Arrays.copyOf(payload, Math.min(payloadLength, Math.max(payload.length * 2, payloadSize + n)));
        }
        in.get(payload, payloadSize, n);
        payloadSize += n;
        if (payloadSize == payloadLength) {
            frame(payload);
        }
    }

    private void frame(byte[] data) {
        payload = null;
        unmask(data);
        switch (opcode()) {
            case BINARY, CONTINUATION -> data(data);
            case CLOSE -> close(data);
            case PING -> {
                if (!discarding) {
                    sink.ping(data);
                }
            }
            default -> {
                // a pong; nobody asked, nobody minds
            }
        }
    }

    private void data(byte[] data) {
        if (discarding) {
            return;
        }
        boolean last = (head[0] & 0x80) != 0;
        if (last && fragments == null) {
            sink.binary(data);
            return;
        }
        if (fragments == null) {
            fragments = new ByteArrayOutputStream(data.length * 2);
        }
        fragments.writeBytes(data);
        if (last) {
            byte[] message = fragments.toByteArray();
            fragments = null;
            sink.binary(message);
        }
    }

    private void close(byte[] data) {
        closed = true;
        discarding = true;
        if (data.length < 2) {
            sink.close(NO_STATUS, "");
            return;
        }
        int code = (data[0] & 0xFF) << 8 | data[1] & 0xFF;
        sink.close(code, new String(data, 2, data.length - 2, StandardCharsets.UTF_8));
    }

    private String violation(long length) {
        if ((head[0] & 0x70) != 0) {
            return "reserved bits are set, no extension was agreed";
        }
        if ((head[1] & 0x80) == 0) {
            return "frames from a client must be masked";
        }
        if (length < 0) {
            return "impossible frame length";
        }
        boolean last = (head[0] & 0x80) != 0;
        return switch (opcode()) {
            case CONTINUATION -> fragments == null && !discarding ? "continuation of nothing" : null;
            case TEXT, BINARY -> fragments != null ? "a new message inside a fragmented one" : null;
            case CLOSE, PING, PONG -> length > MAX_CONTROL || !last ? "control frame too long or fragmented" : null;
            default -> "unknown opcode " + opcode();
        };
    }

    private int opcode() {
        return head[0] & 0x0F;
    }

    private boolean isControl() {
        return opcode() >= CLOSE;
    }

    private int headLength() {
        if (headSize < 2) {
            return 2;
        }
        int length7 = head[1] & 0x7F;
        int mask = (head[1] & 0x80) != 0 ? 4 : 0;
        return 2 + mask + (length7 == 126 ? 2 : length7 == 127 ? 8 : 0);
    }

    private long declaredLength() {
        int length7 = head[1] & 0x7F;
        int width = length7 == 126 ? 2 : length7 == 127 ? 8 : 0;
        if (width == 0) {
            return length7;
        }
        long length = 0;
        for (int i = 0; i < width; i++) {
            length = length << 8 | head[2 + i] & 0xFF;
        }
        return length;
    }

    private void unmask(byte[] data) {
        int length7 = head[1] & 0x7F;
        int mask = 2 + (length7 == 126 ? 2 : length7 == 127 ? 8 : 0);
        for (int i = 0; i < data.length; i++) {
            data[i] ^= head[mask + (i & 3)];
        }
    }
}
