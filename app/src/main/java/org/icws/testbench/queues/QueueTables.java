package org.icws.testbench.queues;

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
        DataTable<QueueRow> t = new DataTable<>(model.rows(), false, r -> "");
        t.setId("queues-table");
        t.setAccessibleText("Queues of each client");
        t.text("Client", 120, QueueRow::client, "strong")
                .about("Identity", "name of the client, or number of the session")
                .text("Canister", 110, QueueRow::canister, "quiet-cell")
                .about("Identity", "whom it talks to")
                .bar("Where its messages are", 360, CLIENT, r ->
                        new double[] {r.scale(), r.outbox(), r.inFlight(), r.waiting(), r.unacked()})
                .grows()
                .text("Outbox", 66, r -> Format.count(r.outbox()), "num")
                .about("Places", "frames on their way to the client")
                .text("Bytes", 78, r -> Format.bytes(r.outboxBytes()), "num")
                .about("Places", "bytes of those frames")
                .text("In flight", 72, r -> Format.count(r.inFlight()), "num")
                .about("Places", "calls that the network has not answered")
                .text("Waiting", 70, r -> Format.count(r.waiting()), "num")
                .about("Places", "messages of the client that wait for their turn")
                .text("Unacked", 70, r -> Format.count(r.unacked()), "num")
                .about("Places", "messages that the client has not said to have")
                .text("Total", 76, QueueRow::totalText, "num")
                .about("Places", "all of it; the arrow compares with the look before")
                .ring("Next ack", 150, r -> new DataTable.RingText(r.ackShare(), r.ackText()))
                .about("Time", "until the canister's next AckMessage, or until the client must have answered it");
        t.setPlaceholder(new EmptyState("fth-layers", "Nobody is connected", "A client's queues appear with it."));
        return t;
    }

    /** A row for each canister with all its clients. */
    static DataTable<CanisterQueueRow> ofCanisters(QueuesViewModel model) {
        DataTable<CanisterQueueRow> t = new DataTable<>(model.byCanister(), false, r -> "");
        t.setId("queues-by-canister");
        t.setAccessibleText("Queues of each canister");
        t.text("Canister", 150, CanisterQueueRow::canister, "strong")
                .about("Identity", "whom the clients talk to")
                .text("Clients", 64, r -> Format.count(r.clients()), "num")
                .about("Identity", "how many are connected to it")
                .bar("Where its messages are", 360, CANISTER, r ->
                        new double[] {r.scale(), r.outbox(), r.inFlight(), r.waiting(), r.backlog(), r.unacked()})
                .grows()
                .text("Outbox", 66, r -> Format.count(r.outbox()), "num")
                .about("Places", "frames on their way to its clients")
                .text("Bytes", 78, r -> Format.bytes(r.outboxBytes()), "num")
                .about("Places", "bytes of those frames")
                .text("In flight", 72, r -> Format.count(r.inFlight()), "num")
                .about("Places", "calls to it that the network has not answered")
                .text("Waiting", 70, r -> Format.count(r.waiting()), "num")
                .about("Places", "messages of its clients that wait for their turn")
                .text("Backlog", 74, CanisterQueueRow::backlogText, "num")
                .about("Places", "messages that wait in the canister; ≥ where it does not tell, as of the last poll")
                .text("Unacked", 70, r -> Format.count(r.unacked()), "num")
                .about("Places", "messages that its clients have not said to have")
                .text("Total", 76, CanisterQueueRow::totalText, "num")
                .about("Places", "all of it; the arrow compares with the look before")
                .ring("Next ack", 190, r -> new DataTable.RingText(r.ackShare(), r.ackText()))
                .about("Time", "the client whose acknowledgement is nearest to its limit");
        t.setPlaceholder(new EmptyState("fth-layers", "No canister is polled", "One appears with its first client."));
        return t;
    }
}
