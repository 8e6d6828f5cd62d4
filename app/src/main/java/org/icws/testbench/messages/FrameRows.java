package org.icws.testbench.messages;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.icws.gateway.event.GatewayEvent;
import org.icws.testbench.store.Frame;
import org.icws.testbench.store.NameBook;
import org.icws.testbench.store.PayloadStore;

/** Makes rows of a frame's events on the pump's thread, for the FX thread to take over. */
final class FrameRows {

    private final NameBook names;
    private final PayloadStore payloads;
    private final SessionBook sessions;
    private volatile MessageRows maker;
    private volatile Made made;

    /**
     * What was made of a frame.
     *
     * @param rows a row for each of the events, null for the end of a call
     */
    record Made(Frame frame, List<MessageRow> rows, List<GatewayEvent> events) {}

    /** @param sessions told of all events */
    FrameRows(NameBook names, PayloadStore payloads, SessionBook sessions) {
        this.names = names;
        this.payloads = payloads;
        this.sessions = sessions;
        this.maker = new MessageRows(names, payloads);
    }

    /** Another network numbers its events and messages anew. */
    void clear() {
        maker = new MessageRows(names, payloads);
        made = null;
    }

    /** Makes the rows of a frame; they stay until the next frame. */
    void prepare(Frame frame) {
        List<MessageRow> rows = new ArrayList<>();
        List<GatewayEvent> events = new ArrayList<>();
        MessageRows now = maker;
        for (GatewayEvent event : frame.events()) {
            sessions.take(event);
            Optional<MessageRow> row = now.of(event);
            if (row.isPresent() || event instanceof GatewayEvent.CallCompleted) {
                rows.add(row.orElse(null));
                events.add(event);
            }
        }
        made = new Made(frame, rows, events);
    }

    /** Hands the rows of a frame over; made now if they were not before. */
    Made take(Frame frame) {
        if (made == null || made.frame() != frame) {
            prepare(frame);
        }
        Made now = made;
        made = null;
        return now;
    }
}
