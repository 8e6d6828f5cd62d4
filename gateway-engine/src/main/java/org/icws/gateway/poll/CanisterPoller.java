package org.icws.gateway.poll;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.ic4j.types.Principal;
import org.icws.gateway.PollerSnapshot;
import org.icws.gateway.event.EventHub;
import org.icws.gateway.event.GatewayEvent.PollCompleted;
import org.icws.gateway.event.GatewayEvent.PollFailed;
import org.icws.gateway.event.GatewayEvent.QueueNotice;
import org.icws.gateway.metrics.CounterSet;
import org.icws.gateway.metrics.Hop;
import org.icws.gateway.metrics.LatencyRecorder;
import org.icws.gateway.protocol.GatewayProtocol;
import org.icws.gateway.protocol.v1.CanisterArgs;
import org.icws.gateway.protocol.v1.MessagesPage;
import org.icws.gateway.protocol.v1.QueuedMessage;
import org.icws.gateway.protocol.v1.V1Exception;
import org.icws.gateway.replica.ReplicaClient;
import org.icws.gateway.replica.ReplicaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches one canister's messages for this gateway, poll after poll: the next one is scheduled when the last one is done, so
 * there is never more than one under way. A failure is never the end: it is reported and tried again after a pause.
 */
final class CanisterPoller {
    private static final Logger LOG = LoggerFactory.getLogger(CanisterPoller.class);

    private static final String PAUSED = "paused by the operator";
    /** A paused canister is polled soon after it is resumed, whatever gets lost. */
    private static final Duration PAUSE_CHECK = Duration.ofSeconds(1);

    private final Principal canister;
    private final GatewayProtocol protocol;
    private final ReplicaClient replica;
    private final PollSettings settings;
    private final BatchSink sink;
    private final EventHub events;
    private final CounterSet counters;
    private final LatencyRecorder latency = new LatencyRecorder();
    private final Function<byte[], MessagesPage> pages;
    private final NonceTracker nonces;
    private final Backoff backoff;
    private final Pace pace;
    private final PageHold hold;
    private final NextPoll next;

    private volatile boolean stopped;
    private volatile long polls;
    private volatile long failures;
    private volatile long messages;
    private volatile long lastPollAt;
    private volatile String state = "starting";
    private long failingSince = -1;

    CanisterPoller(
            Principal canister,
            GatewayProtocol protocol,
            long firstNonce,
            ReplicaClient replica,
            PollSettings settings,
            BatchSink sink,
            EventHub events,
            CounterSet counters) {
        this.canister = canister;
        this.protocol = protocol;
        this.pages = protocol.pageReader();
        this.replica = replica;
        this.settings = settings;
        this.sink = sink;
        this.events = events;
        this.counters = counters;
        this.nonces = new NonceTracker(firstNonce);
        this.hold = new PageHold(sink, settings.clock(), settings.scheduler());
        this.pace = new Pace(settings.live()::polling, settings.clock());
        this.next = new NextPoll(settings, pace, this::poll);
        this.backoff = new Backoff(
                settings.live().polling().fastest(),
                () -> settings.live().limits().maxPollBackoff(),
                settings.random());
    }

    void start() {
        next.schedule(Duration.ZERO, false);
    }

    void stop() {
        stopped = true;
        next.stop();
        state = "stopped";
    }

    /** First message number not yet seen. */
    long nextNonce() {
        return nonces.next();
    }

    /** A client sent something, or got an answer: messages are likely to come. */
    void traffic() {
        next.traffic();
    }

    /** The canister has done something: messages may wait. */
    void hint() {
        next.hint();
    }

    /** Another policy, or a pause has ended: the interval starts over from the fastest. */
    void settingsChanged() {
        next.restart();
    }

    private void poll() {
        if (stopped) {
            return;
        }
        long started = next.begin();
        if (settings.live().isPaused(canister)) {
            state = PAUSED;
            next.schedule(PAUSE_CHECK, true);
            return;
        }
        long from = nonces.next();
        try {
            replica.query(canister, CanisterArgs.WS_GET_MESSAGES, protocol.encodeGetMessages(from))
                    .thenApply(pages)
                    .whenComplete((page, failure) -> finished(from, started, page, failure));
        } catch (RuntimeException e) {
            failed(from, started, e);
        }
    }

    private void finished(long from, long started, MessagesPage page, Throwable failure) {
        if (stopped) {
            return;
        }
        try {
            if (failure != null) {
                failed(from, started, failure);
            } else {
                succeeded(from, started, page);
            }
        } catch (V1Exception e) {
            failed(from, started, e);
        } catch (RuntimeException e) {
            // A defect in handling one page must not end the polling.
            LOG.error("Messages of {} could not be handled", canister, e);
            failed(from, started, e);
        }
    }

    private void succeeded(long from, long started, MessagesPage page) {
        requireNumbers(page.messages());
        long duration = settings.clock().monotonicNanos() - started;
        long now = settings.clock().nowNanos();
        latency.record(duration);
        settings.hops().record(Hop.POLL, duration);
        polls++;
        messages += page.messages().size();
        lastPollAt = now;
        counters.count(CounterSet.Name.POLLS);
        replica.routineCheck();
        if (backoff.failures() > 0) {
            replica.suspect();
            notice(QueueNotice.Kind.RESUMED, "after " + backoff.failures() + " failed polls");
        }
        backoff.reset();
        failingSince = -1;
        state = "polling";
        boolean empty = page.messages().isEmpty();
        // The bytes themselves, not copies: whoever looks decodes them when somebody wants to see.
        events.publish((seq, at) -> new PollCompleted(
                seq,
                at,
                canister,
                from,
                page.messages().size(),
                page.isEnd(),
                duration,
                empty ? null : page.cert(),
                empty ? null : page.tree()));
        if (page.messages().isEmpty()) {
            hold.release();
            boolean reread = nonces.empty(sink.isStarving(canister, protocol, started));
            if (reread) {
                notice(QueueNotice.Kind.RESET, "a new client gets no messages; reading the queue from its beginning");
                next.schedule(Duration.ZERO, true);
            } else {
                next.scheduleByPace();
            }
        } else {
            boolean reread = nonces.knows(page.messages().get(0).nonce());
            nonces.advance(page.messages())
                    .filter(gap -> protocol.numbersWithoutGaps())
                    .ifPresent(gap -> notice(QueueNotice.Kind.GAP, gap));
            hold.add(new Batch(protocol, canister, page, now, reread), !page.isEnd(), duration);
            pace.traffic();
            if (page.isEnd()) {
                next.scheduleByPace();
            } else {
                poll();
            }
        }
    }

    /** A key that does not end in a number makes the poll a failed one, before anything of it is counted or relayed. */
    private static void requireNumbers(List<QueuedMessage> messages) {
        if (!messages.isEmpty()) {
            messages.get(0).nonce();
            messages.get(messages.size() - 1).nonce();
        }
    }

    private void failed(long from, long started, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String what = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        long now = settings.clock().monotonicNanos();
        failures++;
        counters.count(CounterSet.Name.POLL_FAILURES);
        if (cause instanceof ReplicaException e && e.kind() == ReplicaException.Kind.TIMEOUT) {
            counters.count(CounterSet.Name.POLL_TIMEOUTS);
        }
        lastPollAt = settings.clock().nowNanos();
        hold.release();
        Duration pause = backoff.next();
        state = "retrying after " + backoff.failures() + " failures: " + what;
        events.publish((seq, at) -> new PollFailed(seq, at, canister, from, what, now - started));
        if (failingSince < 0) {
            failingSince = now;
        } else if (now - failingSince
                >= settings.live().limits().outageTimeout().toNanos()) {
            failingSince = -1;
            sink.outage(canister, protocol, what);
        }
        next.schedule(pause, false);
    }

    private void notice(QueueNotice.Kind kind, String detail) {
        LOG.info("Queue of {}: {} ({})", canister, kind, detail);
        events.publish((seq, at) -> new QueueNotice(seq, at, canister, kind, detail));
    }

    PollerSnapshot snapshot() {
        LatencyRecorder.Percentiles p = latency.percentiles();
        return new PollerSnapshot(
                canister,
                protocol.name(),
                nonces.next(),
                pace.current().toNanos(),
                pace.isSlow() ? pace.silence().toNanos() : 0,
                polls,
                failures,
                messages,
                p.p50(),
                p.p95(),
                p.p99(),
                p.max(),
                p.count(),
                lastPollAt,
                state);
    }
}
