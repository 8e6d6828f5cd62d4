package org.icws.testbench.queues;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the messages of all clients of one canister wait, made new for each refresh.
 *
 * @param clients how many are connected to it
 * @param outbox frames on their way to the clients
 * @param outboxBytes bytes of those frames
 * @param inFlight calls the network has not answered
 * @param waiting frames of the clients that wait for their turn
 * @param backlog messages that wait in the canister
 * @param exact whether the canister told its backlog; else it is the least it can be
 * @param unacked messages the clients have not acknowledged
 * @param trend how the total compares with that of the time before: negative, zero or positive
 * @param scale the largest total of all canisters: what fills a whole bar
 * @param next the client whose acknowledgement is nearest to its limit; null without clients
 */
public record CanisterQueueRow(
        String canister,
        int clients,
        long outbox,
        long outboxBytes,
        long inFlight,
        long waiting,
        long backlog,
        boolean exact,
        long unacked,
        int trend,
        long scale,
        QueueRow next)
        implements Places {

    private static final long LEAST_SCALE = 10;

    /**
     * Adds up the clients of each canister.
     *
     * @param positions of the canisters that are polled, with or without clients
     * @param before the total of each canister at the look before
     */
    static List<CanisterQueueRow> of(
            List<QueueRow> clients, List<CanisterPosition> positions, Map<String, Long> before) {
        Map<String, List<QueueRow>> byCanister = new LinkedHashMap<>();
        clients.forEach(r ->
                byCanister.computeIfAbsent(r.canister(), c -> new ArrayList<>()).add(r));
        Map<String, CanisterPosition> polled = new LinkedHashMap<>();
        for (CanisterPosition p : positions) {
            polled.put(p.canister(), p);
            byCanister.computeIfAbsent(p.canister(), c -> new ArrayList<>());
        }
        List<CanisterQueueRow> rows = byCanister.entrySet().stream()
                .map(e -> sum(e.getKey(), e.getValue(), polled.get(e.getKey())))
                .toList();
        long scale = Math.max(
                LEAST_SCALE,
                rows.stream().mapToLong(CanisterQueueRow::total).max().orElse(0));
        return rows.stream().map(r -> r.compared(before, scale)).toList();
    }

    private static CanisterQueueRow sum(String canister, List<QueueRow> clients, CanisterPosition position) {
        return new CanisterQueueRow(
                canister,
                clients.size(),
                clients.stream().mapToLong(QueueRow::outbox).sum(),
                clients.stream().mapToLong(QueueRow::outboxBytes).sum(),
                clients.stream().mapToLong(QueueRow::inFlight).sum(),
                clients.stream().mapToLong(QueueRow::waiting).sum(),
                position == null ? 0 : position.backlog(),
                position != null && position.exact(),
                clients.stream().mapToLong(QueueRow::unacked).sum(),
                0,
                LEAST_SCALE,
                clients.stream()
                        .max(java.util.Comparator.comparingDouble(QueueRow::ackShare))
                        .orElse(null));
    }

    private CanisterQueueRow compared(Map<String, Long> before, long largest) {
        int way = Long.compare(total(), before.getOrDefault(canister, total()));
        return new CanisterQueueRow(
                canister, clients, outbox, outboxBytes, inFlight, waiting, backlog, exact, unacked, way, largest, next);
    }

    /** Everything that waits, here or in the canister. */
    @Override
    public long total() {
        return outbox + inFlight + waiting + backlog + unacked;
    }

    /** The total with an arrow for its trend. */
    @Override
    public String totalText() {
        return QueueRow.withArrow(total(), trend);
    }

    /** The backlog, marked where it is only the least it can be. */
    public String backlogText() {
        return (exact || backlog == 0 ? "" : "≥ ") + String.format("%,d", backlog);
    }

    /** The nearest limit's share that has passed; negative while nothing is waited for. */
    @Override
    public double ackShare() {
        return next == null ? -1 : next.ackShare();
    }

    /** Whose acknowledgement comes next, and when. */
    @Override
    public String ackText() {
        if (next == null) {
            return "no client";
        }
        return next.ackShare() < 0 ? "none seen yet" : next.ackText() + " " + next.client();
    }
}
