package org.icws.testbench.connections;

import java.util.List;
import org.icws.gateway.Limits;
import org.icws.gateway.SessionSnapshot;
import org.icws.testbench.messages.AckBook;
import org.icws.testbench.queues.AckLimits;
import org.icws.testbench.store.Format;

/**
 * How near one connection is to its limits, and what was counted, in the words that stand beside them.
 *
 * @param signer the key that the client signs with, in words
 * @param outbox what waits for the client against its bound
 * @param largestFrame the client's largest frame against the largest one allowed
 * @param nextAck age of the canister's last AckMessage
 * @param keepAlive age of the question that the client has to answer
 */
public record ConnectionFigures(
        String signer, Gauge outbox, Gauge largestFrame, Gauge nextAck, Gauge keepAlive, List<Count> counts) {

    /**
     * A measure against a limit.
     *
     * @param share of the limit; negative if there is nothing to compare
     * @param meaning what the limit is, in a sentence
     */
    public record Gauge(double share, String words, String meaning) {}

    /** One line of the counters; {@code meaning} says what is counted. */
    public record Count(String name, String up, String down, String meaning) {}

    private static final String NONE = "–";

    /**
     * @param limits the gateway's bounds; null if they are not known
     * @param times of the canister's acknowledgements, as configured
     * @param lossy whether events were lost, which makes what is counted from them a least
     */
    static ConnectionFigures of(
            ConnectionRow row, SessionTally tally, Limits limits, AckLimits times, boolean lossy, long nowNanos) {
        return new ConnectionFigures(
                signer(row.session(), tally),
                outbox(row.session(), limits),
                largestFrame(tally.largestUp(), limits),
                nextAck(row, times, nowNanos),
                keepAlive(row, times, nowNanos),
                counts(row, tally, lossy ? "≥ " : ""));
    }

    private static String signer(SessionSnapshot s, SessionTally tally) {
        if (s.protocol().equals("poc")) {
            return "Ed25519, as its protocol wants";
        }
        return tally.signer().isEmpty() ? "not seen yet" : tally.signer();
    }

    private static Gauge outbox(SessionSnapshot s, Limits limits) {
        if (limits == null) {
            return new Gauge(
                    -1,
                    Format.count(s.outboxMessages()) + ", " + Format.bytes(s.outboxBytes()),
                    "Messages on their way to the client.");
        }
        double messages = s.outboxMessages() / (double) limits.outboxMessages();
        double bytes = s.outboxBytes() / (double) limits.outboxBytes();
        String words = bytes > messages
                ? Format.bytes(s.outboxBytes()) + " of " + Format.bytes(limits.outboxBytes())
                : Format.count(s.outboxMessages()) + " of " + Format.count(limits.outboxMessages());
        return new Gauge(
                Math.max(messages, bytes),
                words,
                "Messages on their way to the client: the gateway closes a connection with 1013 at "
                        + Format.count(limits.outboxMessages()) + " messages or " + Format.bytes(limits.outboxBytes())
                        + ", whichever is nearer.");
    }

    private static Gauge largestFrame(long largest, Limits limits) {
        String seen = largest == 0 ? "none yet" : "max " + Format.bytes(largest);
        if (limits == null) {
            return new Gauge(-1, seen, "The client's largest frame.");
        }
        return new Gauge(
                largest / (double) limits.maxFrameBytes(),
                seen + (largest == 0 ? ", limit " : " of ") + Format.bytes(limits.maxFrameBytes()),
                "The client's largest frame. A larger one than the limit is refused with 1009.");
    }

    private static Gauge nextAck(ConnectionRow row, AckLimits times, long now) {
        AckBook.State acks = row.acks();
        long since = acks.lastAckAt() > 0 ? acks.lastAckAt() : acks.firstAt();
        String meaning = "Time since the canister's last AckMessage. Canisters do not tell how often they send one:"
                + " Settings has that time.";
        if (row.closed() || since == 0) {
            return new Gauge(-1, row.closed() ? NONE : "no message yet", meaning);
        }
        return new Gauge(
                (now - since) / (double) times.ackNanos(),
                Format.elapsed(now - since) + " of " + Format.elapsed(times.ackNanos()),
                meaning);
    }

    private static Gauge keepAlive(ConnectionRow row, AckLimits times, long now) {
        AckBook.State acks = row.acks();
        String limit = Format.elapsed(times.keepAliveNanos());
        String meaning = "The client answers the canister's AckMessage with a KeepAliveMessage. One that does not is"
                + " closed by the canister.";
        if (row.closed()) {
            return new Gauge(-1, NONE, meaning);
        } else if (acks.lastAckAt() == 0) {
            return new Gauge(-1, "not asked yet, limit " + limit, meaning);
        } else if (acks.owesKeepAlive()) {
            long age = now - acks.lastAckAt();
            return new Gauge(
                    age / (double) times.keepAliveNanos(), "due, " + Format.elapsed(age) + " of " + limit, meaning);
        }
        return new Gauge(
                0, "answered " + Format.elapsed(now - acks.lastKeepAliveAt()) + " ago, limit " + limit, meaning);
    }

    private static List<Count> counts(ConnectionRow row, SessionTally tally, String least) {
        SessionSnapshot s = row.session();
        return List.of(
                new Count("Frames", Format.count(s.framesIn()), Format.count(s.framesOut()), "WebSocket messages."),
                new Count("Bytes", Format.bytes(s.bytesIn()), Format.bytes(s.bytesOut()), "Payload bytes."),
                new Count(
                        "Rate",
                        rate(row.upBytesPerSecond()),
                        rate(row.downBytesPerSecond()),
                        "Payload bytes a second."),
                new Count("Last seq", seq(s.lastSeqUp()), seq(s.lastSeqDown()), "Highest sequence number."),
                new Count(
                        "Service",
                        least + Format.count(tally.serviceUp()),
                        least + Format.count(tally.serviceDown()),
                        "Open, acknowledgement, keep-alive and close messages."),
                new Count(
                        "Unacked",
                        Format.count(row.acks().openUp()),
                        Format.count(row.acks().openDown()),
                        "Messages of which the other side has not said that it has them."),
                new Count(
                        "Rejected",
                        least + Format.count(tally.rejected()),
                        least + Format.count(tally.unproven()),
                        "Up: frames the gateway refused and calls that did not end well. Down: messages whose proof"
                                + " failed."),
                new Count(
                        "Missing",
                        least + Format.count(tally.numbersUp().missing()),
                        least + Format.count(tally.numbersDown().missing()),
                        "Sequence numbers that were skipped and have not come since."),
                new Count(
                        "Late",
                        least + Format.count(tally.numbersUp().late()),
                        least + Format.count(tally.numbersDown().late()),
                        "Messages that came after one with a higher sequence number."),
                new Count(
                        "Repeated",
                        least + Format.count(tally.numbersUp().repeated()),
                        least + Format.count(tally.numbersDown().repeated()),
                        "Messages whose sequence number was there before."),
                new Count(
                        "p95 way",
                        way(tally.calls()),
                        way(tally.deliveries()),
                        "Of the last " + LastDurations.MOST + ", once there are " + LastDurations.ENOUGH
                                + ". Up: from the call's submission to its proven answer. Down: from the canister's"
                                + " timestamp to the socket."));
    }

    private static String rate(double bytesPerSecond) {
        return Format.bytes((long) bytesPerSecond) + "/s";
    }

    private static String way(LastDurations durations) {
        long p95 = durations.p95Nanos();
        return p95 < 0 ? NONE : Format.millis(p95) + " ms";
    }

    static String seq(long number) {
        return number < 0 ? NONE : Format.count(number);
    }
}
