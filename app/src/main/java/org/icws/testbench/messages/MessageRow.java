package org.icws.testbench.messages;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.ic4j.types.Principal;
import org.icws.gateway.event.CallOutcome;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.trust.Proof;
import org.icws.gateway.trust.Verdict;
import org.icws.testbench.store.PayloadStore;

/**
 * One line of the messages table. Small, because there may be a million: the event itself, with its bytes and its proof,
 * lies in the {@link PayloadStore}. Made off the FX thread, then used by it alone.
 */
public final class MessageRow implements RowWords {

    /** Where a message goes. */
    public enum Direction {
        UP,
        DOWN
    }

    /** What a person did with a row. */
    public record Note(boolean pinned, boolean marked, String comment) {

        static final Note NONE = new Note(false, false, "");
    }

    /** How a call ended: with the canister's words, or like a million others. */
    private record CallEnd(CallOutcome outcome, String detail) {

        static final CallEnd NONE = new CallEnd(null, "");
        private static final Map<CallOutcome, CallEnd> WITHOUT_WORDS = new EnumMap<>(CallOutcome.class);

        static {
            for (CallOutcome outcome : CallOutcome.values()) {
                WITHOUT_WORDS.put(outcome, new CallEnd(outcome, ""));
            }
        }

        static CallEnd of(CallOutcome outcome, String detail) {
            return "".equals(detail) ? WITHOUT_WORDS.get(outcome) : new CallEnd(outcome, detail);
        }
    }

    private static final int UNKNOWN = Integer.MIN_VALUE;

    private final PayloadStore payloads;
    private final MessageWay way;
    private final RowJudgement judgement;
    private final String line;
    private final boolean quoted;
    private final boolean cut;
    private final long id;
    private final long atNanos;
    private final long previousNanos;
    private final long sequenceNumber;
    private final long stampedNanos;
    private final int index;
    private final int session;
    private final int bytes;
    private final int slot;
    private final int page;
    private final int pollMicros;
    private final int polledMicros;
    private final int sentMicros;
    private int callMicros;
    private long acknowledgedAt;
    private GatewayEvent held;
    private CallEnd call = CallEnd.NONE;
    private Note note = Note.NONE;

    /** What every kind of message has in common, before it becomes a row. */
    record Draft(
            long id,
            long atNanos,
            MessageWay way,
            long session,
            long sequenceNumber,
            int bytes,
            Verdict verdict,
            String failure,
            long stampedNanos,
            long polledNanos,
            long sentNanos) {}

    /** Whether a word occurs in the line, whatever stands around it. */
    boolean has(org.icws.testbench.filter.FilterLanguage.Words word) {
        return word.in(line);
    }

    /** Whether the content may hold more than the line, which may be its text alone, or its beginning. */
    boolean mayHoldMore() {
        return cut || quoted;
    }

    /** The line for a regular expression, without its quotation marks. */
    String bareText() {
        return line;
    }

    /** Where the row's contents lie; the page is that of the poll that brought it, -1 without one. */
    record Places(PayloadStore payloads, int slot, int page, long pollNanos) {}

    MessageRow(
            Draft draft, long index, long previousNanos, SequenceCheck.Finding finding, String preview, Places places) {
        this.payloads = places.payloads();
        this.way = draft.way();
        this.judgement = RowJudgement.of(draft.verdict(), draft.failure(), finding);
        this.id = draft.id();
        this.atNanos = draft.atNanos();
        this.previousNanos = previousNanos;
        this.sequenceNumber = draft.sequenceNumber();
        this.stampedNanos = draft.stampedNanos();
        this.index = (int) Math.min(Integer.MAX_VALUE, index);
        this.session = (int) draft.session();
        this.bytes = draft.bytes();
        this.slot = places.slot();
        this.page = places.page();
        this.pollMicros = places.pollNanos() < 0 ? UNKNOWN : micros(places.pollNanos());
        this.polledMicros = draft.polledNanos() == 0 ? UNKNOWN : micros(draft.polledNanos() - atNanos);
        this.sentMicros = draft.sentNanos() == 0 ? UNKNOWN : micros(draft.sentNanos() - atNanos);
        // Kept without the signs that would make every one of its characters take two bytes.
        this.quoted = preview.startsWith("“") && preview.endsWith("”");
        String inner = quoted ? preview.substring(1, preview.length() - 1) : preview;
        this.cut = inner.endsWith("…");
        this.line = cut ? inner.substring(0, inner.length() - 1) : inner;
    }

    /** Microseconds, at most half an hour: enough for what is measured here, and half the room. */
    private static int micros(long nanos) {
        return (int) Math.max(-Integer.MAX_VALUE, Math.min(Integer.MAX_VALUE, nanos / 1_000));
    }

    private long nanosOf(int micros) {
        return micros == UNKNOWN ? 0 : atNanos + micros * 1_000L;
    }

    /** Number of the engine's event; stays the same while rows before it go. */
    public long id() {
        return id;
    }

    /** When it arrived, ns since the epoch. */
    @Override
    public long atNanos() {
        return atNanos;
    }

    /** When the message before it arrived; 0 for the first one. */
    @Override
    public long previousNanos() {
        return previousNanos;
    }

    /** The event with all its bytes; null if they are not kept any more. */
    public GatewayEvent event() {
        return held != null ? held : payloads.get(slot);
    }

    /** Its own event stays as long as the row. */
    void hold() {
        held = event();
    }

    /** The event may go, unless the row is pinned. */
    void letGo() {
        held = note.pinned() ? held : null;
    }

    int slot() {
        return slot;
    }

    /** The first thing of this row in the store. */
    int firstSlot() {
        return page < 0 ? slot : Math.min(slot, page);
    }

    /** The poll that brought it, with certificate and tree; null for a client's message or if it is not kept. */
    public GatewayEvent.PollCompleted page() {
        return page >= 0 && payloads.get(page) instanceof GatewayEvent.PollCompleted poll ? poll : null;
    }

    /** How long that poll took; -1 without one. */
    public long pollNanos() {
        return pollMicros == UNKNOWN ? -1 : pollMicros * 1_000L;
    }

    @Override
    public Direction direction() {
        return way.direction();
    }

    public Principal canisterId() {
        return way.canister() == null ? null : way.canister().principal();
    }

    public ClientKey clientKey() {
        return way.clientKey();
    }

    public String canister() {
        return way.canister() == null ? "–" : way.canister().name();
    }

    public String canisterText() {
        return way.canister() == null ? "" : way.canister().text();
    }

    public String client() {
        return way.client() == null ? "–" : way.client().name();
    }

    public String clientText() {
        return way.client() == null ? "" : way.client().text();
    }

    /** Number of the session; -1 if there is none. */
    public long session() {
        return session;
    }

    @Override
    public long number() {
        return index;
    }

    @Override
    public long sequenceNumber() {
        return sequenceNumber;
    }

    @Override
    public String kind() {
        return way.kind();
    }

    @Override
    public boolean service() {
        return way.service();
    }

    @Override
    public int byteCount() {
        return bytes;
    }

    /** The proof; null if the frame was refused before, or if it is not kept any more. */
    public Proof proof() {
        GatewayEvent event = event();
        if (event instanceof GatewayEvent.ClientMessage up) {
            return up.proof();
        }
        return event instanceof GatewayEvent.CanisterMessage down ? down.proof() : null;
    }

    /** What the proof came to; null if the frame was refused before. */
    @Override
    public Verdict verdict() {
        return judgement.verdict();
    }

    /** The canister's time of it, ns since the epoch; 0 if there is none. */
    public long stampedNanos() {
        return stampedNanos;
    }

    /** When the poll that brought it was answered; 0 if none did. */
    public long polledNanos() {
        return nanosOf(polledMicros);
    }

    /** When it was handed to the client's socket; 0 if it was not. */
    public long sentNanos() {
        return nanosOf(sentMicros);
    }

    @Override
    public SequenceCheck.Finding finding() {
        return judgement.finding();
    }

    /** Whether both are numbered by the same sender for the same receiver. */
    boolean isOfSameSequence(MessageRow other) {
        return sequenceNumber >= 0
                && other.sequenceNumber >= 0
                && way.direction() == other.way.direction()
                && Objects.equals(
                        way.canister().principal(), other.way.canister().principal())
                && Objects.equals(way.clientKey(), other.way.clientKey());
    }

    void answered(GatewayEvent.CallCompleted call) {
        this.call = CallEnd.of(call.outcome(), call.detail());
        callMicros = micros(call.durationNanos());
    }

    /** How the call ended that carried it up; null if it has not ended, or it came down. */
    public CallOutcome outcome() {
        return call.outcome();
    }

    /** How long that call took. */
    public long callNanos() {
        return callMicros * 1_000L;
    }

    public String callDetail() {
        return call.detail();
    }

    void acknowledged(long atNanos) {
        acknowledgedAt = atNanos;
    }

    /** When the other side said that it has it; 0 while it has not. */
    public long acknowledgedAt() {
        return acknowledgedAt;
    }

    @Override
    public Note note() {
        return note;
    }

    void setNote(Note next) {
        note = next;
        if (next.pinned()) {
            hold();
        }
    }

    /** The content in one line, or what is wrong with the message. */
    public String preview() {
        if (verdict() == Verdict.FAILED) {
            return "failed: " + judgement.failure();
        }
        return finding().suspicious() ? finding().sentence() : text();
    }

    /** The content in one line, whatever is wrong with it; the text that filters search. */
    public String text() {
        return quoted || cut ? (quoted ? "“" : "") + line + (cut ? "…" : "") + (quoted ? "”" : "") : line;
    }

    /** The Candid bytes of the application's or the service message; null if there are none. */
    public byte[] content() {
        GatewayEvent event = event();
        if (event instanceof GatewayEvent.ClientMessage up) {
            return up.appContent();
        }
        return event instanceof GatewayEvent.CanisterMessage down ? down.appContent() : null;
    }

    /** The CBOR bytes that were signed or certified; null if there are none. */
    public byte[] signedBytes() {
        GatewayEvent event = event();
        if (event instanceof GatewayEvent.ClientMessage up) {
            return up.frame();
        }
        return event instanceof GatewayEvent.CanisterMessage down ? down.content() : null;
    }
}
