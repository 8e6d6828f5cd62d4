package org.icws.testbench.overview;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ic4j.types.Principal;
import org.icws.gateway.event.CallOutcome;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.trust.Verdict;
import org.icws.testbench.messages.PayloadText;
import org.icws.testbench.store.Format;

/**
 * The last events as lines of the swim lane. Polls that brought nothing are folded: they only make a quiet stretch
 * longer. Not thread-safe.
 */
final class LaneStory {

    private static final int MOST_LINES = 600;
    private static final int MOST_SESSIONS = 5_000;
    private static final int LABEL = 26;
    private static final long LONG_QUIET_MILLIS = 60_000;
    private static final long WORTH_A_GAP_NANOS = 30_000_000L;

    /** Who an arrow starts from or ends at. */
    enum Place {
        CLIENT,
        GATEWAY,
        CANISTER
    }

    /** One arrow, without its coordinates, or a quiet stretch (then only {@code gap} is set). */
    record Line(
            long id,
            long atNanos,
            Place from,
            Place to,
            ClientKey client,
            Principal canister,
            String family,
            String label,
            String detail,
            String end,
            boolean thin,
            String gap) {}

    private final Map<Long, GatewayEvent.SessionIdentified> sessions = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, GatewayEvent.SessionIdentified> eldest) {
            return size() > MOST_SESSIONS;
        }
    };
    private final ArrayDeque<Line> lines = new ArrayDeque<>();
    private long quietSince;
    private long emptyPolls;

    /** Adds an event; returns whether there is a new line. An empty poll only lengthens a quiet stretch. */
    boolean add(GatewayEvent event) {
        if (event instanceof GatewayEvent.PollCompleted poll && poll.returned() == 0) {
            emptyPolls++;
            quietSince = quietSince == 0 ? poll.atNanos() : quietSince;
            return false;
        }
        List<Line> fresh = linesOf(event);
        if (fresh.isEmpty()) {
            return false;
        }
        long last = lines.isEmpty() ? 0 : lines.getLast().atNanos();
        if (emptyPolls > 0 && last > 0 && event.atNanos() - last >= WORTH_A_GAP_NANOS) {
            push(gapLine(event.atNanos(), quietText(event.atNanos() - last)));
        }
        emptyPolls = 0;
        quietSince = 0;
        fresh.forEach(this::push);
        return true;
    }

    private void push(Line line) {
        if (lines.size() == MOST_LINES) {
            lines.removeFirst();
        }
        lines.addLast(line);
    }

    /** All lines, oldest first; the last one is the quiet stretch that still goes on, if it does. */
    List<Line> lines(long nowNanos) {
        List<Line> all = new ArrayList<>(lines);
        if (emptyPolls > 1 && quietSince > 0 && !lines.isEmpty()) {
            all.add(gapLine(nowNanos, quietText(nowNanos - quietSince)));
        }
        return all;
    }

    private static Line gapLine(long atNanos, String text) {
        return new Line(-1, atNanos, null, null, null, null, "", "", "", "", false, text);
    }

    private String quietText(long nanos) {
        long ms = Math.max(0, nanos) / 1_000_000;
        if (ms >= LONG_QUIET_MILLIS) {
            // Whole minutes: a picture that nobody looks at need not be painted every second.
            return "quiet for " + Format.count(ms / 60_000) + " min · polls bring nothing";
        }
        String time = ms < 1000 ? ms + " ms" : Format.count(ms / 1000) + " s";
        return "quiet for " + time + " · " + Format.count(emptyPolls, "empty poll");
    }

    private List<Line> linesOf(GatewayEvent event) {
        if (event instanceof GatewayEvent.SessionIdentified who) {
            sessions.put(who.sessionId(), who);
            return List.of();
        }
        if (event instanceof GatewayEvent.FrameRefused refused && sessions.containsKey(refused.sessionId())) {
            return List.of(fromClient(refused, refused.sessionId())
                    .look("fail", "frame refused", cut(refused.reason()), "fail", false));
        }
        if (event instanceof GatewayEvent.SessionClosed closed && sessions.containsKey(closed.sessionId())) {
            return List.of(closing(closed));
        }
        if (event instanceof GatewayEvent.ClientMessage m) {
            return up(m);
        }
        if (event instanceof GatewayEvent.CallCompleted call) {
            return List.of(answer(call));
        }
        if (event instanceof GatewayEvent.PollCompleted poll) {
            return page(poll);
        }
        if (event instanceof GatewayEvent.CanisterMessage m) {
            return m.sessionId() < 0 ? List.of() : List.of(down(m));
        }
        if (event instanceof GatewayEvent.PollFailed poll) {
            return List.of(arrow(poll, Place.GATEWAY, Place.CANISTER, null, poll.canister())
                    .look("fail", "poll failed", cut(FailingPolls.plain(poll.what())), "fail", true));
        }
        return List.of();
    }

    private Builder fromClient(GatewayEvent event, long session) {
        GatewayEvent.SessionIdentified who = sessions.get(session);
        return arrow(event, Place.CLIENT, Place.GATEWAY, who.clientKey(), who.canister());
    }

    private Line closing(GatewayEvent.SessionClosed closed) {
        String detail = closed.code() + (closed.reason().isEmpty() ? "" : " " + closed.reason());
        if (closed.initiator().equals("client")) {
            return fromClient(closed, closed.sessionId()).look("service", "close", cut(detail), "", false);
        }
        GatewayEvent.SessionIdentified who = sessions.get(closed.sessionId());
        return arrow(closed, Place.GATEWAY, Place.CLIENT, who.clientKey(), who.canister())
                .look("service", "close", cut(detail), "", false);
    }

    private static List<Line> up(GatewayEvent.ClientMessage m) {
        boolean refused = m.proof().verdict() == Verdict.FAILED;
        boolean service = !m.kind().equals("app");
        String family = refused ? "fail" : service ? "service" : "up";
        String number = m.sequenceNumber() < 0 ? "" : "seq " + Format.count(m.sequenceNumber()) + " · ";
        ClientKey client = m.clientKey();
        Line arrival = arrow(m, Place.CLIENT, Place.GATEWAY, client, m.canister())
                .look(family, title(m.kind(), m.appContent()), number + Format.bytes(m.frame().length), mark(m), false);
        Line call = arrow(m, Place.GATEWAY, Place.CANISTER, client, m.canister())
                .look(family, "call", m.method(), "", false);
        return List.of(arrival, call);
    }

    private static String mark(GatewayEvent.ClientMessage m) {
        return switch (m.proof().verdict()) {
            case VERIFIED -> "ok";
            case FAILED -> "fail";
            case NOT_CHECKED -> "warn";
        };
    }

    private static Line answer(GatewayEvent.CallCompleted call) {
        String took = Format.millis(call.durationNanos()) + " ms";
        Builder arrow = arrow(call, Place.CANISTER, Place.GATEWAY, null, call.canister());
        return call.outcome() == CallOutcome.REPLIED_OK
                ? arrow.look("service", "certified", took, "ok", true)
                : arrow.look("fail", call.method() + " refused", cut(FailingPolls.plain(call.detail())), "fail", false);
    }

    private static List<Line> page(GatewayEvent.PollCompleted poll) {
        Line question = arrow(poll, Place.GATEWAY, Place.CANISTER, null, poll.canister())
                .look("service", "poll", "from " + Format.count(poll.fromNonce()), "", true);
        String took = poll.endOfQueue() ? Format.millis(poll.durationNanos()) + " ms" : "more are waiting";
        Line answer = arrow(poll, Place.CANISTER, Place.GATEWAY, null, poll.canister())
                .look("down", Format.count(poll.returned(), "message"), took, "", false);
        return List.of(question, answer);
    }

    private static Line down(GatewayEvent.CanisterMessage m) {
        String end =
                switch (m.proof().verdict()) {
                    case VERIFIED -> "ok";
                    case FAILED -> "fail";
                    case NOT_CHECKED -> "warn";
                };
        String family = end.equals("fail") ? "fail" : m.service() ? "service" : "down";
        String detail = "seq " + Format.count(m.sequenceNumber()) + " · " + Format.bytes(m.frameBytes());
        return arrow(m, Place.GATEWAY, Place.CLIENT, m.clientKey(), m.canister())
                .look(family, title(m.kind(), m.appContent()), detail, end, false);
    }

    private static String title(String kind, byte[] content) {
        return kind.equals("app") && content != null ? cut(PayloadText.headline(content)) : kind;
    }

    private static String cut(String words) {
        return words.length() <= LABEL ? words : words.substring(0, LABEL - 1) + "…";
    }

    private static Builder arrow(GatewayEvent event, Place from, Place to, ClientKey client, Principal canister) {
        return new Builder(event, from, to, client, canister);
    }

    private record Builder(GatewayEvent event, Place from, Place to, ClientKey client, Principal canister) {

        Line look(String family, String label, String detail, String end, boolean thin) {
            boolean message = event instanceof GatewayEvent.ClientMessage && from == Place.CLIENT
                    || event instanceof GatewayEvent.CanisterMessage;
            long id = message ? event.sequence() : -1;
            return new Line(id, event.atNanos(), from, to, client, canister, family, label, detail, end, thin, null);
        }
    }

    /** How far an arrow falls, in rows. */
    static double fall(Line line) {
        return line.thin() ? .22 : line.from() == Place.GATEWAY && line.to() == Place.CANISTER ? .3 : .42;
    }
}
