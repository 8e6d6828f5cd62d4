package org.icws.replica.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
    @Test
    void whoTakesMoreThanThereIsGetsAnErrorAndLeavesTheRestToOthers() {
        MemoryBudget budget = new MemoryBudget(2);
        budget.take(0);
        budget.take(0);
        assertThatThrownBy(() -> budget.take(0))
                .isInstanceOf(CanisterFault.class)
                .hasMessageContaining("-Xmx");
        budget.giveBack(1);
        budget.take(0);
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

    @Test
    void theLastPartIsForThoseWhoHaveLittle() {
        MemoryBudget budget = new MemoryBudget(1280);
        for (int owned = 0; owned < 1120; owned++) {
            budget.take(owned);
        }
        assertThatThrownBy(() -> budget.take(1120)).isInstanceOf(CanisterFault.class);
        assertThatThrownBy(() -> budget.take(10)).isInstanceOf(CanisterFault.class);
        for (int owned = 0; owned < 10; owned++) {
            budget.take(owned);
        }
        assertThat(budget.taken()).isEqualTo(1130);
    }

    @Test
    void whatAMessageReplacesCountsUntilItEnds() {
        StableMemory stable = new StableMemory();
        stable.begin();
        stable.grow64(2);
        stable.write(0, new byte[] {1});
        stable.commit();
        long before = MemoryBudget.OF_PROCESS.taken();
        for (boolean keep : new boolean[] {true, false}) {
            stable.begin();
            stable.write(0, new byte[] {2});
            stable.write(1, new byte[] {2});
            assertThat(MemoryBudget.OF_PROCESS.taken()).isEqualTo(before + 1);
            if (keep) {
                stable.commit();
            } else {
                stable.rollback();
            }
            assertThat(MemoryBudget.OF_PROCESS.taken()).isEqualTo(before);
        }
        stable.release();
    }
}
