package org.icws.testbench.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What the clients of a soak have counted since it began. Used by one thread. */
final class SoakTally {
    long opened;
    long up;
    long down;
    long wrong;
    long stuck;
    final Map<String, Long> left = new TreeMap<>();
    final Map<String, Long> unexpected = new TreeMap<>();

    Map<String, Object> asMap() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("opened", opened);
        all.put("up", up);
        all.put("down", down);
        all.put("wrong", wrong);
        all.put("stuck", stuck);
        all.put("left", Map.copyOf(left));
        all.put("unexpected", Map.copyOf(unexpected));
        return all;
    }
}
