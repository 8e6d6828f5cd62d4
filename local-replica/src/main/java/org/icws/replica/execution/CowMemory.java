package org.icws.replica.execution;

import com.dylibso.chicory.runtime.ConstantEvaluators;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.WasmRuntimeException;
import com.dylibso.chicory.wasm.UninstantiableException;
import com.dylibso.chicory.wasm.types.ActiveDataSegment;
import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Linear memory whose changes, growth and dropped data segments included, can be rolled back. Addresses are unsigned 32-bit
 * numbers. Not thread-safe: one message at a time.
 */
final class CowMemory extends CowPages implements Memory {
    private static final VarHandle SHORT = littleEndian(short[].class);
    private static final VarHandle INT = littleEndian(int[].class);
    private static final VarHandle LONG = littleEndian(long[].class);

    private final MemoryLimits limits;
    private final DataSegments segments = new DataSegments();
    private boolean kept;
    private long limitBytes;

    CowMemory(MemoryLimits limits) {
        super(limits.initialPages(), Math.min(limits.maximumPages(), Memory.RUNTIME_MAX_PAGES));
        this.limits = limits;
    }

    private static VarHandle littleEndian(Class<?> arrayType) {
        return MethodHandles.byteArrayViewVarHandle(arrayType, ByteOrder.LITTLE_ENDIAN);
    }

    /** Takes over the content of an earlier instance's memory; active data segments then no longer overwrite it. */
    void keep(byte[][] image) {
        int initial = pages();
        restore(image, true);
        if (pages() < initial) {
            grow(initial - pages());
        }
        kept = true;
    }

    /** Sets how far it may grow from now on; 0 = as far as it can. */
    void limit(long bytes) {
        limitBytes = bytes;
    }

    @Override
    public int grow(int delta) {
        long target = byteSize() + (Integer.toUnsignedLong(delta) << PAGE_SHIFT);
        if (limitBytes > 0 && delta != 0 && target > limitBytes) {
            throw new CanisterFault(
                    ErrorCode.WASM_MEMORY_LIMIT,
                    "Canister exceeded its current Wasm memory limit of " + limitBytes
                            + " bytes. The peak Wasm memory usage was " + target + " bytes.");
        }
        return super.grow(delta);
    }

    /** Which data segments can no longer be used. */
    boolean[] droppedSegments() {
        return segments.dropped();
    }

    /** Takes over an earlier state. */
    void restore(byte[][] image, boolean counted, boolean[] droppedSegments) {
        restore(image, counted);
        segments.restore(droppedSegments);
    }

    @Override
    void begin() {
        super.begin();
        segments.keep();
    }

    @Override
    void commit() {
        super.commit();
        segments.keep();
    }

    @Override
    void rollback() {
        super.rollback();
        segments.rollback();
    }

    private static RuntimeException outOfBounds() {
        return new WasmRuntimeException("out of bounds memory access");
    }

    private void checkRange(int address, int size) {
        if (Integer.toUnsignedLong(address) + Integer.toUnsignedLong(size) > byteSize()) {
            throw outOfBounds();
        }
    }

    /** The page of an address, to be changed. */
    byte[] pageForWrite(int address) {
        int page = address >>> PAGE_SHIFT;
        if (page >= writable.length) {
            throw outOfBounds();
        }
        byte[] own = writable[page];
        if (own != null) {
            return own;
        }
        if (page >= pages()) {
            throw outOfBounds();
        }
        return writablePage(page);
    }

    /** The page of an address. */
    byte[] pageForRead(int address) {
        int page = address >>> PAGE_SHIFT;
        if (page >= pages()) {
            throw outOfBounds();
        }
        return readable[page];
    }

    @Override
    public int initialPages() {
        return limits.initialPages();
    }

    @Override
    public int maximumPages() {
        return Math.min(limits.maximumPages(), Memory.RUNTIME_MAX_PAGES);
    }

    @Override
    public boolean shared() {
        return false;
    }

    @Override
    @Deprecated
    public Object lock(int address) {
        throw new WasmRuntimeException("shared memory is not available to canisters");
    }

    @Override
    @Deprecated
    public int waitOn(int address, int expected, long timeout) {
        throw new WasmRuntimeException("shared memory is not available to canisters");
    }

    @Override
    @Deprecated
    public int waitOn(int address, long expected, long timeout) {
        throw new WasmRuntimeException("shared memory is not available to canisters");
    }

    @Override
    @Deprecated
    public int notify(int address, int maxThreads) {
        return 0;
    }

    @Override
    public void initialize(Instance instance, DataSegment[] dataSegments) {
        initialize(instance, dataSegments, 0);
    }

    @Override
    public void initialize(Instance instance, DataSegment[] dataSegments, int memoryIndex) {
        if (dataSegments != null) {
            segments.initialize(dataSegments, memoryIndex, active -> {
                if (!kept) {
                    copyActive(instance, active);
                }
            });
        }
    }

    private void copyActive(Instance instance, ActiveDataSegment segment) {
        int address = (int) ConstantEvaluators.computeConstantValue(instance, segment.offsetInstructions())[0];
        byte[] data = segment.data();
        if (Integer.toUnsignedLong(address) + data.length > byteSize()) {
            throw new UninstantiableException("out of bounds memory access");
        }
        writeRange(Integer.toUnsignedLong(address), data, 0, data.length);
    }

    @Override
    public void initPassiveSegment(int segmentId, int destination, int offset, int size) {
        byte[] data = segments.data(segmentId);
        if (Integer.toUnsignedLong(offset) + Integer.toUnsignedLong(size) > data.length) {
            throw outOfBounds();
        }
        write(destination, data, offset, size);
    }

    @Override
    public void drop(int segment) {
        segments.drop(segment);
    }

    @Override
    public void write(int address, byte[] data, int offset, int size) {
        checkRange(address, size);
        if (offset < 0 || offset > data.length - size) {
            throw outOfBounds();
        }
        writeRange(Integer.toUnsignedLong(address), data, offset, size);
    }

    @Override
    public byte[] readBytes(int address, int size) {
        checkRange(address, size);
        return readRange(Integer.toUnsignedLong(address), size);
    }

    @Override
    public byte read(int address) {
        return pageForRead(address)[address & PAGE_MASK];
    }

    @Override
    public void writeByte(int address, byte value) {
        pageForWrite(address)[address & PAGE_MASK] = value;
    }

    @Override
    public void writeShort(int address, short value) {
        int start = address & PAGE_MASK;
        if (start <= CowPages.PAGE_SIZE - Short.BYTES) {
            SHORT.set(pageForWrite(address), start, value);
        } else {
            writeCrossing(address, value, Short.BYTES);
        }
    }

    @Override
    public short readShort(int address) {
        int start = address & PAGE_MASK;
        return start <= CowPages.PAGE_SIZE - Short.BYTES
                ? (short) SHORT.get(pageForRead(address), start)
                : (short) readCrossing(address, Short.BYTES);
    }

    @Override
    public long readU16(int address) {
        return Short.toUnsignedLong(readShort(address));
    }

    @Override
    public void writeI32(int address, int value) {
        int start = address & PAGE_MASK;
        if (start <= CowPages.PAGE_SIZE - Integer.BYTES) {
            INT.set(pageForWrite(address), start, value);
        } else {
            writeCrossing(address, value, Integer.BYTES);
        }
    }

    @Override
    public int readInt(int address) {
        int start = address & PAGE_MASK;
        return start <= CowPages.PAGE_SIZE - Integer.BYTES
                ? (int) INT.get(pageForRead(address), start)
                : (int) readCrossing(address, Integer.BYTES);
    }

    @Override
    public void writeLong(int address, long value) {
        int start = address & PAGE_MASK;
        if (start <= CowPages.PAGE_SIZE - Long.BYTES) {
            LONG.set(pageForWrite(address), start, value);
        } else {
            writeCrossing(address, value, Long.BYTES);
        }
    }

    @Override
    public long readLong(int address) {
        int start = address & PAGE_MASK;
        return start <= CowPages.PAGE_SIZE - Long.BYTES
                ? (long) LONG.get(pageForRead(address), start)
                : readCrossing(address, Long.BYTES);
    }

    private void writeCrossing(int address, long value, int size) {
        checkRange(address, size);
        for (int i = 0; i < size; i++) {
            writeByte(address + i, (byte) (value >>> (8 * i)));
        }
    }

    private long readCrossing(int address, int size) {
        checkRange(address, size);
        long result = 0;
        for (int i = 0; i < size; i++) {
            result |= Byte.toUnsignedLong(read(address + i)) << (8 * i);
        }
        return result;
    }

    @Override
    public void writeF32(int address, float value) {
        writeI32(address, Float.floatToRawIntBits(value));
    }

    @Override
    public long readF32(int address) {
        return readInt(address);
    }

    @Override
    public float readFloat(int address) {
        return Float.intBitsToFloat(readInt(address));
    }

    @Override
    public void writeF64(int address, double value) {
        writeLong(address, Double.doubleToRawLongBits(value));
    }

    @Override
    public double readDouble(int address) {
        return Double.longBitsToDouble(readLong(address));
    }

    @Override
    public long readF64(int address) {
        return readLong(address);
    }

    @Override
    public void zero() {
        // Called once, on a memory that has just been created: its pages are zero already.
    }

    @Override
    public void fill(byte value, int fromAddress, int toAddress) {
        int left = toAddress - fromAddress;
        checkRange(fromAddress, left);
        PageMoves.fill(this, value, fromAddress, left);
    }

    @Override
    public void copy(int destination, int source, int size) {
        checkRange(destination, size);
        checkRange(source, size);
        PageMoves.copy(this, destination, source, size);
    }
}
