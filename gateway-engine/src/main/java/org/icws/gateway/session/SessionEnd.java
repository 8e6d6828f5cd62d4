package org.icws.gateway.session;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.ic4j.types.Principal;
import org.icws.gateway.event.CallOutcome;
import org.icws.gateway.event.GatewayEvent.CallCompleted;
import org.icws.gateway.event.GatewayEvent.SessionClosed;
import org.icws.gateway.event.SessionState;
import org.icws.gateway.metrics.CounterSet;
import org.icws.gateway.protocol.GatewayProtocol;
import org.icws.gateway.protocol.v1.CanisterArgs;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.replica.CallRequest;

/**
 * The end of one session, whoever begins it: the client gets a close frame, its route goes, the calls under way finish, the
 * canister is told by ws_close. Only the first reason counts. Thread-safe.
 */
final class SessionEnd {
    /** What a stopping gateway gives a call under way before it sends ws_close regardless. */
    private static final Duration HURRIED_WAIT = Duration.ofMillis(1500);

    private final long sessionId;
    private final GatewayProtocol protocol;
    private final SessionServices services;
    private final SessionLife life;
    private final Peer peer;
    private final RelayQueue relay;
    private final CompletableFuture<Void> networkDone = new CompletableFuture<>();
    private final CompletableFuture<Void> socketDone = new CompletableFuture<>();
    private final CompletableFuture<Void> over;

    private record Route(Principal canister, ClientKey client, Runnable remove) {}

    private Route route;
    private boolean routeRemoved;
    private volatile boolean neverOpened;
    private volatile boolean hurried;
    private volatile CompletableFuture<Void> callsDone;
    private volatile int code;
    private volatile String reason;
    private volatile String initiator;

    SessionEnd(
            long sessionId,
            GatewayProtocol protocol,
            SessionServices services,
            SessionLife life,
            Peer peer,
            RelayQueue relay) {
        this.sessionId = sessionId;
        this.protocol = protocol;
        this.services = services;
        this.life = life;
        this.peer = peer;
        this.relay = relay;
        this.over = CompletableFuture.allOf(networkDone, socketDone).thenRun(this::report);
    }

    void whenOver(Runnable action) {
        over.thenRun(action);
    }

    /** @return completes when the socket is gone and the canister has been told */
    CompletableFuture<Void> over() {
        return over;
    }

    /** From now on there is something to undo in the routing, and polling starts. */
    void routed(Principal canister, ClientKey client, Runnable remove) {
        services.pollers().join(canister, protocol);
        boolean tooLate;
        synchronized (this) {
            route = new Route(canister, client, remove);
            tooLate = life.isEnding();
        }
        if (tooLate) {
            neverOpened();
            removeRoute();
        }
    }

    private void removeRoute() {
        Route present;
        synchronized (this) {
            present = routeRemoved ? null : route;
            routeRemoved |= route != null;
        }
        if (present != null) {
            present.remove().run();
        }
    }

    /** ws_open certainly never reached the canister: there is nothing to close there. */
    void neverOpened() {
        neverOpened = true;
    }

    /** The gateway is stopping: calls under way get little time. */
    void hurry() {
        hurried = true;
        giveUpSoon();
    }

    /** Whoever comes second, the hurry or the end, finds what the other has set. */
    private void giveUpSoon() {
        CompletableFuture<Void> calls = callsDone;
        if (hurried && calls != null) {
            services.scheduler().schedule(HURRIED_WAIT, () -> calls.complete(null));
        }
    }

    void socketGone() {
        socketDone.complete(null);
    }

    /** The client closed or is gone; what it had sent before is still relayed. */
    void byClient(int closeCode, String closeReason) {
        begin(closeCode, closeReason, "client", true);
    }

    /** This side closes; what waits is not relayed any more. */
    void byGateway(int closeCode, String closeReason, String by) {
        if (begin(closeCode, closeReason, by, false)) {
            peer.close(closeCode, closeReason);
        }
    }

    private boolean begin(int closeCode, String closeReason, String by, boolean keepWaiting) {
        if (!life.advance(SessionState.CLOSING, closeReason.isBlank() ? "closed by the " + by : closeReason)) {
            return false;
        }
        code = closeCode;
        reason = closeReason;
        initiator = by;
        removeRoute();
        CompletableFuture<Void> calls = relay.end(keepWaiting);
        callsDone = calls;
        giveUpSoon();
        calls.thenRun(this::tellCanister);
        return true;
    }

    private void tellCanister() {
        Route present;
        synchronized (this) {
            present = route;
        }
        if (present == null || neverOpened) {
            networkDone.complete(null);
            return;
        }
        try {
            long started = services.clock().monotonicNanos();
            CallRequest request = services.replica()
                    .sign(present.canister(), CanisterArgs.WS_CLOSE, protocol.encodeClose(present.client()));
            services.replica().call(request).handle((result, failure) -> {
                closed(
                        request,
                        new RelayQueue.Ended(result, failure, services.clock().monotonicNanos() - started));
                return null;
            });
        } catch (RuntimeException e) {
            services.counters().count(CounterSet.Name.CLOSES_FAILED);
            networkDone.complete(null);
        }
    }

    private void closed(CallRequest request, RelayQueue.Ended ended) {
        CallVerdict verdict = CallVerdict.of(protocol, CanisterArgs.WS_CLOSE, ended);
        boolean good = verdict.outcome() == CallOutcome.REPLIED_OK;
        services.counters().count(good ? CounterSet.Name.CLOSES_OK : CounterSet.Name.CLOSES_FAILED);
        services.events()
                .publish((seq, at) -> new CallCompleted(
                        seq,
                        at,
                        sessionId,
                        request.canister(),
                        request.requestId(),
                        CanisterArgs.WS_CLOSE,
                        verdict.outcome(),
                        verdict.detail(),
                        ended.durationNanos()));
        networkDone.complete(null);
    }

    private void report() {
        services.counters().count(CounterSet.Name.SESSIONS_CLOSED);
        life.advance(SessionState.CLOSED, reason);
        services.events().publish((seq, at) -> new SessionClosed(seq, at, sessionId, code, reason, initiator));
    }
}
