package org.icws.testbench.store;

import java.util.List;
import org.icws.gateway.PollerSnapshot;

/**
 * How often canisters are polled just now, and why it is less often than usual. Where their intervals differ, the shortest one is
 * told. Changes seldom while nothing happens, so that an idle window has nothing to paint.
 *
 * @param every the interval: {@code 100 ms}, {@code 5 s}; empty if nothing is polled
 * @param silence how long nothing has come or gone, roughly, if polling has slowed down for it: {@code 40 s}; else empty
 */
public record PollingWords(String every, String silence) {

    private static final PollingWords NONE = new PollingWords("", "");
    private static final long SECOND = 1_000_000_000L;
    private static final int MINUTE = 60;
    private static final int HOUR = 3_600;

    /** In the words of these pollers. */
    public static PollingWords of(List<PollerSnapshot> pollers) {
        PollerSnapshot quickest = null;
        for (PollerSnapshot each : pollers) {
            if (quickest == null || each.intervalNanos() < quickest.intervalNanos()) {
                quickest = each;
            }
        }
        return quickest == null
                ? NONE
                : new PollingWords(
                        Format.interval(quickest.intervalNanos()), roughly(quickest.silenceNanos() / SECOND));
    }

    /** Whether polls are further apart than they would be with traffic. */
    public boolean isSlow() {
        return !silence.isEmpty();
    }

    /** {@code every 100 ms}, or {@code every 5 s: nothing came for 40 s}. */
    public String sentence() {
        return "every " + every + (isSlow() ? ": nothing came for " + silence : "");
    }

    /** The same in less room: {@code every 5 s, silent for 2 min}. */
    public String brief() {
        return "every " + every + (isSlow() ? ", silent for " + silence : "");
    }

    private static String roughly(long seconds) {
        if (seconds < 10) {
            return seconds <= 0 ? "" : "some seconds";
        }
        if (seconds < MINUTE) {
            return seconds / 10 * 10 + " s";
        }
        return seconds < HOUR ? seconds / MINUTE + " min" : seconds / HOUR + " h";
    }
}
