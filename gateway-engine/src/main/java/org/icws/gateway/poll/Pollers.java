package org.icws.gateway.poll;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.ic4j.types.Principal;
import org.icws.gateway.PollerSnapshot;
import org.icws.gateway.event.EventHub;
import org.icws.gateway.metrics.CounterSet;
import org.icws.gateway.protocol.GatewayProtocol;
import org.icws.gateway.replica.ReplicaClient;

/** One poller per canister and protocol that has clients: started with the first, stopped with the last. Thread-safe. */
public final class Pollers implements AutoCloseable {
    /** Canisters whose place in the queue is remembered after their last client left. */
    private static final int REMEMBERED = 1024;

    private final ReplicaClient replica;
    private final PollSettings settings;
    private final EventHub events;
    private final CounterSet counters;
    private final Map<Target, Entry> running = new LinkedHashMap<>();
    private final Map<Target, Long> resumeAt = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Target, Long> eldest) {
            return size() > REMEMBERED;
        }
    };
    /** The same pollers once more, to be found without waiting. */
    private final Map<Target, CanisterPoller> active = new ConcurrentHashMap<>();

    private volatile BatchSink sink;
    private boolean closed;

    private record Target(Principal canister, GatewayProtocol protocol) {}

    private static final class Entry {
        final CanisterPoller poller;
        int clients;

        Entry(CanisterPoller poller) {
            this.poller = poller;
        }
    }

    /**
     * @param replica the network
     * @param settings intervals, time
     * @param events told about each poll
     * @param counters counts them
     */
    public Pollers(ReplicaClient replica, PollSettings settings, EventHub events, CounterSet counters) {
        this.replica = replica;
        this.settings = settings;
        this.events = events;
        this.counters = counters;
    }

    /** Sets where fetched messages go; once, before the first client. */
    public void deliverTo(BatchSink target) {
        sink = target;
    }

    /** One more client of that canister; the first starts the polling. */
    public synchronized void join(Principal canister, GatewayProtocol protocol) {
        if (closed) {
            return;
        }
        Target target = new Target(canister, protocol);
        Entry entry = running.get(target);
        if (entry == null) {
            long from = resumeAt.getOrDefault(target, 0L);
            entry = new Entry(new CanisterPoller(canister, protocol, from, replica, settings, sink, events, counters));
            running.put(target, entry);
            active.put(target, entry.poller);
            entry.poller.start();
        }
        entry.clients++;
    }

    /** One client of that canister less; the last stops the polling. */
    public synchronized void leave(Principal canister, GatewayProtocol protocol) {
        Target target = new Target(canister, protocol);
        Entry entry = running.get(target);
        if (entry != null && --entry.clients == 0) {
            running.remove(target);
            active.remove(target);
            entry.poller.stop();
            resumeAt.put(target, entry.poller.nextNonce());
        }
    }

    /** A client of that canister sent something or got an answer: messages are likely to come. */
    public void traffic(Principal canister, GatewayProtocol protocol) {
        CanisterPoller poller = active.get(new Target(canister, protocol));
        if (poller != null) {
            poller.traffic();
        }
    }

    /** That canister has done something: messages may wait, for clients of either protocol. */
    public void hurry(Principal canister) {
        hint(new Target(canister, GatewayProtocol.V1));
        hint(new Target(canister, GatewayProtocol.POC));
    }

    private void hint(Target target) {
        CanisterPoller poller = active.get(target);
        if (poller != null) {
            poller.hint();
        }
    }

    /** The polling policy or the pauses have changed: takes effect at once instead of after the present pause. */
    public void settingsChanged() {
        active.values().forEach(CanisterPoller::settingsChanged);
    }

    /** @return the running pollers, by canister */
    public synchronized List<PollerSnapshot> snapshot() {
        return running.values().stream()
                .map(entry -> entry.poller.snapshot())
                .sorted(Comparator.comparing(s -> s.canister().toString()))
                .toList();
    }

    /** Stops all polling, for good. */
    @Override
    public synchronized void close() {
        closed = true;
        running.values().forEach(entry -> entry.poller.stop());
        running.clear();
        active.clear();
    }
}
