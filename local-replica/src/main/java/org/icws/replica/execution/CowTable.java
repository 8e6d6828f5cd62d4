package org.icws.replica.execution;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.UninstantiableException;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.TableLimits;
import com.dylibso.chicory.wasm.types.Value;
import java.util.Arrays;

/**
 * A function table whose changes can be rolled back. It has limits of its own, because the engine's table writes its growth into
 * the parsed module, which other instances share. Not thread-safe: one message at a time.
 */
final class CowTable extends TableInstance {
    /** Most entries, as on the public network. */
    static final int MAX_SIZE = 1_000_000;

    private final long max;
    private int[] refs;
    private Instance[] owners;
    private int[] refsBefore;
    private Instance[] ownersBefore;
    private boolean owned;

    CowTable(Table table, int initialValue) {
        super(
                new Table(
                        table.elementType(),
                        new TableLimits(table.limits().min(), table.limits().max())),
                initialValue);
        max = Math.min(table.limits().max(), MAX_SIZE);
        refs = new int[(int) table.limits().min()];
        Arrays.fill(refs, initialValue);
        owners = new Instance[refs.length];
        begin();
    }

    /** Starts a message: what follows can be rolled back to here. */
    void begin() {
        refsBefore = refs;
        ownersBefore = owners;
        owned = false;
    }

    /** Undoes what happened since {@link #begin()}. */
    void rollback() {
        refs = refsBefore;
        owners = ownersBefore;
        owned = false;
    }

    /** All entries. */
    int[] content() {
        return refs.clone();
    }

    /** Takes over entries that {@link #content()} gave. */
    void restore(int[] content, Instance instance) {
        refs = content.clone();
        owners = new Instance[refs.length];
        for (int i = 0; i < refs.length; i++) {
            owners[i] = refs[i] == Value.REF_NULL_VALUE ? null : instance;
        }
        begin();
    }

    /** The entries themselves; another array after each change. */
    int[] identity() {
        return refs;
    }

    private void own() {
        if (!owned) {
            refs = refs.clone();
            owners = owners.clone();
            owned = true;
        }
    }

    @Override
    public int size() {
        return refs.length;
    }

    @Override
    public int grow(int delta, int value, Instance instance) {
        int previous = refs.length;
        long target = previous + Integer.toUnsignedLong(delta);
        if (target > max) {
            return -1;
        }
        refs = Arrays.copyOf(refs, (int) target);
        owners = Arrays.copyOf(owners, (int) target);
        Arrays.fill(refs, previous, (int) target, value);
        Arrays.fill(owners, previous, (int) target, instance);
        owned = true;
        return previous;
    }

    @Override
    public int ref(int index) {
        if (index < 0 || index >= refs.length) {
            throw new ChicoryException("undefined element");
        }
        return refs[index];
    }

    @Override
    public int requiredRef(int index) {
        int ref = ref(index);
        if (ref == Value.REF_NULL_VALUE) {
            throw new ChicoryException("uninitialized element " + index);
        }
        return ref;
    }

    @Override
    public void setRef(int index, int value, Instance instance) {
        if (index < 0 || index >= refs.length) {
            throw new UninstantiableException("out of bounds table access");
        }
        own();
        refs[index] = value;
        owners[index] = instance;
    }

    @Override
    public Instance instance(int index) {
        return owners[index];
    }

    @Override
    public void reset() {
        own();
        Arrays.fill(refs, Value.REF_NULL_VALUE);
    }
}
