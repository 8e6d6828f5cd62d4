package org.icws.testbench.messages;

import org.ic4j.types.Principal;
import org.icws.gateway.event.CallOutcome;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.trust.Proof;
import org.icws.gateway.trust.Verdict;
import org.icws.testbench.control.Badge.Tone;
import org.icws.testbench.store.Format;
import org.icws.testbench.store.NameBook.Party;
import org.icws.testbench.store.PayloadStore;

/**
 * One line of the messages table. Small, because there may be a million: the event itself, with its bytes and its proof,
 * lies in the {@link PayloadStore}. Made off the FX thread, then used by it alone.
 */
public final class MessageRow {

    /** Where a message goes. */
    public enum Direction {
        UP,
        DOWN
    }

    /** What a person did with a row. */
    public record Note(boolean pinned, boolean marked, String comment) {

        static final Note NONE = new Note(false, false, "");
    }

    private final PayloadStore payloads;
    private final Draft draft;
    private final long index;
    private final long previousNanos;
    private final SequenceCheck.Finding finding;
    private final Line preview;
    private final int slot;
    private final int page;
    private final long pollNanos;
    private GatewayEvent held;
    private CallOutcome outcome;
    private long callNanos;
    private String callDetail = "";
    private long acknowledgedAt;
    private Note note = Note.NONE;

    /** What every kind of message has in common, before it becomes a row. */
    record Draft(
            long id,
            long atNanos,
            Direction direction,
            Party canister,
            Party client,
            ClientKey clientKey,
            long session,
            long sequenceNumber,
            String kind,
            boolean service,
            int bytes,
            Verdict verdict,
            String failure,
            long stampedNanos,
            long polledNanos,
            long sentNanos) {}

    /** A line of text without the signs that would make every one of its characters take two bytes. */
    private record Line(String bare, boolean quoted, boolean cut) {

        static Line of(String words) {
            boolean quoted = words.startsWith("“") && words.length() > 1;
            String inner = quoted ? words.substring(1) : words;
            boolean cut = inner.endsWith("…") || inner.endsWith("…”");
            inner = inner.endsWith("”") && quoted ? inner.substring(0, inner.length() - 1) : inner;
            return new Line(cut ? inner.substring(0, inner.length() - 1) : inner, quoted, cut);
        }

        String words() {
            return quoted || cut ? (quoted ? "“" : "") + bare + (cut ? "…" : "") + (quoted ? "”" : "") : bare;
        }
    }

    /** Whether a word occurs in the line, whatever stands around it. */
    boolean has(org.icws.testbench.filter.FilterLanguage.Words word) {
        return word.in(preview.bare());
    }

    /** The line for a regular expression, without its quotation marks. */
    String bareText() {
        return preview.bare();
    }

    /** Where the row's contents lie; the page is that of the poll that brought it, -1 without one. */
    record Places(PayloadStore payloads, int slot, int page, long pollNanos) {}

    MessageRow(
            Draft draft, long index, long previousNanos, SequenceCheck.Finding finding, String preview, Places places) {
        this.draft = draft;
        this.index = index;
        this.previousNanos = previousNanos;
        this.finding = finding;
        this.preview = Line.of(preview);
        this.payloads = places.payloads();
        this.slot = places.slot();
        this.page = places.page();
        this.pollNanos = places.pollNanos();
    }

    /** Number of the engine's event; stays the same while rows before it go. */
    public long id() {
        return draft.id();
    }

    /** When it arrived, ns since the epoch. */
    public long atNanos() {
        return draft.atNanos();
    }

    /** When the message before it arrived; 0 for the first one. */
    public long previousNanos() {
        return previousNanos;
    }

    /** The event with all its bytes; null if they are not kept any more. */
    public GatewayEvent event() {
        return held != null ? held : payloads.get(slot);
    }

    /** Its own event and the page it came in stay as long as the row. */
    void hold() {
        held = event();
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
        return pollNanos;
    }

    public Direction direction() {
        return draft.direction();
    }

    public String directionWord() {
        return draft.direction() == Direction.UP ? "up" : "down";
    }

    /** How the direction is shown: service messages are grey whichever way they go. */
    public Tone directionTone() {
        return service() ? Tone.SERVICE : draft.direction() == Direction.UP ? Tone.UP : Tone.DOWN;
    }

    public Principal canisterId() {
        return draft.canister() == null ? null : draft.canister().principal();
    }

    public ClientKey clientKey() {
        return draft.clientKey();
    }

    public String canister() {
        return draft.canister() == null ? "–" : draft.canister().name();
    }

    public String canisterText() {
        return draft.canister() == null ? "" : draft.canister().text();
    }

    public String client() {
        return draft.client() == null ? "–" : draft.client().name();
    }

    public String clientText() {
        return draft.client() == null ? "" : draft.client().text();
    }

    /** Number of the session; -1 if there is none. */
    public long session() {
        return draft.session();
    }

    public String index() {
        return Format.count(index);
    }

    public long number() {
        return index;
    }

    public String time() {
        return Format.clock(draft.atNanos());
    }

    /** Milliseconds since the message before. */
    public String delta() {
        return previousNanos == 0 ? "" : Format.delta(draft.atNanos() - previousNanos);
    }

    public long sequenceNumber() {
        return draft.sequenceNumber();
    }

    public String seq() {
        return draft.sequenceNumber() < 0 ? "–" : Format.count(draft.sequenceNumber());
    }

    public String kind() {
        return draft.kind();
    }

    /** The kind without the word "Message", which in a table of messages says nothing. */
    public String shortKind() {
        String kind = draft.kind();
        return kind.endsWith("Message") ? kind.substring(0, kind.length() - "Message".length()) : kind;
    }

    public boolean service() {
        return draft.service();
    }

    public int byteCount() {
        return draft.bytes();
    }

    public String bytes() {
        return Format.count(draft.bytes());
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
    public Verdict verdict() {
        return draft.verdict();
    }

    /** The canister's time of it, ns since the epoch; 0 if there is none. */
    public long stampedNanos() {
        return draft.stampedNanos();
    }

    /** When the poll that brought it was answered; 0 if none did. */
    public long polledNanos() {
        return draft.polledNanos();
    }

    /** When it was handed to the client's socket; 0 if it was not. */
    public long sentNanos() {
        return draft.sentNanos();
    }

    public SequenceCheck.Finding finding() {
        return finding;
    }

    void answered(GatewayEvent.CallCompleted call) {
        outcome = call.outcome();
        callNanos = call.durationNanos();
        callDetail = call.detail();
    }

    /** How the call ended that carried it up; null if it has not ended, or it came down. */
    public CallOutcome outcome() {
        return outcome;
    }

    /** How long that call took. */
    public long callNanos() {
        return callNanos;
    }

    public String callDetail() {
        return callDetail;
    }

    void acknowledged(long atNanos) {
        acknowledgedAt = atNanos;
    }

    /** When the other side said that it has it; 0 while it has not. */
    public long acknowledgedAt() {
        return acknowledgedAt;
    }

    public Note note() {
        return note;
    }

    void setNote(Note next) {
        note = next;
        if (next.pinned()) {
            hold();
        }
    }

    /** The worst thing to say about this message comes first. */
    public Tone verdictTone() {
        if (draft.verdict() == null || draft.verdict() == Verdict.FAILED) {
            return Tone.FAIL;
        }
        return finding.suspicious() || draft.verdict() == Verdict.NOT_CHECKED ? Tone.WARN : Tone.OK;
    }

    /** One word beside the verdict's glyph. */
    public String verdictWord() {
        if (draft.verdict() == null) {
            return "refused";
        }
        boolean up = draft.direction() == Direction.UP;
        if (draft.verdict() == Verdict.FAILED) {
            return up ? "signature" : "cert";
        }
        if (finding.suspicious()) {
            return finding.word();
        }
        if (draft.verdict() == Verdict.NOT_CHECKED) {
            return "not verified";
        }
        return up ? "signed" : "cert";
    }

    /** The row's style class: service, warn or fail, else empty. */
    public String rowStyle() {
        return switch (verdictTone()) {
            case FAIL -> "fail";
            case WARN -> "warn";
            default -> note.marked() ? "marked" : service() ? "service" : "";
        };
    }

    /** The content in one line, or what is wrong with the message. */
    public String preview() {
        if (draft.verdict() == Verdict.FAILED) {
            return "failed: " + draft.failure();
        }
        return finding.suspicious() ? finding.sentence() : preview.words();
    }

    /** The content in one line, whatever is wrong with it; the text that filters search. */
    public String text() {
        return preview.words();
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
