package org.icws.testbench.messages;

import java.time.Duration;
import org.icws.testbench.control.DataTable;
import org.icws.testbench.store.Format;

/** The columns of the messages table. */
final class MessageTable {

    /** The column of numbers; in files it has no flags, for a program reads it. */
    static final String NUMBER = "#";

    private static final String IDENTITY = "Identity";
    private static final String PROTOCOL = "Protocol";
    private static final String TIMING = "Timing";
    private static final String TRUST = "Trust";

    private MessageTable() {}

    static DataTable<MessageRow> make(MessagesViewModel model, boolean compact) {
        DataTable<MessageRow> t = new DataTable<>(model.shown(), compact, MessageRow::rowStyle);
        t.setId("messages-table");
        t.setAccessibleText("Messages");
        addTime(t, model);
        addWay(t);
        addContent(t);
        return t;
    }

    private static void addTime(DataTable<MessageRow> t, MessagesViewModel model) {
        t.text(NUMBER, 42, MessageTable::number, "num", "dim")
                .whole()
                .fits()
                .about(IDENTITY, "number of the message since the start; ⚑ marked, ⚲ pinned, ✎ with your comment")
                .text("Time", 98, model::timeText, "mono")
                .whole()
                .about(TIMING, "when the gateway had it; wall clock, since start or since the message before")
                .text("Δ ms", 58, MessageRow::delta, "num", "dim")
                .whole()
                .about(TIMING, "milliseconds since the message before, hidden or not; seconds where they say so")
                .text("Δ chosen", 68, model::deltaToChosen, "num", "dim")
                .about(TIMING, "milliseconds since the chosen message, or the time reference")
                .hidden();
    }

    private static void addWay(DataTable<MessageRow> t) {
        t.badge("Direction", 62, r -> new DataTable.BadgeText(r.directionTone(), r.directionWord()))
                .whole()
                .about(PROTOCOL, "up: client to canister; down: canister to client; grey: the protocol's own messages")
                .text("Canister", 116, MessageRow::canister, "quiet-cell")
                .about(IDENTITY, "name or principal of the canister")
                .text("Client", 90, MessageRow::client)
                .about(IDENTITY, "name or principal of the client")
                .text("Principal", 140, MessageRow::clientText, "mono", "dim")
                .about(IDENTITY, "the client's whole principal")
                .hidden()
                .text("Session", 56, r -> r.session() < 0 ? "–" : Format.count(r.session()), "num", "dim")
                .about(IDENTITY, "number of the connection")
                .hidden();
    }

    private static void addContent(DataTable<MessageRow> t) {
        t.text("Seq", 40, MessageRow::seq, "num")
                .fits()
                .about(PROTOCOL, "sequence number within the client's messages of this direction")
                .text("Kind", 78, MessageRow::shortKind)
                .about(PROTOCOL, "app: the application's own; else a message of the protocol")
                .text("Bytes", 56, MessageRow::bytes, "num")
                .whole()
                .about(PROTOCOL, "size of the frame")
                .text("Poll ms", 60, r -> r.pollNanos() < 0 ? "" : Format.millis(r.pollNanos()), "num", "dim")
                .about(TIMING, "how long the poll took that brought it")
                .hidden()
                .text("Took ms", 60, MessageTable::took, "num", "dim")
                .about(TIMING, "up: until the call was certified; down: from the canister's stamp until sent")
                .hidden()
                .text("Acked", 74, MessageTable::acked, "num", "dim")
                .about(TIMING, "after how long the other side said that it has it")
                .hidden()
                .badge("Verdict", 81, r -> new DataTable.BadgeText(r.verdictTone(), r.verdictWord()))
                .whole()
                .about(
                        TRUST,
                        "whether its signature (up) or its certificate (down) holds, or its number does not follow")
                .text("Note", 100, r -> r.note().comment())
                .about(IDENTITY, "your comment")
                .hidden()
                .text("Preview", 90, MessageRow::preview, "mono")
                .whole()
                .about(PROTOCOL, "the content in one line, or what is wrong")
                .grows();
    }

    private static String number(MessageRow row) {
        String flags = (row.note().pinned() ? "⚲" : "")
                + (row.note().marked() ? "⚑" : "")
                + (row.note().comment().isEmpty() ? "" : "✎");
        return flags.isEmpty() ? row.index() : flags + " " + row.index();
    }

    private static String took(MessageRow row) {
        if (row.direction() == MessageRow.Direction.UP) {
            return row.outcome() == null ? "" : Format.millis(row.callNanos());
        }
        return row.sentNanos() == 0 || row.stampedNanos() == 0
                ? ""
                : Format.millis(Math.max(0, row.sentNanos() - row.stampedNanos()));
    }

    private static String acked(MessageRow row) {
        if (row.acknowledgedAt() == 0) {
            return "";
        }
        long nanos = row.acknowledgedAt() - row.atNanos();
        return nanos < Duration.ofSeconds(10).toNanos() ? Format.millis(nanos) + " ms" : Format.elapsed(nanos);
    }
}
