package org.icws.testbench.connections;

import org.icws.testbench.messages.SequenceCheck.Finding;
import org.icws.testbench.messages.SequenceProgress;

/** Counts what of one session's messages in one direction does not follow. FX thread only. */
final class NumberTally {

    private SequenceProgress progress;
    private long first;
    private long missing;
    private long late;
    private long repeated;

    /** @param number the next message's; negative if it has none */
    void take(long number) {
        if (number < 0) {
            return;
        }
        if (progress == null) {
            progress = new SequenceProgress(number);
            first = number;
            return;
        }
        Finding finding = progress.next(number);
        switch (finding.kind()) {
            case FOLLOWS -> {}
            case GAP -> missing += finding.distance();
            case LATE -> {
                late++;
                missing -= number > first ? 1 : 0; // of those before the first seen nobody knows
            }
            case REPEATED -> repeated++;
        }
    }

    /** Events are lost: what is missing from now on may have been among them. */
    void skip() {
        progress = null;
    }

    /** Numbers that were skipped and have not come since. */
    long missing() {
        return missing;
    }

    /** Messages that came after a later one. */
    long late() {
        return late;
    }

    /** Messages whose number was there before. */
    long repeated() {
        return repeated;
    }

    /** All that does not follow. */
    long all() {
        return missing + late + repeated;
    }
}
