package org.icws.gateway.session;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.icws.gateway.metrics.CounterSet;
import org.icws.gateway.metrics.Hop;

/** Messages of the canister on their way to one client, and how far it has got. Filled by the canister's poller. */
final class SessionOutbox {
    private static final long NONE = -1;

    private final ClientSession session;
    private final Peer peer;
    private final SessionServices services;
    private final SessionRegistry registry;
    private final SessionMeter meter;
    private final long openedAt;
    private final AtomicBoolean firstDelivery = new AtomicBoolean();
    private volatile long acceptedAt = NONE;
    private volatile long lastSequenceNumber = NONE;

    /** @param openedAt when the session began, nanoseconds since the epoch */
    SessionOutbox(
            ClientSession session,
            Peer peer,
            SessionServices services,
            SessionRegistry registry,
            SessionMeter meter,
            long openedAt) {
        this.session = session;
        this.peer = peer;
        this.services = services;
        this.registry = registry;
        this.meter = meter;
        this.openedAt = openedAt;
    }

    /** @return whether as much waits for the client as may */
    boolean isFull() {
        return peer.outstandingBytes() >= services.limits().outboxBytes()
                || peer.outstandingFrames() >= services.limits().outboxMessages();
    }

    /** @return false if the socket takes nothing any more */
    boolean send(List<Peer.OutFrame> frames) {
        if (!peer.send(frames)) {
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
        return true;
    }

    /** The canister has accepted the client: from now on something should come from it. */
    void awaitFirstMessage() {
        acceptedAt = services.clock().monotonicNanos();
        if (isUnused()) {
            registry.expectFirstMessage(session);
        }
    }

    /** Whether the canister accepted the client before that moment, yet nothing has come from it. */
    boolean isOverdue(long monotonicNanos) {
        return acceptedAt - monotonicNanos < 0 && isUnused();
    }

    /** Notes the highest message number on its way to the client. */
    void onItsWay(long sequenceNumber) {
        if (isUnused()) {
            registry.gotFirstMessage(session);
        }
        lastSequenceNumber = sequenceNumber;
    }

    private boolean isUnused() {
        return lastSequenceNumber == NONE;
    }

    /** @return false if the client has that message already, which happens when the queue is read again */
    boolean isNew(long sequenceNumber) {
        return isUnused() || Long.compareUnsigned(sequenceNumber, lastSequenceNumber) > 0;
    }

    /** The highest message number on its way to the client; -1 before the first. */
    long lastSequenceNumber() {
        return lastSequenceNumber;
    }
}
