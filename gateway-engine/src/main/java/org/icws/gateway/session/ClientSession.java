package org.icws.gateway.session;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.ic4j.types.Principal;
import org.icws.gateway.SessionSnapshot;
import org.icws.gateway.event.GatewayEvent.CallCompleted;
import org.icws.gateway.event.GatewayEvent.FrameRefused;
import org.icws.gateway.event.GatewayEvent.SessionIdentified;
import org.icws.gateway.event.GatewayEvent.SessionOpened;
import org.icws.gateway.event.SessionState;
import org.icws.gateway.metrics.CounterSet;
import org.icws.gateway.metrics.Hop;
import org.icws.gateway.protocol.GatewayProtocol;
import org.icws.gateway.protocol.v1.CanisterArgs;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.replica.CallRequest;
import org.icws.gateway.replica.CallResult;
import org.icws.gateway.trust.Proof;
import org.icws.protocol.principal.Principals;

/**
 * One client's connection: handshake, ws_open, messages, end. Frames come in on the socket's thread, messages go out on the
 * poller's, results arrive on the network's; what they share is thread-safe by itself.
 */
final class ClientSession implements InboundHandler {
    private static final long NOT_YET = -1;

    private final long id;
    private final Peer peer;
    private final GatewayProtocol protocol;
    private final Conversation conversation;
    private final SessionServices services;
    private final SessionRegistry registry;
    private final ClientReport reports;
    private final SessionLife life;
    private final SessionEnd end;
    private final SessionAlarm alarm;
    private final SessionMeter meter;
    private final RelayQueue relay;
    private final long openedAt;

    private final AtomicBoolean firstDelivery = new AtomicBoolean();
    private volatile Opened opened;
    /** The canister the client wants, known from its first frame on. */
    private volatile Principal addressed;

    private volatile long acceptedAt = NOT_YET;
    private int missedPings;
    private volatile long lastSeqUp = NOT_YET;
    private volatile long lastSeqDown = NOT_YET;

    /** Who the client is, known from its ws_open on. */
    record Opened(ClientKey client, Principal canister) {}

    ClientSession(
            long id,
            Peer peer,
            GatewayProtocol protocol,
            SessionServices services,
            SessionRegistry registry,
            ClientReport reports) {
        this.id = id;
        this.peer = peer;
        this.protocol = protocol;
        this.services = services;
        this.registry = registry;
        this.reports = reports;
        this.openedAt = services.clock().nowNanos();
        this.life = new SessionLife(id, services.events());
        this.alarm = new SessionAlarm(services.scheduler(), life, this::timedOut);
        this.meter = new SessionMeter(services.counters());
        this.relay = new RelayQueue(
                this::submit,
                services.live().order().perClient(),
                this::callEnded,
                peer::resumeReading,
                call -> services.live().isPaused(call.request().canister()),
                services::limits);
        this.end = new SessionEnd(id, protocol, services, life, peer, relay);
        this.conversation = Conversation.begin(protocol, this, services);
    }

    /** Greets the client; the session is in the registry already. */
    void start(int sessions) {
        services.counters().count(CounterSet.Name.SESSIONS_OPENED);
        services.events().publish((seq, at) -> new SessionOpened(seq, at, id, protocol.name(), peer.remote()));
        end.whenOver(() -> {
            registry.remove(this);
            services.hops().record(Hop.SESSION, services.clock().nowNanos() - openedAt);
        });
        if (sessions > services.limits().maxSessions()) {
            close(CloseCause.TOO_MANY_SESSIONS, services.limits().maxSessions());
            return;
        }
        if (registry.from(address()) > services.limits().maxSessionsPerAddress()) {
            close(CloseCause.TOO_MANY_FROM_ADDRESS, services.limits().maxSessionsPerAddress());
            return;
        }
        alarm.set(
                SessionState.CONNECTED,
                services.limits().firstFrameTimeout(),
                CloseCause.FIRST_FRAME_TIMEOUT,
                protocol.firstFrame());
        conversation.greeting().ifPresent(greeting -> {
            peer.send(List.of(new Peer.OutFrame(greeting, new byte[0])));
            meter.sent(1, greeting.length);
        });
    }

    @Override
    public void onBinary(byte[] frame) {
        if (life.isEnding()) {
            return;
        }
        meter.received(frame.length);
        try {
            conversation.onFrame(frame);
        } catch (ClientRequest.Refusal e) {
            onRefused(e.closeCause(), frame.length, e.details());
        }
    }

    /** The client has named its canister, and does not have to prove itself any more; what follows depends on the network. */
    void introduced(Principal canister) {
        addressed = canister;
        awaitOpening(SessionState.CONNECTED);
    }

    private void awaitOpening(SessionState state) {
        alarm.set(state, services.limits().openTimeout(), CloseCause.OPEN_TIMEOUT);
    }

    private void timedOut(CloseCause cause, Object... details) {
        Principal canister = addressed;
        if (cause == CloseCause.OPEN_TIMEOUT
                && canister != null
                && services.live().isPaused(canister)) {
            // The operator lets the client wait, not the canister.
            awaitOpening(life.state());
        } else {
            close(cause, details);
        }
    }

    /**
     * Tells who the client is, once per session. The route must exist before the canister can answer, or the first message
     * would have nowhere to go.
     *
     * @return false if the session has ended meanwhile; nothing may be relayed then
     */
    boolean identify(Opened who) throws ClientRequest.Refusal {
        if (!services.live().isAllowed(who.canister())) {
            throw new ClientRequest.Refusal(CloseCause.CANISTER_NOT_ALLOWED, Principals.shorten(who.canister()));
        }
        if (!registry.addRoute(protocol, who.canister(), who.client(), this)) {
            throw protocol == GatewayProtocol.POC
                    ? new ClientRequest.Refusal(
                            CloseCause.DUPLICATE_ID,
                            Long.toUnsignedString(who.client().nonce()))
                    : new ClientRequest.Refusal(CloseCause.DUPLICATE_CLIENT);
        }
        if (registry.belongingTo(who.canister()) > services.limits().maxSessionsPerCanister()) {
            registry.removeRoute(protocol, who.canister(), who.client(), this);
            throw new ClientRequest.Refusal(
                    CloseCause.TOO_MANY_FOR_CANISTER, services.limits().maxSessionsPerCanister());
        }
        opened = who;
        addressed = who.canister();
        end.routed(who.canister(), who.client(), () -> unroute(who));
        life.advance(SessionState.OPENING, "ws_open relayed to " + Principals.shorten(who.canister()));
        // The list may have changed since it was looked at.
        enforceAllowed();
        if (life.isEnding()) {
            end.neverOpened();
            return false;
        }
        services.events().publish((seq, at) -> new SessionIdentified(seq, at, id, who.client(), who.canister()));
        awaitOpening(SessionState.OPENING);
        return true;
    }

    private void unroute(Opened who) {
        registry.removeRoute(protocol, who.canister(), who.client(), this);
        services.pollers().leave(who.canister(), protocol);
    }

    /**
     * Reports a frame that is taken over.
     *
     * @return false if it must not be relayed; the session ends then
     */
    boolean report(Opened from, RelayQueue.Waiting call) {
        Optional<Proof> refused = reports.report(id, from, call, n -> lastSeqUp = n);
        refused.ifPresent(proof -> {
            if (call.method().equals(CanisterArgs.WS_OPEN)) {
                end.neverOpened();
            }
            onRefused(CloseCause.UNPROVEN_REQUEST, call.taken().frame().length, ProofCounts.fault(proof));
        });
        return refused.isEmpty();
    }

    /** Never drops: a full queue stops the reading, and the client's own socket fills up. Socket's thread only. */
    void enqueue(RelayQueue.Waiting call) {
        services.pollers().traffic(call.request().canister(), protocol);
        boolean room = relay.add(call);
        if (!room) {
            peer.pauseReading();
            if (!relay.isPaused()) {
                // It emptied while the pause was being made.
                peer.resumeReading();
            }
        }
    }

    private CompletableFuture<RelayQueue.Ended> submit(RelayQueue.Waiting call, Runnable onAcknowledged) {
        return conversation
                .admit(call)
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

    private void callEnded(RelayQueue.Waiting call, RelayQueue.Ended ended) {
        if (ended == RelayQueue.Ended.NOT_MADE) {
            return;
        }
        CallVerdict verdict = CallVerdict.of(protocol, call.method(), ended);
        boolean good = verdict.cause() == null;
        services.pollers().traffic(call.request().canister(), protocol);
        measure(call, ended);
        services.counters().count(good ? CounterSet.Name.CALLS_OK : CounterSet.Name.CALLS_ERR);
        services.events()
                .publish((seq, at) -> new CallCompleted(
                        seq,
                        at,
                        id,
                        call.request().canister(),
                        call.request().requestId(),
                        call.method(),
                        verdict.outcome(),
                        verdict.detail(),
                        ended.durationNanos()));
        if (!good) {
            if (call.method().equals(CanisterArgs.WS_OPEN) && !verdict.reached()) {
                end.neverOpened();
            }
            finish(verdict.cause().code(), verdict.reason(), verdict.initiator());
        } else if (call.method().equals(CanisterArgs.WS_OPEN)) {
            accepted("ws_open accepted by the canister");
            supersede();
            acceptedAt = services.clock().monotonicNanos();
            if (lastSeqDown == NOT_YET) {
                registry.expectFirstMessage(this);
            }
        }
    }

    /** The canister has dropped an earlier connection of the same principal without a word; that client is told here. */
    private void supersede() {
        if (protocol == GatewayProtocol.V1 && !life.isEnding()) {
            ClientSession before =
                    registry.accepted(opened.canister(), opened.client().principal(), this);
            if (before != null) {
                before.close(CloseCause.SUPERSEDED);
            }
            if (life.isEnding()) {
                // It ended meanwhile, perhaps before it was noted: then nobody else would take the note away.
                registry.forgetAccepted(opened.canister(), opened.client().principal(), this);
            }
        }
    }

    /** Called at each heartbeat, on its thread. A client whose frames are not read for now cannot be heard. */
    void lookAlive(int maxMissed) {
        if (life.isEnding()) {
            return;
        }
        if (peer.heard() || relay.isPaused()) {
            missedPings = 0;
            return;
        }
        if (missedPings >= maxMissed) {
            close(CloseCause.DEAD_PEER, maxMissed);
            return;
        }
        missedPings++;
        peer.ping();
    }

    private void measure(RelayQueue.Waiting call, RelayQueue.Ended ended) {
        long passed = services.clock().monotonicNanos() - call.arrivedNanos();
        services.hops().record(Hop.FRAME_TO_SUBMITTED, passed - ended.durationNanos());
        if (ended.result() instanceof CallResult.Replied) {
            services.hops().record(Hop.SUBMITTED_TO_CERTIFIED, ended.durationNanos());
        }
    }

    private void accepted(String why) {
        if (life.advance(SessionState.OPEN, why)) {
            alarm.cancel();
        }
    }

    /** @return false if the client has that message already, which happens when the queue is read again */
    boolean isNew(long sequenceNumber) {
        return lastSeqDown == NOT_YET || Long.compareUnsigned(sequenceNumber, lastSeqDown) > 0;
    }

    /** Notes the highest message number on its way to the client. */
    void onItsWay(long sequenceNumber) {
        if (lastSeqDown == NOT_YET) {
            registry.gotFirstMessage(this);
        }
        lastSeqDown = sequenceNumber;
    }

    /** Sends messages of the canister; called by the canister's poller. */
    boolean deliver(List<Peer.OutFrame> frames) {
        long waiting = peer.outstandingBytes();
        if (waiting >= services.limits().outboxBytes()
                || peer.outstandingFrames() >= services.limits().outboxMessages()) {
            close(CloseCause.SLOW_READER, waiting / 1024 + " KiB");
            return false;
        }
        if (life.isEnding() || !peer.send(frames)) {
            return false;
        }
        long bytes = 0;
        for (Peer.OutFrame frame : frames) {
            bytes += frame.size();
        }
        meter.sent(frames.size(), bytes);
        if (firstDelivery.compareAndSet(false, true)) {
            services.counters().count(CounterSet.Name.SESSIONS_ESTABLISHED);
            services.hops().record(Hop.OPENING, services.clock().nowNanos() - openedAt);
        }
        accepted("first message of the canister");
        return true;
    }

    /** True if the canister accepted the client before that moment, yet nothing has come from it. */
    boolean isStarving(Principal canister, GatewayProtocol spoken, long monotonicNanos) {
        return spoken == protocol
                && opened.canister().equals(canister)
                && acceptedAt - monotonicNanos < 0
                && lastSeqDown == NOT_YET
                && !life.isEnding();
    }

    @Override
    public void onRefused(CloseCause cause, int bytes, Object... details) {
        if (life.isEnding()) {
            return;
        }
        String reason = cause.reason(details);
        services.counters().count(CounterSet.Name.FRAMES_REFUSED);
        services.events().publish((seq, at) -> new FrameRefused(seq, at, id, cause.code(), reason, bytes));
        finish(cause.code(), reason, CallVerdict.BY_GATEWAY);
    }

    @Override
    public void onClientClose(int code, String reason) {
        alarm.cancel();
        end.byClient(code, reason);
    }

    @Override
    public void onGone() {
        alarm.cancel();
        end.byClient(1006, "the connection went away");
        end.socketGone();
    }

    /** Ends the session from this side. */
    void close(CloseCause cause, Object... details) {
        finish(cause.code(), cause.reason(details), CallVerdict.BY_GATEWAY);
    }

    private void finish(int code, String reason, String initiator) {
        alarm.cancel();
        end.byGateway(code, reason, initiator);
    }

    /** @return false if the session is ending already */
    boolean closeByOperator(int code, String reason) {
        if (life.isEnding()) {
            return false;
        }
        finish(code, reason, "operator");
        return true;
    }

    void enforceAllowed() {
        Opened who = opened;
        if (who != null && !services.live().isAllowed(who.canister())) {
            close(CloseCause.CANISTER_NOT_ALLOWED, Principals.shorten(who.canister()));
        }
    }

    /** Ends the session because the gateway stops; the returned end says when everything is done. */
    SessionEnd shutdown() {
        alarm.cancel();
        end.hurry();
        close(CloseCause.SHUTDOWN);
        return end;
    }

    void drop() {
        peer.abort();
    }

    /** Calls to a canister that was paused may go on. */
    void resumeRelay() {
        relay.resume();
    }

    void limitsChanged() {
        relay.limitsChanged();
    }

    long id() {
        return id;
    }

    /** The client's network address without its port. */
    String address() {
        String remote = peer.remote();
        int colon = remote.lastIndexOf(':');
        return colon < 0 ? remote : remote.substring(0, colon);
    }

    SessionSnapshot snapshot() {
        Opened who = opened;
        return new SessionSnapshot(
                id,
                protocol.name(),
                peer.remote(),
                who == null ? null : who.client(),
                who == null ? null : who.canister(),
                life.state(),
                life.reason(),
                openedAt,
                meter.framesIn(),
                meter.framesOut(),
                meter.bytesIn(),
                meter.bytesOut(),
                lastSeqUp,
                lastSeqDown,
                peer.outstandingFrames(),
                peer.outstandingBytes(),
                relay.inFlightCalls(),
                relay.waitingCalls());
    }
}
