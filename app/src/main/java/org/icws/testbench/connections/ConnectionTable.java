package org.icws.testbench.connections;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingDouble;
import static java.util.Comparator.comparingLong;

import org.icws.testbench.control.DataTable;
import org.icws.testbench.store.Format;

/** The columns of the connections table. */
final class ConnectionTable {

    private static final String IDENTITY = "Identity";
    private static final String TRAFFIC = "Traffic";
    private static final String TIME = "Time";

    private ConnectionTable() {}

    /** A row for each connection that the filter lets through. */
    static DataTable<ConnectionRow> make(ConnectionsViewModel model) {
        DataTable<ConnectionRow> t = new DataTable<>(model.filter().shown(), false, ConnectionRow::style);
        t.setId("connections-table");
        t.setAccessibleText("Connections");
        addIdentity(t);
        addTraffic(t);
        addTime(t);
        t.order().setSorter(model.filter()::sortBy);
        return t;
    }

    private static void addIdentity(DataTable<ConnectionRow> t) {
        t.state("State", 82, r -> new DataTable.StateText(r.dot(), r.state()))
                .about(IDENTITY, "where in its life the connection is")
                .by(comparing(ConnectionRow::state))
                .whole()
                .text("Client", 100, ConnectionRow::client, "strong")
                .about(IDENTITY, "name of the client, or whom the canister knows it by")
                .by(comparing(ConnectionRow::client, String.CASE_INSENSITIVE_ORDER))
                .whole()
                .text("Principal", 84, ConnectionRow::principal, "mono", "dim")
                .about(IDENTITY, "whom the canister knows it by")
                .by(comparing(ConnectionRow::principal))
                .text("Canister", 116, ConnectionRow::canister, "quiet-cell")
                .about(IDENTITY, "whom it talks to")
                .by(comparing(ConnectionRow::canister, String.CASE_INSENSITIVE_ORDER))
                .text("Session", 60, r -> Format.count(r.id()), "num")
                .about(IDENTITY, "number of the session, in the order they came")
                .by(comparingLong(ConnectionRow::id))
                .hidden()
                .text("Protocol", 60, r -> r.session().protocol(), "quiet-cell")
                .about(IDENTITY, "v1, or poc: the proof of concept's of 2023")
                .hidden();
    }

    private static void addTraffic(DataTable<ConnectionRow> t) {
        t.text("Up/s", 46, r -> r.closed() ? "–" : Format.rate(r.upPerSecond()), "num")
                .about(TRAFFIC, "messages from the client, each second")
                .by(comparingDouble(ConnectionRow::upPerSecond))
                .whole()
                .text("Down/s", 56, r -> r.closed() ? "–" : Format.rate(r.downPerSecond()), "num")
                .about(TRAFFIC, "messages to the client, each second")
                .by(comparingDouble(ConnectionRow::downPerSecond))
                .whole()
                .text("B/s up", 66, r -> r.closed() ? "–" : Format.bytes((long) r.upBytesPerSecond()), "num")
                .about(TRAFFIC, "bytes from the client, each second")
                .by(comparingDouble(ConnectionRow::upBytesPerSecond))
                .hidden()
                .text("B/s down", 70, r -> r.closed() ? "–" : Format.bytes((long) r.downBytesPerSecond()), "num")
                .about(TRAFFIC, "bytes to the client, each second")
                .by(comparingDouble(ConnectionRow::downBytesPerSecond))
                .hidden()
                .text("Last seq", 60, r -> ConnectionFigures.seq(r.session().lastSeqDown()), "num")
                .about(TRAFFIC, "highest sequence number sent to the client")
                .by(comparingLong(r -> r.session().lastSeqDown()))
                .whole()
                .text("Unacked", 62, r -> Format.count(r.acks().openDown()), "num")
                .about(TRAFFIC, "messages the client has not said to have")
                .by(comparingLong(r -> r.acks().openDown()))
                .whole()
                .text("Disorder", 62, r -> Format.count(r.disorder()), "num")
                .about(TRAFFIC, "sequence numbers that are missing, came late or came twice")
                .by(comparingLong(ConnectionRow::disorder))
                .hidden()
                .text("Outbox", 56, r -> Format.count(r.session().outboxMessages()), "num")
                .about(TRAFFIC, "messages on their way to the client")
                .by(comparingLong(r -> r.session().outboxMessages()))
                .hidden();
    }

    private static void addTime(DataTable<ConnectionRow> t) {
        t.text("Opened", 70, r -> Format.shortClock(r.session().openedAtNanos()), "mono", "dim")
                .about(TIME, "when the socket was accepted")
                .by(comparingLong(r -> r.session().openedAtNanos()))
                .hidden()
                .text("Open for", 66, r -> Format.elapsed(r.openNanos()), "num")
                .about(TIME, "how long it is, or was, connected")
                .by(comparingLong(ConnectionRow::openNanos))
                .whole()
                .text("Reason", 90, ConnectionRow::reason)
                .about(TIME, "why it is in its state")
                .by(comparing(ConnectionRow::reason))
                .grows();
    }
}
