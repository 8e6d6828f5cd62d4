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

    static List<Entry> facts(MessageRow row, GatewayEvent.CallCompleted call) {
        if (row.event() instanceof GatewayEvent.CanisterMessage down) {
            return ofCanister(row, down);
        }
        if (row.event() instanceof GatewayEvent.ClientMessage up) {
            return ofClient(row, up, call);
        }
        GatewayEvent.FrameRefused refused = (GatewayEvent.FrameRefused) row.event();
        return List.of(
                new Entry("Session", String.valueOf(refused.sessionId())),
                new Entry("Code", String.valueOf(refused.code()), "fg-fail"),
                new Entry("Reason", refused.reason(), "fg-fail"),
                new Entry("Size", size(refused.bytes())));
    }

    private static List<Entry> ofCanister(MessageRow row, GatewayEvent.CanisterMessage m) {
        List<Entry> facts = new ArrayList<>();
        facts.add(new Entry("From", row.canister() + "  " + m.canister()));
        facts.add(new Entry("To", row.client() + "  " + m.clientKey().principal()));
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
        return facts;
    }

    private static List<Entry> ofClient(MessageRow row, GatewayEvent.ClientMessage m, GatewayEvent.CallCompleted call) {
        List<Entry> facts = new ArrayList<>();
        facts.add(new Entry("From", row.client() + "  " + m.clientKey().principal()));
        facts.add(new Entry("To", row.canister() + "  " + m.canister()));
        facts.add(new Entry("Method", m.method()));
        facts.add(new Entry("Request", HexFormat.of().formatHex(m.requestId())));
        facts.add(new Entry("Size", size(m.frame().length)));
        facts.add(answer(call));
        return facts;
    }

    private static Entry answer(GatewayEvent.CallCompleted call) {
        if (call == null) {
            return new Entry("Answer", "under way", "fg-warn");
        }
        String took = " after " + Format.millis(call.durationNanos()) + " ms";
        String words = call.detail().isEmpty() ? "" : ": " + call.detail();
        boolean good = call.outcome() == CallOutcome.REPLIED_OK;
        String outcome =
                switch (call.outcome()) {
                    case REPLIED_OK -> "Ok, certified";
                    case REPLIED_ERR -> "Err, certified";
                    case REJECTED -> "rejected";
                    case ACCEPTED -> "accepted, result unknown";
                    case FAILED -> "no valid answer";
                };
        String tone = good ? "fg-ok" : call.outcome() == CallOutcome.ACCEPTED ? "fg-warn" : "fg-fail";
        return new Entry("Answer", outcome + took + words, tone);
    }

    private static String since(long fromNanos, long toNanos) {
        return "+" + Format.millis(Math.max(0, toNanos - fromNanos)) + " ms";
    }

    private static String size(long bytes) {
        return Format.count(bytes) + " B";
    }
}
