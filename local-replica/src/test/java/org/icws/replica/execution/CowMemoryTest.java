package org.icws.replica.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dylibso.chicory.runtime.WasmRuntimeException;
import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.PassiveDataSegment;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CowMemoryTest {
    private static final int PAGE = CowPages.PAGE_SIZE;

    private final CowMemory memory = new CowMemory(new MemoryLimits(2, 5));

    @Test
    void rollbackRestoresEveryByteOfTheMessage() {
        memory.begin();
        memory.write(100, new byte[] {1, 2, 3}, 0, 3);
        memory.commit();

        memory.begin();
        memory.writeI32(100, -1);
        memory.fill((byte) 7, PAGE, PAGE + 50);
        memory.rollback();

        assertThat(memory.readBytes(100, 4)).containsExactly(1, 2, 3, 0);
        assertThat(memory.readBytes(PAGE, 50)).containsOnly(0);
        assertThat(memory.dirtyPages()).isZero();
    }

    @Test
    void commitKeepsWhatALaterRollbackReturnsTo() {
        memory.begin();
        memory.writeLong(8, 42);
        memory.commit();
        memory.begin();
        memory.writeLong(8, 43);
        memory.commit();
        memory.begin();
        memory.writeLong(8, 44);
        memory.rollback();

        assertThat(memory.readLong(8)).isEqualTo(43);
    }

    @Test
    void rollbackTakesGrowthBackAndNewPagesAreZeroAgain() {
        memory.begin();
        assertThat(memory.grow(2)).isEqualTo(2);
        memory.writeByte(3 * PAGE, (byte) 9);
        memory.rollback();

        assertThat(memory.pages()).isEqualTo(2);
        assertThatThrownBy(() -> memory.read(2 * PAGE)).isInstanceOf(WasmRuntimeException.class);
        memory.begin();
        memory.grow(2);
        assertThat(memory.read(3 * PAGE)).isZero();
    }

    @Test
    void growthStopsAtTheMaximum() {
        assertThat(memory.grow(3)).isEqualTo(2);
        assertThat(memory.grow(1)).isEqualTo(-1);
        assertThat(memory.grow(-1)).isEqualTo(-1);
        assertThat(memory.pages()).isEqualTo(5);
    }

    @Test
    void numbersMayCrossAPage() {
        memory.writeLong(PAGE - 3, 0x0102030405060708L);
        memory.writeI32(2 * PAGE - 4, 0x11223344);
        memory.writeShort(PAGE + 100 - 1, (short) 0xABCD);

        assertThat(memory.readLong(PAGE - 3)).isEqualTo(0x0102030405060708L);
        assertThat(memory.readBytes(PAGE - 3, 8)).containsExactly(8, 7, 6, 5, 4, 3, 2, 1);
        assertThat(memory.readInt(2 * PAGE - 4)).isEqualTo(0x11223344);
        assertThat(memory.readU16(PAGE + 99)).isEqualTo(0xABCD);
    }

    @Test
    void accessBeyondTheEndIsATrapAndChangesNothing() {
        assertThatThrownBy(() -> memory.writeLong(2 * PAGE - 7, 1)).isInstanceOf(WasmRuntimeException.class);
        assertThatThrownBy(() -> memory.writeByte(-1, (byte) 1)).isInstanceOf(WasmRuntimeException.class);
        assertThatThrownBy(() -> memory.readInt(0x7fff_ffff)).isInstanceOf(WasmRuntimeException.class);
        assertThatThrownBy(() -> memory.readBytes(10, -1)).isInstanceOf(WasmRuntimeException.class);
        assertThatThrownBy(() -> memory.copy(0, 2 * PAGE - 1, 2)).isInstanceOf(WasmRuntimeException.class);
        assertThatThrownBy(() -> memory.fill((byte) 1, 2 * PAGE - 1, 2 * PAGE + 1))
                .isInstanceOf(WasmRuntimeException.class);
        assertThat(memory.readBytes(2 * PAGE - 8, 8)).containsOnly(0);
    }

    @Test
    void overlappingCopiesAcrossPagesBehaveLikeMemmove() {
        Random random = new Random(5);
        byte[] model = new byte[2 * PAGE];
        random.nextBytes(model);
        memory.write(0, model, 0, model.length);

        for (int i = 0; i < 200; i++) {
            int size = random.nextInt(PAGE);
            int from = random.nextInt(2 * PAGE - size);
            int to = random.nextInt(2 * PAGE - size);
            System.arraycopy(model, from, model, to, size);
            memory.copy(to, from, size);
        }

        assertThat(memory.readBytes(0, 2 * PAGE)).isEqualTo(model);
    }

    @Test
    void aDroppedSegmentIsBackAfterARollback() {
        DataSegment[] segments = {new PassiveDataSegment(new byte[] {5, 6, 7})};
        memory.initialize(null, segments, 0);
        memory.commit();

        memory.begin();
        memory.drop(0);
        assertThatThrownBy(() -> memory.initPassiveSegment(0, 0, 0, 3)).isInstanceOf(WasmRuntimeException.class);
        memory.rollback();
        memory.initPassiveSegment(0, 0, 1, 2);

        assertThat(memory.readBytes(0, 2)).containsExactly(6, 7);
    }

    @Test
    void floatsKeepTheirBits() {
        memory.writeF32(4, Float.intBitsToFloat(0x7fa0_0001));
        memory.writeF64(8, -0.0);

        assertThat(memory.readDouble(8)).isEqualTo(-0.0);
        assertThat(memory.readF64(8)).isEqualTo(Long.MIN_VALUE);
        assertThat(Float.isNaN(memory.readFloat(4))).isTrue();
    }
}
