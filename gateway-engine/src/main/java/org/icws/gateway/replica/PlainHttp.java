package org.icws.gateway.replica;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP/1.1 without TLS over kept connections, one thread for all of them. Exists because polls are many and the JDK's client
 * takes several threads' work for each. Requests wait for nothing: each takes a free connection or opens one. Thread-safe.
 */
final class PlainHttp implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PlainHttp.class);
    private static final long CONNECT_NANOS = Duration.ofSeconds(3).toNanos();
    private static final long LOOK_MILLIS = 500;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS);
    /** Free connections kept; those beyond are closed when they become free. */
    private static final int MAX_FREE = 4096;

    private final String host;
    private final int port;
    private final String headers;
    private final int maxAnswer;
    private final Executor callbacks;
    private final Selector selector;
    private final Queue<Exchange> submitted = new ConcurrentLinkedQueue<>();
    private final Queue<Exchange> abandoned = new ConcurrentLinkedQueue<>();
    private final Deque<HttpLink> free = new ArrayDeque<>();
    private final Thread thread;
    private long lastLook = System.nanoTime();
    private volatile boolean closed;

    /** A request and what comes of it. */
    static final class Exchange {
        final byte[] request;
        final boolean quick;
        final CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
        HttpLink link;

        Exchange(byte[] request, boolean quick) {
            this.request = request;
            this.quick = quick;
        }
    }

    /**
     * @param name of its thread
     * @param base scheme, host and port
     * @param maxAnswer largest body that is read
     * @param callbacks completes the answers; what depends on them runs there
     */
    PlainHttp(String name, URI base, int maxAnswer, Executor callbacks) {
        this.host = base.getHost().startsWith("[")
                ? base.getHost().substring(1, base.getHost().length() - 1)
                : base.getHost();
        this.port = base.getPort() < 0 ? 80 : base.getPort();
        this.headers = " HTTP/1.1\r\nHost: " + base.getRawAuthority() + "\r\n";
        this.maxAnswer = maxAnswer;
        this.callbacks = callbacks;
        try {
            this.selector = Selector.open();
        } catch (IOException e) {
            throw new ReplicaException(ReplicaException.Kind.UNREACHABLE, "no sockets can be had", e);
        }
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Sends a request. Cancelling the result drops its connection.
     *
     * @param path with leading slash
     * @param body null for a GET
     * @param quick true if what depends on the answer takes well below a millisecond: it is done on the network's own thread
     *     while no other answer is awaited there, which spares a busy poller a change of threads for every page
     * @return the answer; completes with an IOException if there is none
     */
    CompletableFuture<HttpAnswer> send(String path, byte[] body, boolean quick) {
        String head = body == null
                ? "GET " + path + headers + "\r\n"
                : "POST " + path + headers + "Content-Type: application/cbor\r\nContent-Length: " + body.length
                        + "\r\n\r\n";
        int length = body == null ? 0 : body.length;
        byte[] request = java.util.Arrays.copyOf(head.getBytes(StandardCharsets.ISO_8859_1), head.length() + length);
        if (length > 0) {
            System.arraycopy(body, 0, request, head.length(), length);
        }
        Exchange exchange = new Exchange(request, quick);
        exchange.answer.whenComplete((answer, failure) -> {
            if (exchange.answer.isCancelled()) {
                abandoned.add(exchange);
                selector.wakeup();
            }
        });
        submitted.add(exchange);
        if (Thread.currentThread() != thread) {
            selector.wakeup();
        }
        if (closed) {
            exchange.answer.completeExceptionally(new IOException("closed"));
        }
        return exchange.answer;
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(LOOK_MILLIS);
                for (SelectionKey key : selector.selectedKeys()) {
                    ready(key);
                }
                selector.selectedKeys().clear();
                for (Exchange next = submitted.poll(); next != null; next = submitted.poll()) {
                    start(next);
                }
                for (Exchange next = abandoned.poll(); next != null; next = abandoned.poll()) {
                    if (next.link != null && next.link.current() == next) {
                        next.link.close();
                    }
                }
                giveUpConnecting();
            }
        } catch (IOException | ClosedSelectorException e) {
            LOG.debug("The network's thread ends", e);
        } finally {
            closed = true;
            endAll();
        }
    }

    private void ready(SelectionKey key) {
        HttpLink link = (HttpLink) key.attachment();
        try {
            HttpAnswer answer = link.ready();
            if (answer != null) {
                Exchange done = link.current();
                finish(link, answer);
                if (done.quick && isIdle()) {
                    done.answer.complete(answer);
                } else {
                    handOver(() -> done.answer.complete(answer));
                }
            }
        } catch (IOException | RuntimeException e) {
            failed(link, e);
        }
    }

    /** True if nobody would wait for what this thread does next. */
    private boolean isIdle() {
        return submitted.isEmpty() && selector.keys().size() == free.size();
    }

    private void finish(HttpLink link, HttpAnswer answer) {
        link.current().link = null;
        if (link.release() && free.size() < MAX_FREE) {
            free.push(link);
        } else {
            link.close();
        }
    }

    private void failed(HttpLink link, Exception e) {
        link.close();
        free.remove(link);
        Exchange exchange = link.current();
        if (exchange == null) {
            return;
        }
        if (link.wasReused() && !link.hasInput()) {
            // The other side closed a kept connection just before the request reached it: that says nothing about it.
            start(exchange, true);
        } else {
            fail(exchange, e);
        }
    }

    private void fail(Exchange exchange, Exception e) {
        handOver(() -> exchange.answer.completeExceptionally(e));
    }

    private void handOver(Runnable completion) {
        try {
            callbacks.execute(completion);
        } catch (RejectedExecutionException e) {
            // The engine is stopping and its threads have ended: whoever still waits is told from here.
            completion.run();
        }
    }

    private void start(Exchange exchange) {
        start(exchange, false);
    }

    private void start(Exchange exchange, boolean fresh) {
        if (exchange.answer.isDone()) {
            return;
        }
        HttpLink link = fresh ? null : free.poll();
        try {
            if (link == null) {
                InetSocketAddress address = new InetSocketAddress(host, port);
                if (address.isUnresolved()) {
                    throw new ConnectException("the name " + host + " is not known");
                }
                link = HttpLink.connect(selector, address, maxAnswer);
            }
            exchange.link = link;
            link.send(exchange);
        } catch (IOException | RuntimeException e) {
            if (link == null) {
                fail(exchange, e);
            } else {
                failed(link, e);
            }
        }
    }

    private void giveUpConnecting() {
        long now = System.nanoTime();
        if (now - lastLook < LOOK_NANOS) {
            return;
        }
        lastLook = now;
        for (SelectionKey key : selector.keys()) {
            HttpLink link = (HttpLink) key.attachment();
            if (key.isValid() && link.isConnecting() && now - link.since() > CONNECT_NANOS) {
                failed(link, new ConnectException("no connection within 3 s"));
            }
        }
    }

    private void endAll() {
        for (SelectionKey key : selector.keys()) {
            HttpLink link = (HttpLink) key.attachment();
            link.close();
            if (link.current() != null) {
                link.current().answer.completeExceptionally(new IOException("closed"));
            }
        }
        for (Exchange next = submitted.poll(); next != null; next = submitted.poll()) {
            next.answer.completeExceptionally(new IOException("closed"));
        }
        try {
            selector.close();
        } catch (IOException e) {
            LOG.debug("The network's selector does not close", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
    }
}
