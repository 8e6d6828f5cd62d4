package org.icws.testbench.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.icws.protocol.certificate.CertificateVerifier;

/** Opens the clients, lets them send, waits for the last answers, closes. */
public final class LoadRun implements AutoCloseable {
    /** Connections being opened at a time; each takes a thread until the canister has answered. */
    private static final int OPENING = 32;

    private static final Duration LAST_ANSWERS = Duration.ofSeconds(5);

    private final LoadOptions options;
    private final Consumer<String> progress;
    private final LoadStats stats = new LoadStats();
    private final List<LoadClient> clients = new ArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(r -> daemon(r, "load"));
    private final ExecutorService opener = Executors.newFixedThreadPool(OPENING, r -> daemon(r, "load-open"));

    private LoadRun(LoadOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Puts the load on; returns when it is over.
     *
     * @param options what and where
     * @param progress told every second how it goes
     * @return what came of it
     * @throws LoadException if interrupted
     */
    public static LoadReport run(LoadOptions options, Consumer<String> progress) {
        try (LoadRun run = new LoadRun(options, progress)) {
            return run.run();
        }
    }

    private LoadReport run() {
        timer.scheduleAtFixedRate(this::tellProgress, 1, 1, TimeUnit.SECONDS);
        openAll();
        long started = System.nanoTime();
        double seconds = 0;
        if (stats.opened.sum() > 0) {
            send(started);
            seconds = (System.nanoTime() - started) / 1e9;
            awaitAnswers();
        }
        clients.forEach(LoadClient::close);
        return LoadReport.of(options, stats, seconds);
    }

    private void tellProgress() {
        progress.accept(String.format(
                "%d of %d clients open, %d sent, %d answered, %d errors",
                clients().stream().filter(LoadClient::isOpen).count(),
                options.clients(),
                stats.sent.sum(),
                stats.answered.sum(),
                stats.errorCount()));
    }

    private List<LoadClient> clients() {
        synchronized (clients) {
            return List.copyOf(clients);
        }
    }

    private void openAll() {
        CertificateVerifier certificates = new CertificateVerifier(options.rootKey());
        long started = System.nanoTime();
        List<Future<?>> opening = new ArrayList<>();
        for (int i = 0; i < options.clients(); i++) {
            sleepUntil(started + options.rampUp().toNanos() * i / options.clients());
            LoadClient client = new LoadClient(i + 1, options, stats);
            synchronized (clients) {
                clients.add(client);
            }
            opening.add(opener.submit(() -> client.open(certificates)));
        }
        for (Future<?> one : opening) {
            await(one);
        }
    }

    private static void await(Future<?> future) {
        try {
            future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadException("Interrupted", e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new LoadException("A client could not be opened: " + e.getCause(), e);
        }
    }

    private void send(long started) {
        long end = started + options.time().toNanos();
        if (options.perSecond() == 0) {
            for (LoadClient client : clients) {
                client.whenAnswered(() -> sendBefore(end, client));
                client.send(System.nanoTime());
            }
            sleepUntil(end);
        } else {
            sendAtRate(started, end);
        }
    }

    private static void sendBefore(long end, LoadClient client) {
        long now = System.nanoTime();
        if (now - end < 0) {
            client.send(now);
        }
    }

    private void sendAtRate(long started, long end) {
        double interval = 1e9 / options.perSecond();
        long due = started;
        for (long i = 1; due - end < 0; i++) {
            sleepUntil(due);
            LoadClient next = nextOpen(i);
            if (next == null) {
                // Nobody is left to send.
                return;
            }
            next.send(due);
            due = started + Math.round(interval * i);
        }
    }

    private LoadClient nextOpen(long turn) {
        for (int i = 0; i < clients.size(); i++) {
            LoadClient client = clients.get((int) ((turn + i) % clients.size()));
            if (client.isOpen()) {
                return client;
            }
        }
        return null;
    }

    private void awaitAnswers() {
        CompletableFuture<Void> all = new CompletableFuture<>();
        ScheduledFuture<?> look = timer.scheduleWithFixedDelay(
                () -> {
                    if (clients.stream().allMatch(c -> c.waiting() == 0 || !c.isOpen())) {
                        all.complete(null);
                    }
                },
                0,
                20,
                TimeUnit.MILLISECONDS);
        try {
            all.get(LAST_ANSWERS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // What has not been answered by now is counted as such.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException e) {
            throw new LoadException("The answers cannot be waited for: " + e.getCause(), e);
        } finally {
            look.cancel(false);
        }
    }

    private static void sleepUntil(long nanoTime) {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new LoadException("Interrupted");
            }
        }
    }

    @Override
    public void close() {
        opener.shutdownNow();
        timer.shutdownNow();
    }
}
