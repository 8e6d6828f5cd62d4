package org.icws.testbench.messages;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ic4j.types.Principal;
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

    /** Rows of all clients that can still be told when they were acknowledged: as many as are usually kept. */
    private static final int MOST_ROWS = 100_000;

    private static final int MOST_CLIENTS = 10_000;

    private final int mostRows;
    private int rows;

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

    /** The open messages of one direction. Rows there is no room for go, but are counted until they are acknowledged. */
    private static final class Open {

        private final ArrayDeque<MessageRow> rows = new ArrayDeque<>();
        private long withoutRow;
        private long lastWithoutRow;

        int count() {
            return Math.toIntExact(rows.size() + withoutRow);
        }

        private void forgetFirst() {
            lastWithoutRow = rows.removeFirst().sequenceNumber();
            withoutRow++;
        }

        /** Returns how many rows were acknowledged. */
        private int acknowledge(long upTo, long atNanos) {
            withoutRow = Math.min(withoutRow, Math.max(0, lastWithoutRow - upTo));
            int before = rows.size();
            while (!rows.isEmpty() && rows.peekFirst().sequenceNumber() <= upTo) {
                rows.removeFirst().acknowledged(atNanos);
            }
            return before - rows.size();
        }
    }

    private static final class Track {

        private final Open up = new Open();
        private final Open down = new Open();
        private long lastAckAt;
        private long interval;
        private long lastKeepAliveAt;
        private long firstAt;
    }

    /** Canisters of the proof of concept count their clients each for itself. */
    private record Who(ClientKey client, Principal canister) {}

    private final Map<Who, Track> tracks = new LinkedHashMap<>(64, .75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Who, Track> eldest) {
            boolean full = size() > MOST_CLIENTS;
            if (full) {
                Track gone = eldest.getValue();
                rows -= gone.up.rows.size() + gone.down.rows.size();
            }
            return full;
        }
    };

    AckBook(int mostRows) {
        this.mostRows = mostRows;
    }

    public AckBook() {
        this(MOST_ROWS);
    }

    /** Takes note of a row; {@code event} is its event, at hand while the row is new. */
    void take(MessageRow row, GatewayEvent event) {
        if (row.clientKey() == null || row.sequenceNumber() < 0) {
            return;
        }
        Track track = tracks.computeIfAbsent(new Who(row.clientKey(), row.canisterId()), who -> new Track());
        track.firstAt = track.firstAt == 0 ? row.atNanos() : track.firstAt;
        Open open = row.direction() == Direction.UP ? track.up : track.down;
        open.rows.addLast(row);
        if (rows < mostRows) {
            rows++;
        } else {
            open.forgetFirst();
        }
        if (row.service()) {
            service(row, event, track);
        }
    }

    private void service(MessageRow row, GatewayEvent event, Track track) {
        try {
            if (event instanceof GatewayEvent.CanisterMessage down
                    && ServiceMessage.decode(down.appContent()) instanceof ServiceMessage.AckMessage ack) {
                track.interval = track.lastAckAt == 0 ? 0 : row.atNanos() - track.lastAckAt;
                track.lastAckAt = row.atNanos();
                rows -= track.up.acknowledge(ack.lastIncomingSequenceNumber(), row.atNanos());
            } else if (event instanceof GatewayEvent.ClientMessage up
                    && ServiceMessage.decode(up.appContent()) instanceof ServiceMessage.KeepAliveMessage alive) {
                track.lastKeepAliveAt = row.atNanos();
                rows -= track.down.acknowledge(alive.lastIncomingSequenceNumber(), row.atNanos());
            }
        } catch (V1Exception e) {
            // A service message that is none: the row shows it as it is.
        }
    }

    /**
     * What is known of this client.
     *
     * @param canister the one it talks to
     */
    public State of(ClientKey client, Principal canister) {
        Track t = tracks.get(new Who(client, canister));
        return t == null
                ? State.NONE
                : new State(t.up.count(), t.down.count(), t.lastAckAt, t.interval, t.lastKeepAliveAt, t.firstAt);
    }

    void clear() {
        tracks.clear();
        rows = 0;
    }
}
