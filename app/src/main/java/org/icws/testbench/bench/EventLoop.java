package org.icws.testbench.bench;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Iterator;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** One thread that serves sockets, timed tasks and commands. What is attached to a key handles its readiness. */
final class EventLoop {
    /** Handles a ready socket; an exception closes it. */
    interface Socket {
        void ready(SelectionKey key) throws IOException;

        /** The socket has been closed. */
        void gone(IOException why);
    }

    private record Timed(long at, long order, Runnable task) {}

    private final Selector selector;
    private final ConcurrentLinkedQueue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Timed> timed = new PriorityQueue<>((a, b) -> {
        int byTime = Long.compare(a.at, b.at);
        return byTime == 0 ? Long.compare(a.order, b.order) : byTime;
    });
    private long order;
    private Runnable afterPass = () -> {};

    EventLoop() throws IOException {
        selector = Selector.open();
    }

    Selector selector() {
        return selector;
    }

    /** Run once after each pass over the ready sockets. */
    void afterEachPass(Runnable task) {
        afterPass = task;
    }

    /** On the loop's thread: runs a task later. */
    void at(long nanoTime, Runnable task) {
        timed.add(new Timed(nanoTime, order++, task));
    }

    /** From any thread: runs something on the loop's thread. */
    <T> CompletableFuture<T> run(Supplier<T> command) {
        CompletableFuture<T> done = new CompletableFuture<>();
        commands.add(() -> {
            try {
                done.complete(command.get());
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        selector.wakeup();
        return done;
    }

    void start(String name) {
        Thread thread = new Thread(this::loop, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void loop() {
        try {
            while (true) {
                pass();
            }
        } catch (IOException e) {
            throw new BenchException("The event loop failed: " + e.getMessage(), e);
        }
    }

    private void pass() throws IOException {
        long wait = timed.isEmpty() ? Long.MAX_VALUE : timed.peek().at - System.nanoTime();
        if (wait <= 0 || !commands.isEmpty()) {
            selector.selectNow();
        } else if (wait == Long.MAX_VALUE) {
            selector.select();
        } else {
            selector.select(Math.max(1, wait / 1_000_000));
        }
        Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
        while (keys.hasNext()) {
            SelectionKey key = keys.next();
            keys.remove();
            serve(key);
        }
        for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
            command.run();
        }
        while (!timed.isEmpty() && timed.peek().at - System.nanoTime() <= 0) {
            timed.poll().task.run();
        }
        afterPass.run();
    }

    private static void serve(SelectionKey key) {
        Socket socket = (Socket) key.attachment();
        try {
            if (key.isValid()) {
                socket.ready(key);
            }
        } catch (IOException e) {
            key.cancel();
            try {
                key.channel().close();
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            socket.gone(e);
        }
    }
}
