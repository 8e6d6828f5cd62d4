package org.icws.testbench.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.ic4j.types.Principal;
import org.icws.gateway.GatewayListener;
import org.icws.gateway.GatewaySnapshot;
import org.icws.gateway.PollerSnapshot;
import org.icws.gateway.poll.PollingPolicy;
import org.icws.testbench.compose.Connector;
import org.icws.testbench.compose.TestSender;
import org.icws.testbench.queues.CanisterStats;
import org.icws.testbench.run.StartListener;
import org.icws.testbench.run.StartStep;
import org.icws.testbench.run.StepState;
import org.icws.testbench.settings.Settings;
import org.icws.testbench.store.NameBook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The network that the window is on: started, exchanged for another one, asked, and ended, in the background. FX thread only. */
final class NetworkPart implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NetworkPart.class);
    private static final int CLOSE_SECONDS = 6;
    /** How long polling stays fast after the last message where nobody tells of the next one. */
    private static final Duration LINGER = Duration.ofSeconds(10);

    private static final byte[] NO_ARGUMENT = {'D', 'I', 'D', 'L', 0, 0};

    private final CompositionRoot.NetworkFactory networks;
    private final Executor fxThread;
    private final NameBook names;
    private final ExecutorService starter = Threads.one("testbench-start");
    private final ExecutorService connector = Threads.one("testbench-connect");
    private volatile URI outside;
    private volatile LiveNetwork current;

    NetworkPart(CompositionRoot.NetworkFactory networks, Executor fxThread, NameBook names) {
        this.networks = networks;
        this.fxThread = fxThread;
        this.names = names;
    }

    /** The network; null while there is none. Any thread. */
    LiveNetwork current() {
        return current;
    }

    /** The engine's view of itself; null while there is none. Any thread. */
    GatewaySnapshot snapshot() {
        LiveNetwork now = current;
        return now == null ? null : now.snapshot();
    }

    /** Runs what asks networks and may wait for their answers. */
    Executor connector() {
        return connector;
    }

    /** Chooses an outside network for the next start; null for the embedded replica. */
    void use(URI address) {
        outside = address;
    }

    /** The outside network of the next start; null for the embedded replica. */
    URI outside() {
        return outside;
    }

    /**
     * Ends the network there is, and starts one.
     *
     * @param freePorts whether to take whatever ports are free
     * @param listens run before anything is told of the new network's traffic, on any thread
     * @param steps told on the FX thread how it goes
     * @param events told of all traffic, on any thread
     * @param done told on the FX thread: the network, or null when a step failed
     */
    void start(
            boolean freePorts,
            Runnable listens,
            StartListener steps,
            GatewayListener events,
            Consumer<LiveNetwork> done) {
        starter.execute(() -> {
            end();
            LiveNetwork fresh = networks.create(freePorts);
            fresh.useNetwork(outside);
            current = fresh;
            boolean up = fresh.start(
                    (step, state, note, took, failure) -> {
                        if (step == StartStep.GATEWAY && state == StepState.DONE) {
                            listens.run();
                        }
                        fxThread.execute(() -> steps.onStep(step, state, note, took, failure));
                    },
                    events,
                    names);
            fxThread.execute(() -> done.accept(up ? fresh : null));
        });
    }

    /**
     * Connects one more client and tells its name on the FX thread. To cancel what is returned ends it at once.
     *
     * @param added run on the FX thread when there is one more
     */
    CompletableFuture<String> addClient(Runnable added) {
        LiveNetwork now = current;
        if (now == null) {
            return CompletableFuture.failedFuture(new IllegalStateException("No network was started."));
        }
        Connector.Opening opening;
        try {
            opening = now.addClient();
        } catch (IllegalStateException e) {
            return CompletableFuture.failedFuture(e);
        }
        CompletableFuture<String> name = opening.senders().thenApplyAsync(NetworkPart::nameOfOnly, fxThread);
        opening.senders().thenRunAsync(added, fxThread); // also if it was open before it could be cancelled
        name.whenComplete((told, failure) -> {
            if (name.isCancelled()) {
                opening.cancel();
            }
        });
        return name;
    }

    private static String nameOfOnly(List<TestSender> fresh) {
        if (fresh.isEmpty()) {
            throw new IllegalStateException("The network was closed meanwhile.");
        }
        return fresh.get(0).name();
    }

    /** What a canister tells about its own queues, if it does. */
    CompletionStage<Optional<CanisterStats>> askStats(Principal canister) {
        LiveNetwork now = current;
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        if (now == null) {
                            return Optional.<CanisterStats>empty();
                        }
                        long polled = polled(now.snapshot(), canister);
                        return now.query(canister, CanisterStats.METHOD, NO_ARGUMENT)
                                .flatMap(CanisterStats::decode)
                                .map(stats -> stats.afterPolling(polled));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                connector);
    }

    private static long polled(GatewaySnapshot snapshot, Principal canister) {
        return snapshot == null
                ? -1
                : snapshot.pollers().stream()
                        .filter(p -> p.canister().equals(canister))
                        .mapToLong(PollerSnapshot::nextNonce)
                        .findFirst()
                        .orElse(-1);
    }

    /** Polls canisters as the settings say. */
    void poll(Settings settings) {
        LiveNetwork now = current;
        if (now != null) {
            Duration fastest = Duration.ofMillis(settings.pollMillis());
            now.polling(
                    now.hintsAtMessages()
                            ? PollingPolicy.adaptive(fastest, Duration.ofMillis(settings.slowestPollEmbeddedMillis()))
                            : new PollingPolicy(fastest, Duration.ofMillis(settings.slowestPollMillis()), LINGER));
        }
    }

    private void end() {
        LiveNetwork old = current;
        current = null;
        if (old != null) {
            old.close();
        }
    }

    /** Ends the network; takes a few seconds at most. */
    @Override
    public void close() {
        connector.shutdown();
        starter.execute(this::end);
        starter.shutdown();
        try {
            if (!starter.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The network did not end within {} s", CLOSE_SECONDS);
                starter.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
