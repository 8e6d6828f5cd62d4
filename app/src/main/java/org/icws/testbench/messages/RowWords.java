package org.icws.testbench.messages;

import org.icws.gateway.trust.Verdict;
import org.icws.testbench.control.Badge.Tone;
import org.icws.testbench.store.Format;

/** How a table says what a {@link MessageRow} is. */
public interface RowWords {

    MessageRow.Direction direction();

    long atNanos();

    long previousNanos();

    long number();

    long sequenceNumber();

    String kind();

    boolean service();

    int byteCount();

    Verdict verdict();

    SequenceCheck.Finding finding();

    MessageRow.Note note();

    default String directionWord() {
        return direction() == MessageRow.Direction.UP ? "up" : "down";
    }

    /** How the direction is shown: service messages are grey whichever way they go. */
    default Tone directionTone() {
        return service() ? Tone.SERVICE : direction() == MessageRow.Direction.UP ? Tone.UP : Tone.DOWN;
    }

    default String time() {
        return Format.clock(atNanos());
    }

    /** Milliseconds since the message before. */
    default String delta() {
        return previousNanos() == 0 ? "" : Format.delta(atNanos() - previousNanos());
    }

    default String index() {
        return Format.count(number());
    }

    default String seq() {
        return sequenceNumber() < 0 ? "–" : Format.count(sequenceNumber());
    }

    /** Whether the number does not follow the one before. */
    default boolean isOutOfSequence() {
        return finding().suspicious();
    }

    /** The number, and what is wrong with its place among the others. */
    default String seqInWords() {
        String number = sequenceNumber() < 0 ? "not numbered" : "seq " + seq();
        return finding().suspicious()
                ? number + ", " + finding().word() + ": " + finding().sentence()
                : number;
    }

    /** The kind without the word "Message", which in a table of messages says nothing. */
    default String shortKind() {
        return kind().endsWith("Message") ? kind().substring(0, kind().length() - "Message".length()) : kind();
    }

    default String bytes() {
        return Format.count(byteCount());
    }

    /** The worst thing to say about this message comes first. */
    default Tone verdictTone() {
        if (verdict() == null || verdict() == Verdict.FAILED) {
            return Tone.FAIL;
        }
        return finding().suspicious() || verdict() == Verdict.NOT_CHECKED ? Tone.WARN : Tone.OK;
    }

    /** One word beside the verdict's glyph. */
    default String verdictWord() {
        if (verdict() == null) {
            return "refused";
        }
        boolean up = direction() == MessageRow.Direction.UP;
        if (verdict() == Verdict.FAILED) {
            return up ? "signature" : "cert";
        }
        if (finding().suspicious()) {
            return finding().word();
        }
        if (verdict() == Verdict.NOT_CHECKED) {
            return "not verified";
        }
        return up ? "signed" : "cert";
    }

    /** The row's style class: service, warn or fail, else empty. */
    default String rowStyle() {
        return switch (verdictTone()) {
            case FAIL -> "fail";
            case WARN -> "warn";
            default -> note().marked() ? "marked" : service() ? "service" : "";
        };
    }
}
