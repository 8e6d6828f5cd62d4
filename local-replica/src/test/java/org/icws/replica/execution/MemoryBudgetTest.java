package org.icws.replica.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
    @Test
    void whoTakesMoreThanThereIsGetsAnErrorAndLeavesTheRestToOthers() {
        MemoryBudget budget = new MemoryBudget(2);
        budget.take();
        budget.take();
        assertThatThrownBy(budget::take).isInstanceOf(CanisterFault.class).hasMessageContaining("-Xmx");
        budget.giveBack(1);
        budget.take();
        assertThat(budget.taken()).isEqualTo(2);
    }

    @Test
    void onlyPagesThatWereWrittenCountAndARollbackGivesThemBack() {
        long before = MemoryBudget.OF_PROCESS.taken();
        StableMemory stable = new StableMemory();
        stable.begin();
        stable.grow64(1000);
        stable.write(0, new byte[] {1});
        stable.write(500L * 65_536, new byte[] {1});
        assertThat(MemoryBudget.OF_PROCESS.taken()).isEqualTo(before + 2);
        stable.rollback();
        assertThat(MemoryBudget.OF_PROCESS.taken()).isEqualTo(before);
        stable.begin();
        stable.grow64(1);
        stable.write(0, new byte[] {1});
        stable.commit();
        stable.release();
        assertThat(MemoryBudget.OF_PROCESS.taken()).isEqualTo(before);
    }
}
