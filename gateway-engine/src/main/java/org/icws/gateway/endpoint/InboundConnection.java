package org.icws.gateway.endpoint;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import org.icws.gateway.session.CloseCause;
import org.icws.gateway.session.InboundHandler;

/** Joins one connection's parser, peer and session. Fed by the connection's selector thread. */
final class InboundConnection implements FrameParser.Sink {
    private final GrizzlyPeer peer;
    private final FrameParser parser;
    private final IntSupplier maxFrameBytes;
    private final AtomicBoolean gone = new AtomicBoolean();
    private volatile InboundHandler handler;

    InboundConnection(GrizzlyPeer peer, IntSupplier maxFrameBytes) {
        this.peer = peer;
        this.maxFrameBytes = maxFrameBytes;
        this.parser = new FrameParser(maxFrameBytes, this);
    }

    void attach(InboundHandler session) {
        handler = session;
    }

    void feed(ByteBuffer in) {
        peer.received();
        parser.feed(in);
    }

    /** The session threw: a defect. The client is told, the others are not affected. */
    void failed(RuntimeException defect) {
        parser.discard();
        handler.onRefused(CloseCause.INTERNAL, 0, defect.toString());
    }

    void gone() {
        if (gone.compareAndSet(false, true)) {
            peer.gone();
            handler.onGone();
        }
    }

    @Override
    public void binary(byte[] message) {
        handler.onBinary(message);
    }

    @Override
    public void text(long bytes) {
        handler.onRefused(CloseCause.TEXT_FRAME, clamp(bytes));
    }

    @Override
    public void ping(byte[] payload) {
        peer.pong(payload);
    }

    @Override
    public void close(int code, String reason) {
        handler.onClientClose(code, reason);
        peer.clientClosed(code);
    }

    @Override
    public void tooBig(long bytes) {
        handler.onRefused(CloseCause.TOO_BIG, clamp(bytes), bytes, maxFrameBytes.getAsInt());
    }

    @Override
    public void violation(String what) {
        handler.onRefused(CloseCause.PROTOCOL_ERROR, 0, what);
    }

    private static int clamp(long bytes) {
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }
}
