package org.icws.testbench.scenarios;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.icws.testbench.store.Format;

/** How long it takes until what one person typed stands in the others' copies. FX thread only. */
final class ChangeTimes {

    private static final int MOST_SAMPLES = 500;
    private static final int FEW_SAMPLES = 20;
    private static final double P95 = 0.95;

    /** A change on its way, by author: when it was typed. */
    private final Map<Integer, Long> typedAt = new HashMap<>();

    private final Map<Long, Long> madeAt = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
            return size() > MOST_SAMPLES;
        }
    };
    private final List<Long> reached = new ArrayList<>();
    private String last = "";

    void clear() {
        typedAt.clear();
        madeAt.clear();
        reached.clear();
        last = "";
    }

    /** A change of that author leaves. */
    void typed(int author, long nowNanos) {
        typedAt.put(author, nowNanos);
    }

    /** Its author knows which version it made. */
    void made(long version, int author) {
        if (typedAt.containsKey(author)) {
            madeAt.putIfAbsent(version, typedAt.get(author));
        }
    }

    /** It stands in somebody else's copy. */
    void reached(long version, String reader, int author, String authorName, long nowNanos) {
        Long typed = madeAt.getOrDefault(version, typedAt.get(author));
        if (typed == null) {
            return;
        }
        reached.add(nowNanos - typed);
        if (reached.size() > MOST_SAMPLES) {
            reached.remove(0);
        }
        last = "last change reached " + reader + " " + Format.millis(nowNanos - typed) + " ms after " + authorName
                + " typed it";
    }

    /** What the last change took, in words; empty before the first. */
    String last() {
        return last;
    }

    /** What 95 of 100 changes took at the most, in words; while they are few, how many there are. */
    String summary() {
        return reached.size() < FEW_SAMPLES ? "n = " + reached.size() : "p95 " + Format.millis(percentile()) + " ms";
    }

    private long percentile() {
        List<Long> sorted = reached.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1, Math.ceil(sorted.size() * P95) - 1));
    }
}
