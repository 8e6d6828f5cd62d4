package org.icws.gateway.session;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.ic4j.types.Principal;
import org.icws.gateway.SessionSnapshot;
import org.icws.gateway.event.GatewayEvent.FrameRefused;
import org.icws.gateway.event.GatewayEvent.SessionIdentified;
import org.icws.gateway.event.GatewayEvent.SessionOpened;
import org.icws.gateway.event.SessionState;
import org.icws.gateway.metrics.CounterSet;
import org.icws.gateway.metrics.Hop;
import org.icws.gateway.protocol.GatewayProtocol;
import org.icws.gateway.protocol.v1.CanisterArgs;
import org.icws.gateway.protocol.v1.ClientKey;
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
    private final ClientRoute route;
    private final SessionRelay relay;
    private final SessionOutbox outbox;
    private final PingWatch pings;
    private final long openedAt;

    private volatile long lastSeqUp = NOT_YET;

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
        this.route = new ClientRoute(this, protocol, services, registry);
        this.relay = new SessionRelay(id, peer, protocol, services, this::admit, this::callEnded);
        this.outbox = new SessionOutbox(this, peer, services, registry, meter, openedAt);
        this.pings = new PingWatch(peer);
        this.end = new SessionEnd(id, protocol, services, life, peer, relay.queue());
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
        route.address(canister);
        awaitOpening(SessionState.CONNECTED);
    }

    private void awaitOpening(SessionState state) {
        alarm.set(state, services.limits().openTimeout(), CloseCause.OPEN_TIMEOUT);
    }

    private void timedOut(CloseCause cause, Object... details) {
        if (cause == CloseCause.OPEN_TIMEOUT && route.isPaused()) {
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
        route.open(who);
        end.routed(who.canister(), who.client(), route::remove);
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

    private CompletableFuture<Boolean> admit(RelayQueue.Waiting call) {
        return conversation.admit(call);
    }

    private void callEnded(RelayQueue.Waiting call, CallVerdict verdict) {
        boolean opening = call.method().equals(CanisterArgs.WS_OPEN);
        if (!verdict.isGood()) {
            if (opening && !verdict.reached()) {
                end.neverOpened();
            }
            finish(verdict.cause().code(), verdict.reason(), verdict.initiator());
        } else if (opening) {
            accepted("ws_open accepted by the canister");
            supersede();
            outbox.awaitFirstMessage();
        }
    }

    /** The canister has dropped an earlier connection of the same principal without a word; that client is told here. */
    private void supersede() {
        if (protocol == GatewayProtocol.V1 && !life.isEnding()) {
            ClientSession before = route.accepted();
            if (before != null) {
                before.close(CloseCause.SUPERSEDED);
            }
            if (life.isEnding()) {
                // It ended meanwhile, perhaps before it was noted: then nobody else would take the note away.
                route.forgetAccepted();
            }
        }
    }

    /** Called at each heartbeat, on its thread. */
    void lookAlive(int maxMissed) {
        if (!life.isEnding() && pings.isDead(relay.queue().isPaused(), maxMissed)) {
            close(CloseCause.DEAD_PEER, maxMissed);
        }
    }

    private void accepted(String why) {
        if (life.advance(SessionState.OPEN, why)) {
            alarm.cancel();
        }
    }

    /** Sends messages of the canister; called by the canister's poller. */
    boolean deliver(List<Peer.OutFrame> frames) {
        if (outbox.isFull()) {
            close(CloseCause.SLOW_READER, peer.outstandingBytes() / 1024 + " KiB");
            return false;
        }
        if (life.isEnding() || !outbox.send(frames)) {
            return false;
        }
        accepted("first message of the canister");
        return true;
    }

    /** True if the canister accepted the client before that moment, yet nothing has come from it. */
    boolean isStarving(Principal canister, GatewayProtocol spoken, long monotonicNanos) {
        return spoken == protocol
                && route.opened().canister().equals(canister)
                && outbox.isOverdue(monotonicNanos)
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
        if (route.isForbidden()) {
            close(
                    CloseCause.CANISTER_NOT_ALLOWED,
                    Principals.shorten(route.opened().canister()));
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

    /** Its way to the canister. */
    SessionRelay relay() {
        return relay;
    }

    /** What is on its way to the client. */
    SessionOutbox outbox() {
        return outbox;
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
        Opened who = route.opened();
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
                outbox.lastSequenceNumber(),
                peer.outstandingFrames(),
                peer.outstandingBytes(),
                relay.queue().inFlightCalls(),
                relay.queue().waitingCalls());
    }
}
