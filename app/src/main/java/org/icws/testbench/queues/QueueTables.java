package org.icws.testbench.queues;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingDouble;
import static java.util.Comparator.comparingLong;

import javafx.collections.ObservableList;
import org.icws.testbench.control.DataTable;
import org.icws.testbench.control.EmptyState;
import org.icws.testbench.store.Format;

/** The tables of the Queues page. */
final class QueueTables {

    private static final String[] CLIENT = {"service", "up", "warn", "down"};

    /** What waits in the canister has the colour of what waits here: both are what there is to act on. */
    private static final String[] CANISTER = {"service", "up", "warn", "warn", "down"};

    private QueueTables() {}

    /** A row for each client. */
    static DataTable<QueueRow> ofClients(QueuesViewModel model) {
        DataTable<QueueRow> t = table(model.rows(), "queues-table", "Queues of each client");
        t.text("Client", 120, QueueRow::client, "strong")
                .about("Identity", "name of the client, or number of the session")
                .by(comparing(QueueRow::client, String.CASE_INSENSITIVE_ORDER))
                .text("Canister", 124, QueueRow::canister, "quiet-cell")
                .about("Identity", "whom it talks to")
                .by(comparing(QueueRow::canister, String.CASE_INSENSITIVE_ORDER))
                .bar("Where its messages are", 360, CLIENT, r ->
                        new double[] {r.scale(), r.outbox(), r.inFlight(), r.waiting(), r.unacked()})
                .grows();
        here(t, "the client", "calls");
        client(
                t,
                "the client has",
                150,
                "until the canister's next AckMessage, or until the client must have answered it");
        t.setPlaceholder(new EmptyState("fth-layers", "Nobody is connected", "A client's queues appear with it."));
        t.order().setSorter(model::sortBy);
        return t;
    }

    /** A row for each canister with all its clients. */
    static DataTable<CanisterQueueRow> ofCanisters(QueuesViewModel model) {
        DataTable<CanisterQueueRow> t = table(model.byCanister(), "queues-by-canister", "Queues of each canister");
        t.text("Canister", 150, CanisterQueueRow::canister, "strong")
                .about("Identity", "whom the clients talk to")
                .by(comparing(CanisterQueueRow::canister, String.CASE_INSENSITIVE_ORDER))
                .text("Clients", 64, r -> Format.count(r.clients()), "num")
                .about("Identity", "how many are connected to it")
                .by(comparingLong(CanisterQueueRow::clients))
                .bar("Where its messages are", 360, CANISTER, r ->
                        new double[] {r.scale(), r.outbox(), r.inFlight(), r.waiting(), r.backlog(), r.unacked()})
                .grows();
        here(t, "its clients", "calls to it");
        t.text("Backlog", 74, CanisterQueueRow::backlogText, "num")
                .about("Places", "messages that wait in the canister; ≥ where it does not tell, as of the last poll")
                .by(comparingLong(CanisterQueueRow::backlog));
        client(t, "its clients have", 190, "the client whose acknowledgement is nearest to its limit");
        t.setPlaceholder(new EmptyState("fth-layers", "No canister is polled", "One appears with its first client."));
        t.order().setSorter(model::sortCanistersBy);
        return t;
    }

    private static <R extends Places> DataTable<R> table(ObservableList<R> rows, String id, String words) {
        DataTable<R> t = new DataTable<>(rows, false, r -> "");
        t.setId(id);
        t.setAccessibleText(words);
        return t;
    }

    /** What waits in the gateway. */
    private static <R extends Places> void here(DataTable<R> t, String whose, String calls) {
        t.text("Outbox", 66, r -> Format.count(r.outbox()), "num")
                .about("Places", "frames on their way to " + whose)
                .by(comparingLong(Places::outbox))
                .text("Bytes", 78, r -> Format.bytes(r.outboxBytes()), "num")
                .about("Places", "bytes of those frames")
                .by(comparingLong(Places::outboxBytes))
                .text("In flight", 72, r -> Format.count(r.inFlight()), "num")
                .about("Places", calls + " that the network has not answered")
                .by(comparingLong(Places::inFlight))
                .text("Waiting", 70, r -> Format.count(r.waiting()), "num")
                .about("Places", "messages of " + whose + " that wait for their turn")
                .by(comparingLong(Places::waiting));
    }

    /** What waits for clients, and all of it. */
    private static <R extends Places> void client(DataTable<R> t, String whoHas, double width, String next) {
        t.text("Unacked", 70, r -> Format.count(r.unacked()), "num")
                .about("Places", "messages that " + whoHas + " not said to have")
                .by(comparingLong(Places::unacked))
                .text("Total", 76, Places::totalText, "num")
                .about("Places", "all of it; the arrow compares with the look before")
                .by(comparingLong(Places::total))
                .ring("Next ack", width, r -> new DataTable.RingText(r.ackShare(), r.ackText()))
                .about("Time", next)
                .by(comparingDouble(Places::ackShare));
    }
}
