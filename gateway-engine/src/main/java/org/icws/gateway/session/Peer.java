package org.icws.gateway.session;

import java.util.List;

/**
 * The socket of one client as its session sees it. Nothing here blocks; all methods are thread-safe unless they say
 * otherwise. Frames of one caller go out in the order of the calls.
 */
public interface Peer {
    /**
     * A binary frame in two parts, so that messages of one batch share the second.
     *
     * @param head first part of the payload
     * @param tail second part, shared; may be empty
     */
    record OutFrame(byte[] head, byte[] tail) {
        /** @return payload size in bytes */
        public int size() {
            return head.length + tail.length;
        }
    }

    /** @return address and port of the other side */
    String remote();

    /**
     * Queues frames, in one write where possible.
     *
     * @return false if the connection is closing or gone and nothing was queued
     */
    boolean send(List<OutFrame> frames);

    /**
     * Sends a close frame behind everything queued, and gives the client a grace time to take it all and answer; then the
     * socket is dropped. Only the first call counts.
     *
     * @param code WebSocket close code
     * @param reason at most 123 bytes of UTF-8
     */
    void close(int code, String reason);

    /** Asks the client for a sign of life. */
    void ping();

    /** @return true if anything has come from the client since the last call; any thread, but one at a time */
    boolean heard();

    /** Drops the socket and everything queued now. */
    void abort();

    /** Stops reading, so that the client's TCP window fills up. Call it from the frame callbacks only. */
    void pauseReading();

    /** Starts reading again. */
    void resumeReading();

    /** @return bytes queued that the operating system has not taken */
    long outstandingBytes();

    /** @return frames among {@link #outstandingBytes()}, the one being written included */
    int outstandingFrames();
}
