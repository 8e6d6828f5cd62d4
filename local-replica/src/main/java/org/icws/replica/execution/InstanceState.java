package org.icws.replica.execution;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.types.Element;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.MutabilityType;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * All of an instance that can change: memories, tables, globals and which segments are dropped. What a message does to it is kept as a
 * whole or undone. Not thread-safe: one message at a time.
 */
final class InstanceState {
    private final StableMemory stable;
    private final byte[][] keptMemory;
    private final List<CowMemory> memories = new ArrayList<>();
    private final List<CowTable> tables = new ArrayList<>();
    private Instance instance;
    private int[] mutableGlobals = {};
    private long[] globalsBefore = {};
    private Element[] elementsBefore = {};
    private List<int[]> trackedTables = List.of();

    /**
     * @param stable the stable memory
     * @param keptMemory linear memory that an earlier instance has left; null = none
     */
    InstanceState(StableMemory stable, byte[][] keptMemory) {
        this.stable = stable;
        this.keptMemory = keptMemory;
    }

    CowMemory newMemory(MemoryLimits limits) {
        CowMemory memory = new CowMemory(limits);
        if (keptMemory != null && memories.isEmpty()) {
            memory.keep(keptMemory);
        }
        memories.add(memory);
        return memory;
    }

    CowTable newTable(Table table, int initialValue) {
        tables.add(new CowTable(table, initialValue));
        return tables.get(tables.size() - 1);
    }

    /**
     * The instance is made.
     *
     * @param ownGlobals how many of its globals are the canister's
     */
    void bind(Instance made, int ownGlobals) {
        instance = made;
        mutableGlobals = IntStream.range(0, ownGlobals)
                .filter(i -> made.global(i).getMutabilityType() == MutabilityType.Var)
                .toArray();
        for (int global : mutableGlobals) {
            if (made.global(global).getType().equals(ValType.V128)) {
                throw new CanisterFault(
                        ErrorCode.INVALID_WASM, "Canister's Wasm module is not valid: SIMD is not supported");
            }
        }
        globalsBefore = new long[mutableGlobals.length];
        elementsBefore = new Element[made.elementCount()];
    }

    StableMemory stable() {
        return stable;
    }

    /** The function table that callbacks are in; null = the module has none. */
    CowTable callbacks() {
        return tables.isEmpty() ? null : tables.get(0);
    }

    private CowMemory memory() {
        return memories.isEmpty() ? null : memories.get(0);
    }

    /** Pages of linear memory; null = the module has none. */
    byte[][] memoryImage() {
        return memory() == null ? null : memory().image();
    }

    /** Sets how far linear memory may grow from now on; 0 = as far as it can. */
    void limitMemory(long bytes) {
        memories.forEach(memory -> memory.limit(bytes));
    }

    long linearBytes() {
        return memories.stream().mapToLong(CowPages::byteSize).sum();
    }

    /** Starts a message: what follows can be undone. */
    void begin() {
        memories.forEach(CowMemory::begin);
        tables.forEach(CowTable::begin);
        stable.begin();
        for (int i = 0; i < mutableGlobals.length; i++) {
            globalsBefore[i] = instance.global(mutableGlobals[i]).getValueLow();
        }
        for (int i = 0; i < elementsBefore.length; i++) {
            elementsBefore[i] = instance.element(i);
        }
    }

    void keep() {
        memories.forEach(CowMemory::commit);
        stable.commit();
    }

    void undo() {
        memories.forEach(CowMemory::rollback);
        tables.forEach(CowTable::rollback);
        stable.rollback();
        for (int i = 0; i < mutableGlobals.length; i++) {
            instance.global(mutableGlobals[i]).setValueLow(globalsBefore[i]);
        }
        for (int i = 0; i < elementsBefore.length; i++) {
            instance.setElement(i, elementsBefore[i]);
        }
    }

    /** Everything, between two messages. */
    CanisterImage image(CanisterModule module) {
        return new CanisterImage(
                module,
                memoryImage(),
                stable.image(),
                globals(),
                tableContents(),
                droppedElements(),
                memory() == null ? null : memory().droppedSegments());
    }

    private long[] globals() {
        long[] globals = new long[mutableGlobals.length];
        for (int i = 0; i < globals.length; i++) {
            globals[i] = instance.global(mutableGlobals[i]).getValueLow();
        }
        return globals;
    }

    private int[][] tableContents() {
        return tables.stream().map(CowTable::content).toArray(int[][]::new);
    }

    private boolean[] droppedElements() {
        boolean[] dropped = new boolean[elementsBefore.length];
        for (int i = 0; i < dropped.length; i++) {
            dropped[i] = instance.element(i) == null;
        }
        return dropped;
    }

    /** Starts to track changes, between two messages. */
    void track() {
        memories.forEach(CowPages::track);
        stable.track();
        trackedTables = tables.stream().map(CowTable::identity).toList();
    }

    /** What has changed since {@link #track()} or the last look, between two messages. */
    InstanceChanges takeChanges() {
        List<int[]> present = tables.stream().map(CowTable::identity).toList();
        boolean sameTables = IntStream.range(0, present.size()).allMatch(i -> present.get(i) == trackedTables.get(i));
        trackedTables = present;
        return new InstanceChanges(
                memory() == null ? null : memory().takeChanges(),
                stable.takeChanges(),
                globals(),
                sameTables ? null : tableContents(),
                droppedElements(),
                memory() == null ? null : memory().droppedSegments());
    }

    /**
     * Takes over an image, whatever the start function has done.
     *
     * @param counted whether its pages count as this instance's; else they are another one's that lives on
     */
    void overwrite(CanisterImage image, boolean counted) {
        stable.restore(image.stable(), counted);
        if (image.memory() != null) {
            memory().restore(image.memory(), counted, image.droppedData());
        }
        for (int i = 0; i < mutableGlobals.length; i++) {
            instance.global(mutableGlobals[i]).setValueLow(image.globals()[i]);
        }
        for (int i = 0; i < image.tables().length; i++) {
            tables.get(i).restore(image.tables()[i], instance);
        }
        for (int i = 0; i < image.droppedElements().length; i++) {
            if (image.droppedElements()[i]) {
                instance.setElement(i, null);
            }
        }
    }

    /** It is not used any more: its memory no longer counts. */
    void release() {
        memories.forEach(CowPages::release);
        stable.release();
    }
}
