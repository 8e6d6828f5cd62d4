package org.icws.replica.execution;

import com.dylibso.chicory.wasm.types.ActiveDataSegment;
import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.PassiveDataSegment;
import java.util.function.Consumer;

/** Data segments of one instance; those a message drops are there again when it is rolled back. Not thread-safe. */
final class DataSegments {
    private DataSegment[] segments = {};
    private DataSegment[] before = segments;

    /** Takes a module's segments; each active one of this memory is handed to its copier and then dropped. */
    void initialize(DataSegment[] all, int memoryIndex, Consumer<ActiveDataSegment> copier) {
        segments = all.clone();
        for (int i = 0; i < segments.length; i++) {
            if (segments[i] instanceof ActiveDataSegment active && active.index() == memoryIndex) {
                copier.accept(active);
                segments[i] = PassiveDataSegment.EMPTY;
            }
        }
    }

    byte[] data(int segment) {
        return segments[segment].data();
    }

    void drop(int segment) {
        DataSegment[] changed = segments.clone();
        changed[segment] = PassiveDataSegment.EMPTY;
        segments = changed;
    }

    /** Which can no longer be used. */
    boolean[] dropped() {
        boolean[] dropped = new boolean[segments.length];
        for (int i = 0; i < dropped.length; i++) {
            dropped[i] = segments[i] == PassiveDataSegment.EMPTY;
        }
        return dropped;
    }

    /** Drops what had been dropped in an earlier state. */
    void restore(boolean[] dropped) {
        for (int i = 0; i < dropped.length; i++) {
            if (dropped[i]) {
                drop(i);
            }
        }
        keep();
    }

    /** What holds now is what a rollback leads to. */
    void keep() {
        before = segments;
    }

    void rollback() {
        segments = before;
    }
}
