package org.icws.testbench.client;

import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendResult;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends frames in the order given, one write at a time. Tyrus itself queues without bound and says nothing about it, so the
 * queue is here, with a bound. Thread-safe; never blocks.
 */
final class FrameSender {

    static final int MAX_WAITING = 10_000;

    /** A binary frame, or a text frame if there is a text. */
    private record Waiting(byte[] frame, String text, CompletableFuture<Void> sent) {}

    private final RemoteEndpoint.Async remote;
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private final AtomicInteger turns = new AtomicInteger();
    private boolean writing;

    FrameSender(RemoteEndpoint.Async remote) {
        this.remote = remote;
    }

    /**
     * Sends a frame once those before it are sent.
     *
     * @return completes when the frame was handed to the network
     * @throws TestClientException if too many frames wait already
     */
    CompletableFuture<Void> send(byte[] frame) {
        return send(new Waiting(frame, null, new CompletableFuture<>()));
    }

    /** The same for a text frame, which the protocols do not have. */
    CompletableFuture<Void> sendText(String text) {
        return send(new Waiting(null, text, new CompletableFuture<>()));
    }

    private CompletableFuture<Void> send(Waiting next) {
        synchronized (queue) {
            if (queue.size() >= MAX_WAITING) {
                throw new TestClientException(MAX_WAITING
                        + " messages wait to be sent; the gateway does not take them as fast as they come.");
            }
            queue.add(next);
            if (writing) {
                return next.sent();
            }
            writing = true;
        }
        proceed();
        return next.sent();
    }

    /** A write may report its end before it returns; the loop keeps a long queue from becoming a deep stack. */
    private void proceed() {
        if (turns.getAndIncrement() != 0) {
            return;
        }
        do {
            writeNext();
        } while (turns.decrementAndGet() != 0);
    }

    private void writeNext() {
        Waiting next;
        synchronized (queue) {
            next = queue.poll();
            writing = next != null;
        }
        if (next == null) {
            return;
        }
        try {
            if (next.text() != null) {
                remote.sendText(next.text(), result -> written(next, result));
            } else {
                remote.sendBinary(ByteBuffer.wrap(next.frame()), result -> written(next, result));
            }
        } catch (RuntimeException e) {
            fail(next, e);
        }
    }

    private void written(Waiting frame, SendResult result) {
        if (result.isOK()) {
            frame.sent().complete(null);
            proceed();
        } else {
            fail(frame, result.getException());
        }
    }

    /** Nothing can follow a frame that was not sent: the canister would see a gap in the sequence numbers. */
    private void fail(Waiting frame, Throwable cause) {
        List<Waiting> lost = new ArrayList<>();
        lost.add(frame);
        synchronized (queue) {
            lost.addAll(queue);
            queue.clear();
            writing = false;
        }
        TestClientException failure = new TestClientException("The frame was not sent: " + cause.getMessage(), cause);
        lost.forEach(waiting -> waiting.sent().completeExceptionally(failure));
    }
}
