package org.icws.gateway.session;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.icws.gateway.event.GatewayEvent.CallCompleted;
import org.icws.gateway.metrics.CounterSet;
import org.icws.gateway.metrics.Hop;
import org.icws.gateway.protocol.GatewayProtocol;
import org.icws.gateway.replica.CallRequest;
import org.icws.gateway.replica.CallResult;

/**
 * One client's way to its canister: takes its calls over, submits them when their turn has come, and counts, measures and
 * reports how they ended. Thread-safe.
 */
final class SessionRelay {
    private final long sessionId;
    private final Peer peer;
    private final GatewayProtocol protocol;
    private final SessionServices services;
    private final Function<RelayQueue.Waiting, CompletableFuture<Boolean>> admission;
    private final BiConsumer<RelayQueue.Waiting, CallVerdict> onEnded;
    private final RelayQueue queue;

    /**
     * @param admission asked when a call's turn has come; false if it must not be made
     * @param onEnded told what each result means, in the order of the calls
     */
    SessionRelay(
            long sessionId,
            Peer peer,
            GatewayProtocol protocol,
            SessionServices services,
            Function<RelayQueue.Waiting, CompletableFuture<Boolean>> admission,
            BiConsumer<RelayQueue.Waiting, CallVerdict> onEnded) {
        this.sessionId = sessionId;
        this.peer = peer;
        this.protocol = protocol;
        this.services = services;
        this.admission = admission;
        this.onEnded = onEnded;
        this.queue = new RelayQueue(
                this::submit,
                services.live().order().perClient(),
                this::ended,
                peer::resumeReading,
                call -> services.live().isPaused(call.request().canister()),
                services::limits);
    }

    /** What waits and what is under way. */
    RelayQueue queue() {
        return queue;
    }

    /** Never drops: a full queue stops the reading, and the client's own socket fills up. Socket's thread only. */
    void enqueue(RelayQueue.Waiting call) {
        services.pollers().traffic(call.request().canister(), protocol);
        boolean room = queue.add(call);
        if (!room) {
            peer.pauseReading();
            if (!queue.isPaused()) {
                // It emptied while the pause was being made.
                peer.resumeReading();
            }
        }
    }

    /** Calls to a canister that was paused may go on. */
    void resume() {
        queue.resume();
    }

    /** Other limits hold from now on. */
    void limitsChanged() {
        queue.limitsChanged();
    }

    private CompletableFuture<RelayQueue.Ended> submit(RelayQueue.Waiting call, Runnable onAcknowledged) {
        return admission
                .apply(call)
                .thenCompose(admitted -> admitted
                        ? submit(call.request(), onAcknowledged)
                        : CompletableFuture.completedFuture(RelayQueue.Ended.NOT_MADE))
                .exceptionally(defect -> new RelayQueue.Ended(null, defect, 0));
    }

    private CompletableFuture<RelayQueue.Ended> submit(CallRequest call, Runnable onAcknowledged) {
        long started = services.clock().monotonicNanos();
        return services.replica()
                .call(call, onAcknowledged)
                .handle((result, failure) ->
                        new RelayQueue.Ended(result, failure, services.clock().monotonicNanos() - started));
    }

    private void ended(RelayQueue.Waiting call, RelayQueue.Ended ended) {
        if (ended == RelayQueue.Ended.NOT_MADE) {
            return;
        }
        CallVerdict verdict = CallVerdict.of(protocol, call.method(), ended);
        services.pollers().traffic(call.request().canister(), protocol);
        measure(call, ended);
        services.counters().count(verdict.isGood() ? CounterSet.Name.CALLS_OK : CounterSet.Name.CALLS_ERR);
        services.events()
                .publish((seq, at) -> new CallCompleted(
                        seq,
                        at,
                        sessionId,
                        call.request().canister(),
                        call.request().requestId(),
                        call.method(),
                        verdict.outcome(),
                        verdict.detail(),
                        ended.durationNanos()));
        onEnded.accept(call, verdict);
    }

    private void measure(RelayQueue.Waiting call, RelayQueue.Ended ended) {
        long passed = services.clock().monotonicNanos() - call.arrivedNanos();
        services.hops().record(Hop.FRAME_TO_SUBMITTED, passed - ended.durationNanos());
        if (ended.result() instanceof CallResult.Replied) {
            services.hops().record(Hop.SUBMITTED_TO_CERTIFIED, ended.durationNanos());
        }
    }
}
