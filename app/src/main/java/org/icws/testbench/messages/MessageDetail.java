package org.icws.testbench.messages;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.icws.gateway.event.CallOutcome;
import org.icws.gateway.event.GatewayEvent;
import org.icws.testbench.control.FactGrid.Entry;
import org.icws.testbench.store.Format;

/** The facts about one message, as label and value. */
final class MessageDetail {

    private MessageDetail() {}

    static List<Entry> facts(MessageRow row) {
        if (row.event() instanceof GatewayEvent.CanisterMessage down) {
            return ofCanister(row, down);
        }
        if (row.event() instanceof GatewayEvent.ClientMessage up) {
            return ofClient(row, up);
        }
        if (!(row.event() instanceof GatewayEvent.FrameRefused refused)) {
            return gone(row);
        }
        return List.of(
                new Entry("Session", String.valueOf(refused.sessionId())),
                new Entry("Code", String.valueOf(refused.code()), "fg-fail"),
                new Entry("Reason", refused.reason(), "fg-fail"),
                new Entry("Size", size(refused.bytes())));
    }

    /** The row is kept, its contents had to go. */
    private static List<Entry> gone(MessageRow row) {
        boolean up = row.direction() == MessageRow.Direction.UP;
        return List.of(
                new Entry("From", up ? row.client() : row.canister()),
                new Entry("To", up ? row.canister() : row.client()),
                new Entry("Size", size(row.byteCount())),
                new Entry("Content", "not kept any more: there was no room for it", "fg-warn"));
    }

    private static List<Entry> ofCanister(MessageRow row, GatewayEvent.CanisterMessage m) {
        List<Entry> facts = new ArrayList<>();
        facts.add(new Entry("From", row.canister() + "  " + m.canister()));
        facts.add(new Entry("To", row.client() + "  " + m.clientKey().principal()));
        facts.add(number(row));
        facts.add(new Entry("Key", m.key()));
        facts.add(new Entry("Size", size(m.frameBytes()) + ", " + size(m.content().length) + " certified"));
        if (m.canisterTimestampNanos() > 0) {
            facts.add(new Entry("Stamped", Format.clock(m.canisterTimestampNanos())));
            facts.add(new Entry("Polled", since(m.canisterTimestampNanos(), m.polledAtNanos())));
        }
        if (m.sentAtNanos() > 0) {
            facts.add(new Entry("Sent", since(m.polledAtNanos(), m.sentAtNanos()) + " after polling", "fg-down"));
        } else {
            facts.add(new Entry("Sent", "no: this client is not connected here", "fg-warn"));
        }
        facts.add(acknowledged(row));
        return facts;
    }

    private static List<Entry> ofClient(MessageRow row, GatewayEvent.ClientMessage m) {
        List<Entry> facts = new ArrayList<>();
        facts.add(new Entry("From", row.client() + "  " + m.clientKey().principal()));
        facts.add(new Entry("To", row.canister() + "  " + m.canister()));
        facts.add(number(row));
        facts.add(new Entry("Method", m.method()));
        facts.add(new Entry("Request", HexFormat.of().formatHex(m.requestId())));
        facts.add(new Entry("Size", size(m.frame().length)));
        facts.add(answer(row));
        facts.add(acknowledged(row));
        return facts;
    }

    private static Entry number(MessageRow row) {
        return new Entry("Number", row.seqInWords(), row.isOutOfSequence() ? "fg-warn" : "");
    }

    private static Entry answer(MessageRow row) {
        if (row.outcome() == null) {
            return new Entry("Answer", "under way", "fg-warn");
        }
        String took = " after " + Format.millis(row.callNanos()) + " ms";
        String words = row.callDetail().isEmpty() ? "" : ": " + row.callDetail();
        String outcome =
                switch (row.outcome()) {
                    case REPLIED_OK -> "Ok, certified";
                    case REPLIED_ERR -> "Err, certified";
                    case REJECTED -> "rejected";
                    case ACCEPTED -> "accepted, result unknown";
                    case FAILED -> "no valid answer";
                };
        boolean good = row.outcome() == CallOutcome.REPLIED_OK;
        String tone = good ? "fg-ok" : row.outcome() == CallOutcome.ACCEPTED ? "fg-warn" : "fg-fail";
        return new Entry("Answer", outcome + took + words, tone);
    }

    private static Entry acknowledged(MessageRow row) {
        if (row.sequenceNumber() < 0) {
            return new Entry("Acked", "not numbered", "muted");
        }
        return row.acknowledgedAt() == 0
                ? new Entry("Acked", "not yet", "muted")
                : new Entry("Acked", since(row.atNanos(), row.acknowledgedAt()) + " later");
    }

    private static String since(long fromNanos, long toNanos) {
        return "+" + Format.millis(Math.max(0, toNanos - fromNanos)) + " ms";
    }

    private static String size(long bytes) {
        return Format.count(bytes) + " B";
    }
}
