package org.icws.testbench.messages;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.icws.gateway.event.GatewayEvent;

/** Brings the rows of clients' messages and the ends of their calls together, whichever comes first. Bounded. FX thread only. */
final class OpenCalls {

    private final Map<ByteBuffer, MessageRow> unanswered;
    private final Map<ByteBuffer, GatewayEvent.CallCompleted> early;

    /** @param most how many of either kind wait for the other; the oldest give way */
    OpenCalls(int most) {
        this.unanswered = bounded(most);
        this.early = bounded(most);
    }

    private static <V> Map<ByteBuffer, V> bounded(int most) {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<ByteBuffer, V> eldest) {
                return size() > most;
            }
        };
    }

    /** A message of a client has a row. */
    void begin(MessageRow row, GatewayEvent.ClientMessage message) {
        ByteBuffer request = ByteBuffer.wrap(message.requestId());
        // The message is proved before it is told; its call may have ended meanwhile.
        GatewayEvent.CallCompleted call = early.remove(request);
        if (call != null) {
            row.answered(call);
        } else {
            unanswered.put(request, row);
        }
    }

    /** A call ended. */
    void end(GatewayEvent.CallCompleted call) {
        ByteBuffer request = ByteBuffer.wrap(call.requestId());
        MessageRow row = unanswered.remove(request);
        if (row != null) {
            row.answered(call);
        } else {
            early.put(request, call);
        }
    }

    void clear() {
        unanswered.clear();
        early.clear();
    }
}
