package org.icws.testbench.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.icws.testbench.TestbenchException;
import org.icws.testbench.compose.Connector;
import org.icws.testbench.compose.Connector.Progress;
import org.icws.testbench.compose.Connector.Step;
import org.icws.testbench.compose.TestSender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections that are opened one after the other, on a thread of their own that ends with the last. Thread-safe. */
final class ConnectionAttempt implements Connector.Opening {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionAttempt.class);

    private final int count;
    private final Consumer<Progress> progress;
    private final Consumer<TestSender> added;
    private final CompletableFuture<List<TestSender>> senders = new CompletableFuture<>();
    private final List<TestSender> open = new ArrayList<>();
    private Thread thread;
    private boolean waiting;
    private boolean over;

    /**
     * @param count how many connections there are to be
     * @param progress told of each step
     * @param added told of every new client, before {@link #senders()} completes
     */
    ConnectionAttempt(int count, Consumer<Progress> progress, Consumer<TestSender> added) {
        this.count = count;
        this.progress = progress;
        this.added = added;
    }

    /** @param deed opens them, and reports each by {@link #opened}; what it waits for is waited for by means of this */
    void begin(Runnable deed) {
        Thread fresh = new Thread(() -> run(deed), "testbench-connecting");
        fresh.setDaemon(true);
        synchronized (this) {
            thread = fresh;
        }
        fresh.start();
    }

    private void run(Runnable deed) {
        try {
            deed.run();
            finish(false);
        } catch (RuntimeException e) {
            fail(e);
        } catch (Error e) { // ic4j's failures are errors, and whoever waits is to learn of any
            fail(new TestbenchException("The connection could not be opened: " + e, e));
            if (e instanceof VirtualMachineError) {
                throw e;
            }
        }
    }

    @Override
    public CompletableFuture<List<TestSender>> senders() {
        return senders;
    }

    @Override
    public void cancel() {
        finish(true);
    }

    /** All are open, or no more are wanted. */
    private void finish(boolean interrupt) {
        List<TestSender> stay;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            stay = List.copyOf(open);
            if (interrupt && waiting) {
                thread.interrupt();
            }
        }
        stay.forEach(added);
        senders.complete(stay);
    }

    /** Ends it with a reason; what is open already is closed. */
    void fail(RuntimeException why) {
        List<TestSender> opened;
        synchronized (this) {
            if (over) {
                LOG.debug("After its end, the opening of connections failed: {}", why.getMessage());
                return;
            }
            over = true;
            opened = List.copyOf(open);
            if (waiting && Thread.currentThread() != thread) {
                thread.interrupt();
            }
        }
        opened.forEach(TestSender::close);
        senders.completeExceptionally(why);
    }

    /** Says what is waited for from now on. */
    void step(Step step) {
        int now;
        synchronized (this) {
            now = open.size();
        }
        progress.accept(new Progress(step, now, count));
    }

    /** One more is open. @throws CancellationException if it is not wanted any more; then it is to be closed */
    synchronized void opened(TestSender sender) {
        requireWanted();
        open.add(sender);
    }

    /**
     * Does what blocks and may be interrupted: a cancel ends it.
     *
     * @throws CancellationException if it was cancelled before
     */
    <T> T interruptibly(Supplier<T> deed) {
        synchronized (this) {
            requireWanted();
            waiting = true;
        }
        try {
            return deed.get();
        } finally {
            synchronized (this) {
                waiting = false;
                if (over) {
                    Thread.interrupted(); // what is put away afterwards is not to be cut short
                }
            }
        }
    }

    /** @throws CancellationException if nobody wants the connections any more */
    synchronized void requireWanted() {
        if (over) {
            throw new CancellationException("The opening of the connections was cancelled.");
        }
    }

    /** Waits for something; a cancel ends that. @throws RuntimeException what it failed with */
    <T> T await(CompletableFuture<T> result) {
        return interruptibly(() -> {
            try {
                return result.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException why ? why : new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                throw new CancellationException("The opening of the connections was cancelled.");
            }
        });
    }
}
