package org.icws.gateway.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.ic4j.types.Principal;
import org.icws.gateway.TrustPolicy;
import org.icws.gateway.event.GatewayEvent.CanisterMessage;
import org.icws.gateway.metrics.CounterSet;
import org.icws.gateway.poll.Batch;
import org.icws.gateway.poll.BatchSink;
import org.icws.gateway.protocol.GatewayProtocol;
import org.icws.gateway.protocol.v1.QueuedMessage;
import org.icws.gateway.protocol.v1.V1Exception;
import org.icws.gateway.protocol.v1.WebsocketMessage;
import org.icws.gateway.trust.BatchCheck;
import org.icws.gateway.trust.Proof;
import org.icws.gateway.trust.Verdict;

/**
 * Takes a canister's messages to its clients at once, and has them proved and reported afterwards. Where messages that do
 * not verify are refused, they are proved first, on the poll's own thread: that keeps their order, and the next poll waits.
 */
final class Distributor implements BatchSink {
    /** Pause between two batches that are proved although nobody looks. */
    private static final long SAMPLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final SessionServices services;
    private final SessionRegistry registry;
    private final ProofSampling sampling;

    Distributor(SessionServices services, SessionRegistry registry) {
        this.services = services;
        this.registry = registry;
        this.sampling = new ProofSampling(services, SAMPLE_NANOS);
    }

    /** A message on its way: number and time if its content is readable, and the frame it became. */
    private static final class Delivery {
        final QueuedMessage message;
        final WebsocketMessage.Head head;
        final long sessionId;
        final Peer.OutFrame frame;
        long sentAt;
        /** Made before sending where messages that do not verify are refused. */
        Proof proof;

        Delivery(QueuedMessage message, WebsocketMessage.Head head, long sessionId, Peer.OutFrame frame) {
            this.message = message;
            this.head = head;
            this.sessionId = sessionId;
            this.frame = frame;
        }
    }

    @Override
    public void deliver(List<Batch> batches) {
        Map<ClientSession, Outgoing> bySession = new LinkedHashMap<>();
        Map<ClientSession, Proof> refused = new LinkedHashMap<>();
        List<Sorted> sorted = new ArrayList<>(batches.size());
        boolean gated = services.live().trust().canisterMessages() == TrustPolicy.Rule.REFUSE;
        List<BatchCheck> gates = gated ? batches.stream().map(this::check).toList() : List.of();
        BatchCheck.prepare(gates);
        for (int i = 0; i < batches.size(); i++) {
            sorted.add(sort(batches.get(i), gated ? gates.get(i) : null, bySession, refused));
        }
        bySession.forEach(this::send);
        // What came before the bad message is the client's; then it has to know that one is missing.
        refused.forEach((session, proof) -> session.close(CloseCause.UNPROVEN_MESSAGE, ProofCounts.fault(proof)));
        sorted.forEach(this::settle);
    }

    /** A page whose messages have been told apart. */
    private record Sorted(Batch batch, List<Delivery> all, BatchCheck gate) {}

    /** What one client gets. */
    private static final class Outgoing {
        final List<Delivery> deliveries = new ArrayList<>();
        final List<Peer.OutFrame> frames = new ArrayList<>();
        long polledAt;

        void add(Delivery delivery, long time) {
            deliveries.add(delivery);
            frames.add(delivery.frame);
            polledAt = time;
        }
    }

    private Sorted sort(
            Batch batch, BatchCheck gate, Map<ClientSession, Outgoing> bySession, Map<ClientSession, Proof> refused) {
        byte[] tail =
                batch.protocol().frameTail(batch.page().cert(), batch.page().tree());
        Sorted sorted =
                new Sorted(batch, new ArrayList<>(batch.page().messages().size()), gate);
        for (QueuedMessage message : batch.page().messages()) {
            ClientSession session = registry.find(batch.protocol(), batch.canister(), message.clientKey());
            // An unreadable message is relayed all the same: the client decides, and the proof shows what is wrong.
            WebsocketMessage.Head head =
                    batch.protocol().head(message.content()).orElse(null);
            if (batch.reread()
                    && session != null
                    && head != null
                    && !session.outbox().isNew(head.sequenceNumber())) {
                services.counters().count(CounterSet.Name.DUPLICATES);
                continue;
            }
            Peer.OutFrame frame = new Peer.OutFrame(batch.protocol().frameHead(message.key(), message.content()), tail);
            Delivery delivery = new Delivery(message, head, session == null ? -1 : session.id(), frame);
            sorted.all.add(delivery);
            if (gate != null && !passes(gate, delivery, session, refused)) {
                services.counters().count(CounterSet.Name.UNDELIVERED);
            } else if (session == null) {
                services.counters().count(CounterSet.Name.UNROUTED);
            } else {
                if (head != null) {
                    session.outbox().onItsWay(head.sequenceNumber());
                }
                bySession.computeIfAbsent(session, s -> new Outgoing()).add(delivery, batch.polledAtNanos());
            }
        }
        return sorted;
    }

    /** What is left to do with a page when its messages have been sent. */
    private void settle(Sorted page) {
        if (page.gate == null) {
            prove(page.batch, page.all);
        } else {
            page.all.forEach(delivery -> proved(page.batch, delivery, delivery.proof));
            learnTime(page.gate, page.batch);
        }
    }

    /** Nothing may follow a message that is refused, or the client would miss it without knowing. */
    private static boolean passes(
            BatchCheck gate, Delivery delivery, ClientSession session, Map<ClientSession, Proof> refused) {
        delivery.proof = gate.prove(delivery.message);
        boolean good = delivery.proof.verdict() == Verdict.VERIFIED;
        if (!good && session != null) {
            refused.putIfAbsent(session, delivery.proof);
        }
        return good && !refused.containsKey(session);
    }

    private BatchCheck check(Batch batch) {
        return new BatchCheck(
                services.replica().verifier(),
                services.clock(),
                batch.protocol(),
                batch.canister(),
                batch.page().cert(),
                batch.page().tree());
    }

    private void proved(Batch batch, Delivery delivery, Proof proof) {
        services.counters().count(ProofCounts.name(proof));
        if (ProofCounts.failedAt(proof, Proof.SIGNATURE)) {
            services.replica().suspect();
        }
        report(batch, delivery, proof);
    }

    private void learnTime(BatchCheck check, Batch batch) {
        check.certifiedTime().ifPresent(time -> services.hops().recordCertificate(time, batch.polledAtNanos()));
    }

    private void send(ClientSession session, Outgoing outgoing) {
        if (!session.deliver(outgoing.frames)) {
            services.counters().count(CounterSet.Name.UNDELIVERED, outgoing.frames.size());
            return;
        }
        long now = services.clock().nowNanos();
        for (Delivery delivery : outgoing.deliveries) {
            delivery.sentAt = now;
        }
        measure(outgoing.deliveries, outgoing.polledAt, now);
    }

    /** Messages a canister makes in one go have one time: they are noted together. */
    private void measure(List<Delivery> deliveries, long polledAt, long sentAt) {
        long time = 0;
        int same = 0;
        for (Delivery delivery : deliveries) {
            long next = delivery.head == null ? 0 : delivery.head.timestampNanos();
            if (next != time && same > 0) {
                services.hops().recordDown(time, polledAt, sentAt, same);
                same = 0;
            }
            time = next;
            same += next == 0 ? 0 : 1;
        }
        if (same > 0) {
            services.hops().recordDown(time, polledAt, sentAt, same);
        }
    }

    private static WebsocketMessage decode(Batch batch, QueuedMessage message) {
        try {
            return batch.protocol().content(message.content());
        } catch (V1Exception e) {
            return null;
        }
    }

    private void prove(Batch batch, List<Delivery> deliveries) {
        if (!sampling.isWorthProving()) {
            services.counters().count(CounterSet.Name.UNVERIFIED, deliveries.size());
            return;
        }
        BatchCheck check = check(batch);
        boolean queued = services.verify().offer(deliveries.size(), check, () -> {
            for (Delivery delivery : deliveries) {
                proved(batch, delivery, check.prove(delivery.message));
            }
            learnTime(check, batch);
        });
        if (!queued) {
            Proof none = Proof.notChecked("more messages arrive than can be checked");
            services.counters().count(CounterSet.Name.UNVERIFIED, deliveries.size());
            deliveries.forEach(delivery -> report(batch, delivery, none));
        }
    }

    private void report(Batch batch, Delivery d, Proof proof) {
        if (!services.events().observed()) {
            return;
        }
        WebsocketMessage content = decode(batch, d.message);
        String kind = content == null ? "undecodable" : ClientReport.kind(content);
        services.events()
                .publish((seq, at) -> new CanisterMessage(
                        seq,
                        at,
                        d.sessionId,
                        batch.canister(),
                        d.message.clientKey(),
                        d.message.key(),
                        d.message.nonce(),
                        content == null ? -1 : content.sequenceNumber(),
                        content == null ? 0 : content.timestampNanos(),
                        content != null && content.service(),
                        kind,
                        d.message.content(),
                        content == null ? null : content.content(),
                        d.frame.size(),
                        proof,
                        batch.polledAtNanos(),
                        d.sentAt));
    }

    @Override
    public boolean isStarving(Principal canister, GatewayProtocol protocol, long monotonicNanos) {
        return registry.isStarving(canister, protocol, monotonicNanos);
    }

    @Override
    public void outage(Principal canister, GatewayProtocol protocol, String what) {
        String patience = SessionAlarm.inWords(services.limits().outageTimeout());
        registry.of(canister, protocol).forEach(session -> session.close(CloseCause.POLL_OUTAGE, patience, what));
    }
}
