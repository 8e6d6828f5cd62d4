package org.icws.testbench.messages;

import org.icws.testbench.store.Format;

/** How the time column shows when a message came. */
public enum TimeMode {
    WALL_CLOCK("Wall clock"),
    SINCE_START("Since start"),
    SINCE_PREVIOUS("Since previous");

    private final String words;

    TimeMode(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }

    public TimeMode next() {
        return values()[(ordinal() + 1) % values().length];
    }

    /**
     * The text for a row.
     *
     * @param zeroNanos what counts as the start: the first message, or the one set as reference
     */
    String text(MessageRow row, long zeroNanos) {
        return switch (this) {
            case WALL_CLOCK -> row.time();
            case SINCE_START -> Format.seconds(row.atNanos() - zeroNanos);
            case SINCE_PREVIOUS -> row.previousNanos() == 0 ? "–" : Format.seconds(row.atNanos() - row.previousNanos());
        };
    }
}
