package org.icws.replica.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StableMemoryTest {
    private final StableMemory stable = new StableMemory();

    @Test
    void itStartsEmptyAndGrowsToEightGibibytes() {
        assertThat(stable.pages()).isZero();
        assertThat(stable.grow64(131_072)).isZero();
        assertThat(stable.grow64(1)).isEqualTo(-1);
        assertThat(stable.grow64(-1)).isEqualTo(-1);

        long last = 131_072L * 65536 - 3;
        stable.write(last, new byte[] {1, 2, 3});
        assertThat(stable.read(last, 3)).containsExactly(1, 2, 3);
    }

    @Test
    void writesAndGrowthAreRolledBack() {
        stable.begin();
        stable.grow64(1);
        stable.write(0, new byte[] {1});
        stable.commit();
        stable.begin();
        stable.grow64(3);
        stable.write(0, new byte[70_000]);
        stable.rollback();

        assertThat(stable.pages()).isEqualTo(1);
        assertThat(stable.read(0, 1)).containsExactly(1);
    }

    @Test
    void accessBeyondTheEndIsAContractViolation() {
        stable.grow64(1);
        assertThatThrownBy(() -> stable.read(65536, 1)).isInstanceOf(CanisterFault.class);
        assertThatThrownBy(() -> stable.read(0, -1)).isInstanceOf(CanisterFault.class);
        assertThatThrownBy(() -> stable.write(-1, new byte[1])).isInstanceOf(CanisterFault.class);
        assertThatThrownBy(() -> stable.read(Long.MAX_VALUE, Long.MAX_VALUE)).isInstanceOf(CanisterFault.class);
        assertThat(stable.read(65536, 0)).isEmpty();
    }
}
