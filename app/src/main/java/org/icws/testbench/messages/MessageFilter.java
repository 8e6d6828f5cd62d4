package org.icws.testbench.messages;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.icws.gateway.event.CallOutcome;
import org.icws.gateway.trust.Verdict;
import org.icws.testbench.filter.FilterException;
import org.icws.testbench.filter.FilterLanguage;
import org.icws.testbench.messages.MessageRow.Direction;

/** What can be asked of messages. */
public final class MessageFilter {

    private static final Pattern NUMBERED_ANEW = Pattern.compile("~(session|n)\\b");
    private static final double MILLIS = 1e6;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** The language of the filter field in Messages. */
    public static final FilterLanguage<MessageRow> LANGUAGE = language(term -> {});

    private MessageFilter() {}

    /** @param contents told of every term about contents while an expression is parsed */
    static FilterLanguage<MessageRow> language(Consumer<ContentTerm> contents) {
        return new FilterLanguage<MessageRow>((row, word) -> row.has(word)
                        || !row.rowStyle().isEmpty() && word.in(row.preview())
                        || word.in(row.client())
                        || word.in(row.canister())
                        || word.in(row.kind())
                        || word.in(row.directionWord())
                        || word.in(row.verdictWord())
                        || word.in(row.note().comment()))
                .choice(
                        "dir",
                        "~dir up",
                        "which way it goes",
                        Map.of(
                                "up", row -> row.direction() == Direction.UP,
                                "down", row -> row.direction() == Direction.DOWN))
                .text("kind", "~kind app", "app, ws_open, or the name of a service message", MessageRow::kind)
                .text("canister", "~canister rates", "name or principal", r -> r.canister() + " " + r.canisterText())
                .text("client", "~client Ada", "name or principal", r -> r.client() + " " + r.clientText())
                .term(
                        "b",
                        "~b hello",
                        "content, all of it; what is not in the line is found a little later",
                        (value, position) -> {
                            ContentTerm term = new ContentTerm(FilterLanguage.pattern(value, position));
                            contents.accept(term);
                            return term;
                        })
                .number("seq", "~seq 7..9", "sequence number: 7, >7, <7, 7..9", 1, MessageRow::sequenceNumber, -1)
                .number("n", "~n >100", "number in the table", 1, MessageRow::number, -1)
                .number("size", "~size >1000", "bytes", 1, MessageRow::byteCount, -1)
                .number("session", "~session 3", "number of the session", 1, MessageRow::session, -1)
                .choice("verdict", "~verdict failed", "what the proof came to", verdicts())
                .choice("call", "~call err", "how the call ended that carried it up", outcomes())
                .number(
                        "took",
                        "~took >50",
                        "milliseconds: the call up, or stamped until sent down",
                        MILLIS,
                        r -> took(r),
                        -1)
                .number(
                        "poll",
                        "~poll 16..32",
                        "milliseconds of the poll that brought it",
                        MILLIS,
                        MessageRow::pollNanos,
                        -1)
                .term("at", "~at 14:00:30..14:00:35", "time of day, from and until", MessageFilter::time)
                .flag("svc", "service messages and ws_open", MessageRow::service)
                .flag("gap", "sequence number does not follow", r -> r.finding().suspicious())
                .flag("unacked", "the other side has not said that it has it", MessageFilter::unacked)
                .flag("marked", "marked by you", r -> r.note().marked())
                .flag("pinned", "pinned by you", r -> r.note().pinned())
                .text("note", "~note bug", "your comment", r -> r.note().comment());
    }

    private static boolean unacked(MessageRow row) {
        return row.sequenceNumber() >= 0 && row.acknowledgedAt() == 0;
    }

    private static long took(MessageRow row) {
        if (row.direction() == Direction.UP) {
            return row.outcome() == null ? -1 : row.callNanos();
        }
        return row.sentNanos() == 0 || row.stampedNanos() == 0 ? -1 : Math.max(0, row.sentNanos() - row.stampedNanos());
    }

    private static Map<String, Predicate<MessageRow>> verdicts() {
        Map<String, Predicate<MessageRow>> all = new LinkedHashMap<>();
        all.put("verified", row -> row.verdict() == Verdict.VERIFIED);
        all.put("failed", row -> row.verdict() == Verdict.FAILED);
        all.put("unchecked", row -> row.verdict() == Verdict.NOT_CHECKED);
        all.put("refused", row -> row.verdict() == null);
        return all;
    }

    private static Map<String, Predicate<MessageRow>> outcomes() {
        Map<String, Predicate<MessageRow>> all = new LinkedHashMap<>();
        all.put("ok", row -> row.outcome() == CallOutcome.REPLIED_OK);
        all.put("err", row -> row.outcome() == CallOutcome.REPLIED_ERR);
        all.put("rejected", row -> row.outcome() == CallOutcome.REJECTED);
        all.put("failed", row -> row.outcome() == CallOutcome.FAILED);
        all.put("accepted", row -> row.outcome() == CallOutcome.ACCEPTED);
        return all;
    }

    /** Today's time of day, or that of the day it was written: rows of another day do not match. */
    private static Predicate<MessageRow> time(String value, int position) {
        int dots = value.indexOf("..");
        if (dots < 0) {
            throw new FilterException("~at wants from and until: 14:00:30..14:00:35", position);
        }
        long from = nanos(value.substring(0, dots), position);
        long until = nanos(value.substring(dots + 2), position + dots + 2);
        return row -> row.atNanos() >= from && row.atNanos() < until;
    }

    private static long nanos(String time, int position) {
        try {
            var instant = LocalTime.parse(time)
                    .atDate(LocalDate.now())
                    .atZone(ZoneId.systemDefault())
                    .toInstant();
            return instant.getEpochSecond() * NANOS_PER_SECOND + instant.getNano();
        } catch (DateTimeParseException e) {
            throw new FilterException("\"" + time + "\" is not a time of day such as 14:00:30", position);
        }
    }

    /** What of an expression is worth remembering: sessions and rows are numbered anew in each run, so nothing if it names one. */
    public static String forAnotherRun(String expression) {
        return NUMBERED_ANEW.matcher(expression).find() ? "" : expression;
    }

    /** A value as it has to be written to mean itself in a term that takes a regular expression. */
    public static String quote(String value) {
        String plain = value.replaceAll("([\\\\.*+?^$(){}|\\[\\]])", "\\\\$1");
        boolean bare = plain.matches("[^\\s()&|\"]+");
        return bare ? plain : '"' + plain.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
