package org.icws.testbench.client;

import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt to open a WebSocket. The WebSocket library bounds only the answer to its request: it waits half a minute for a
 * connection, and as long again for TLS. Here all of it has one bound, can be given up at any time, and leaves no socket
 * behind. Runs on a thread of its own that ends with it. Thread-safe.
 */
final class BoundedOpening {

    private static final Logger LOG = LoggerFactory.getLogger(BoundedOpening.class);

    private final CompletableFuture<Session> session = new CompletableFuture<>();
    private final Callable<Session> deed;
    private final Thread thread = new OpeningThread(this);
    private SocketChannel socket;
    private boolean reached;
    private boolean over;

    /** Knows for whom it works, so that a socket made on it finds its opening. */
    private static final class OpeningThread extends Thread {

        private final BoundedOpening opening;

        OpeningThread(BoundedOpening opening) {
            super(opening::run, "testclient-opening");
            this.opening = opening;
            setDaemon(true);
        }
    }

    private BoundedOpening(Callable<Session> deed) {
        this.deed = deed;
    }

    /**
     * Begins.
     *
     * @param deed opens; may block, and ends soon after its thread is interrupted
     * @param patience how long that may take
     */
    static BoundedOpening begin(Callable<Session> deed, Duration patience) {
        BoundedOpening opening = new BoundedOpening(deed);
        opening.session.orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS).whenComplete((opened, failure) -> {
            if (failure != null) {
                opening.release();
            }
        });
        opening.thread.start();
        return opening;
    }

    /** The opening that this thread works for; null if it works for none. */
    static BoundedOpening current() {
        return Thread.currentThread() instanceof OpeningThread thread ? thread.opening : null;
    }

    /** Fails with the deed's failure, with a {@link java.util.concurrent.TimeoutException}, or as {@link #giveUp} says. */
    CompletableFuture<Session> session() {
        return session;
    }

    /** Ends the attempt, unless it has ended already. */
    void giveUp(RuntimeException why) {
        session.completeExceptionally(why);
    }

    /** Whether what is opened from now on has nobody who wants it. */
    boolean isOver() {
        return session.isCompletedExceptionally();
    }

    /** Whether there was a connection, whatever became of it. */
    synchronized boolean isReached() {
        return reached || socket != null && socket.isConnected();
    }

    /** It has come to have this socket. */
    void uses(SocketChannel made) {
        boolean late;
        synchronized (this) {
            socket = made;
            late = over;
        }
        if (late) {
            end(made);
        }
    }

    private void run() {
        try {
            Session opened = deed.call();
            if (!session.complete(opened)) {
                opened.close();
            }
        } catch (Exception e) {
            session.completeExceptionally(e);
        }
    }

    private void release() {
        SocketChannel left;
        synchronized (this) {
            reached = isReached();
            over = true;
            left = socket;
        }
        thread.interrupt();
        if (left != null) {
            end(left);
        }
    }

    /** The end of what comes in is what the library's own threads notice, and then put away all they hold. */
    private static void end(SocketChannel socket) {
        try {
            if (socket.isConnected()) {
                socket.shutdownInput();
            } else {
                socket.close();
            }
        } catch (IOException e) {
            LOG.debug("The socket of an opening was gone already: {}", e.getMessage());
        }
    }
}
