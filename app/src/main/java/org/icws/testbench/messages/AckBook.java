package org.icws.testbench.messages;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.protocol.v1.ServiceMessage;
import org.icws.gateway.protocol.v1.V1Exception;
import org.icws.testbench.messages.MessageRow.Direction;

/**
 * Which messages the other side has said to have. A canister says so in its AckMessage, a client in the KeepAliveMessage that
 * answers it (IC WebSocket protocol v1). FX thread only.
 */
public final class AckBook {

    private static final int MOST_OPEN = 2_000;
    private static final int MOST_CLIENTS = 10_000;

    /**
     * What is known of one client.
     *
     * @param openUp its messages the canister has not acknowledged
     * @param openDown messages to it that it has not acknowledged
     * @param lastAckAt when the canister's last AckMessage came, ns; 0 if none came
     * @param lastAckInterval time between its last two; 0 if there were not two
     * @param lastKeepAliveAt when the client last answered one, ns; 0 if it has not
     * @param firstAt when its first message was seen, ns
     */
    public record State(
            int openUp, int openDown, long lastAckAt, long lastAckInterval, long lastKeepAliveAt, long firstAt) {

        public static final State NONE = new State(0, 0, 0, 0, 0, 0);

        /** Whether the canister has asked and the client has not answered yet. */
        public boolean owesKeepAlive() {
            return lastAckAt > 0 && lastKeepAliveAt < lastAckAt;
        }
    }

    private static final class Track {

        private final ArrayDeque<MessageRow> up = new ArrayDeque<>();
        private final ArrayDeque<MessageRow> down = new ArrayDeque<>();
        private long lastAckAt;
        private long interval;
        private long lastKeepAliveAt;
        private long firstAt;
    }

    private final Map<ClientKey, Track> tracks = new LinkedHashMap<>(64, .75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ClientKey, Track> eldest) {
            return size() > MOST_CLIENTS;
        }
    };

    /** Takes note of a row; {@code event} is its event, at hand while the row is new. */
    void take(MessageRow row, GatewayEvent event) {
        if (row.clientKey() == null || row.sequenceNumber() < 0) {
            return;
        }
        Track track = tracks.computeIfAbsent(row.clientKey(), key -> new Track());
        track.firstAt = track.firstAt == 0 ? row.atNanos() : track.firstAt;
        ArrayDeque<MessageRow> open = row.direction() == Direction.UP ? track.up : track.down;
        if (open.size() == MOST_OPEN) {
            open.removeFirst();
        }
        open.addLast(row);
        if (row.service()) {
            service(row, event, track);
        }
    }

    private static void service(MessageRow row, GatewayEvent event, Track track) {
        try {
            if (event instanceof GatewayEvent.CanisterMessage down
                    && ServiceMessage.decode(down.appContent()) instanceof ServiceMessage.AckMessage ack) {
                track.interval = track.lastAckAt == 0 ? 0 : row.atNanos() - track.lastAckAt;
                track.lastAckAt = row.atNanos();
                acknowledge(track.up, ack.lastIncomingSequenceNumber(), row.atNanos());
            } else if (event instanceof GatewayEvent.ClientMessage up
                    && ServiceMessage.decode(up.appContent()) instanceof ServiceMessage.KeepAliveMessage alive) {
                track.lastKeepAliveAt = row.atNanos();
                acknowledge(track.down, alive.lastIncomingSequenceNumber(), row.atNanos());
            }
        } catch (V1Exception e) {
            // A service message that is none: the row shows it as it is.
        }
    }

    private static void acknowledge(ArrayDeque<MessageRow> open, long upTo, long atNanos) {
        while (!open.isEmpty() && open.peekFirst().sequenceNumber() <= upTo) {
            open.removeFirst().acknowledged(atNanos);
        }
    }

    /** What is known of this client. */
    public State of(ClientKey client) {
        Track t = tracks.get(client);
        return t == null
                ? State.NONE
                : new State(t.up.size(), t.down.size(), t.lastAckAt, t.interval, t.lastKeepAliveAt, t.firstAt);
    }

    void clear() {
        tracks.clear();
    }
}
