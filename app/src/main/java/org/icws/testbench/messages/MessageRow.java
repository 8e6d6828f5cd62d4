package org.icws.testbench.messages;

import org.ic4j.types.Principal;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.trust.Proof;
import org.icws.gateway.trust.Verdict;
import org.icws.testbench.control.Badge.Tone;
import org.icws.testbench.store.Format;
import org.icws.testbench.store.NameBook;

/**
 * One line of the messages table. All texts are made once; the preview only when it is first looked at, because most
 * rows of a busy network are never on screen. FX thread only.
 */
public final class MessageRow {

    /** Where a message goes. */
    public enum Direction {
        UP,
        DOWN
    }

    private final long id;
    private final GatewayEvent event;
    private final Direction direction;
    private final Principal canister;
    private final ClientKey client;
    private final long sequenceNumber;
    private final String kind;
    private final boolean service;
    private final int bytes;
    private final Proof proof;
    private final SequenceCheck.Finding finding;
    private final NameBook names;
    private final String indexText;
    private final String timeText;
    private final String deltaText;
    private final String seqText;
    private final String bytesText;
    private String preview;

    MessageRow(Draft draft, long index, long previousNanos, SequenceCheck.Finding finding, NameBook names) {
        this.id = draft.event().sequence();
        this.event = draft.event();
        this.direction = draft.direction();
        this.canister = draft.canister();
        this.client = draft.client();
        this.sequenceNumber = draft.sequenceNumber();
        this.kind = draft.kind();
        this.service = draft.service();
        this.bytes = draft.bytes();
        this.proof = draft.proof();
        this.finding = finding;
        this.names = names;
        this.indexText = Format.count(index);
        this.timeText = Format.clock(event.atNanos());
        this.deltaText = previousNanos == 0 ? "" : delta(event.atNanos() - previousNanos);
        this.seqText = sequenceNumber < 0 ? "–" : Format.count(sequenceNumber);
        this.bytesText = Format.count(bytes);
    }

    /** What every kind of message has in common, before it becomes a row. */
    record Draft(
            GatewayEvent event,
            Direction direction,
            Principal canister,
            ClientKey client,
            long sequenceNumber,
            String kind,
            boolean service,
            int bytes,
            Proof proof) {}

    private static String delta(long nanos) {
        long ms = nanos / 1_000_000;
        return ms <= 0 ? "0" : "+" + Format.count(ms);
    }

    /** Number of the engine's event; stays the same while rows before it go. */
    public long id() {
        return id;
    }

    public GatewayEvent event() {
        return event;
    }

    public Direction direction() {
        return direction;
    }

    public String directionWord() {
        return direction == Direction.UP ? "up" : "down";
    }

    /** How the direction is shown: service messages are grey whichever way they go. */
    public Tone directionTone() {
        return service ? Tone.SERVICE : direction == Direction.UP ? Tone.UP : Tone.DOWN;
    }

    public Principal canisterId() {
        return canister;
    }

    public ClientKey clientKey() {
        return client;
    }

    public String canister() {
        return names.nameOf(canister);
    }

    public String client() {
        return client == null ? "–" : names.nameOf(client.principal());
    }

    public String index() {
        return indexText;
    }

    public String time() {
        return timeText;
    }

    /** Milliseconds since the message before. */
    public String delta() {
        return deltaText;
    }

    public long sequenceNumber() {
        return sequenceNumber;
    }

    public String seq() {
        return seqText;
    }

    public String kind() {
        return kind;
    }

    /** The kind without the word "Message", which in a table of messages says nothing. */
    public String shortKind() {
        return kind.endsWith("Message") ? kind.substring(0, kind.length() - "Message".length()) : kind;
    }

    public boolean service() {
        return service;
    }

    public int byteCount() {
        return bytes;
    }

    public String bytes() {
        return bytesText;
    }

    public Proof proof() {
        return proof;
    }

    public SequenceCheck.Finding finding() {
        return finding;
    }

    /** The worst thing to say about this message comes first. */
    public Tone verdictTone() {
        if (proof == null || proof.verdict() == Verdict.FAILED) {
            return Tone.FAIL;
        }
        if (finding.suspicious() || proof.verdict() == Verdict.NOT_CHECKED) {
            return Tone.WARN;
        }
        return Tone.OK;
    }

    /** One word beside the verdict's glyph. */
    public String verdictWord() {
        if (proof == null) {
            return "refused";
        }
        if (proof.verdict() == Verdict.FAILED) {
            return direction == Direction.UP ? "signature" : "cert";
        }
        if (finding.suspicious()) {
            return finding.word();
        }
        if (proof.verdict() == Verdict.NOT_CHECKED) {
            return "not verified";
        }
        return direction == Direction.UP ? "signed" : "cert";
    }

    /** The row's style class: service, warn or fail, else empty. */
    public String rowStyle() {
        return switch (verdictTone()) {
            case FAIL -> "fail";
            case WARN -> "warn";
            default -> service ? "service" : "";
        };
    }

    /** The content in one line, or what is wrong with the message. */
    public String preview() {
        if (preview == null) {
            preview = makePreview();
        }
        return preview;
    }

    private String makePreview() {
        if (event instanceof GatewayEvent.FrameRefused refused) {
            return refused.code() + " · " + refused.reason();
        }
        if (proof != null && proof.verdict() == Verdict.FAILED) {
            return proof.firstFailure().map(step -> "failed: " + step.title()).orElse("failed");
        }
        if (finding.suspicious()) {
            return finding.sentence();
        }
        byte[] content = content();
        return content == null ? "" : service ? PayloadText.oneLine(content) : PayloadText.headline(content);
    }

    /** The Candid bytes of the application's or the service message; null if there are none. */
    public byte[] content() {
        if (event instanceof GatewayEvent.ClientMessage up) {
            return up.appContent();
        }
        return event instanceof GatewayEvent.CanisterMessage down ? down.appContent() : null;
    }

    /** The CBOR bytes that were signed or certified; null if there are none. */
    public byte[] signedBytes() {
        if (event instanceof GatewayEvent.ClientMessage up) {
            return up.frame();
        }
        return event instanceof GatewayEvent.CanisterMessage down ? down.content() : null;
    }
}
