package org.icws.replica.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StableAccessTest {
    private static final int PAGE = 4096;

    private final StableAccess access = new StableAccess();

    private void assertFull() {
        assertThatThrownBy(() -> access.note(1L << 32, 1))
                .isInstanceOfSatisfying(CanisterFault.class, fault -> assertThat(fault.code())
                        .isEqualTo(ErrorCode.MEMORY_ACCESS_LIMIT));
    }

    @Test
    void aPageCountsOnceHoweverOftenItIsAccessed() {
        access.begin(2 * PAGE);
        for (int i = 0; i < 10_000; i++) {
            access.note(i % PAGE, 1);
        }
        access.note(PAGE, PAGE);
        assertFull();
    }

    @Test
    void anAccessThatTouchesTwoPagesCountsTwice() {
        access.begin(2 * PAGE);
        access.note(7L * PAGE - 1, 2);
        assertFull();
    }

    @Test
    void nothingIsNoAccess() {
        access.begin(0);
        assertThatCode(() -> access.note(5 * PAGE, 0)).doesNotThrowAnyException();
        assertThatThrownBy(() -> access.note(0, 1)).hasMessageContaining("limit 0 KB");
    }

    @Test
    void eachExecutionBeginsAnew() {
        for (int execution = 0; execution < 5; execution++) {
            access.begin(2 * PAGE);
            access.note(0, 2 * PAGE);
            assertFull();
        }
    }

    @Test
    void theLimitIsTheLastPageThatMayBeAccessed() {
        access.begin(1 << 20);
        access.note(123, (1 << 20) - 123);
        assertFull();
    }

    @Test
    void countsAsASetOfPagesDoes() {
        Random random = new Random(5);
        for (int execution = 0; execution < 50; execution++) {
            BitSet pages = new BitSet();
            int limit = 1 + random.nextInt(400);
            access.begin((long) limit * PAGE);
            while (pages.cardinality() <= limit) {
                int offset = random.nextInt(500 * PAGE);
                int size = 1 + random.nextInt(random.nextBoolean() ? 100 : 20 * PAGE);
                pages.set(offset / PAGE, (offset + size - 1) / PAGE + 1);
                if (pages.cardinality() <= limit) {
                    access.note(offset, size);
                } else {
                    assertThatThrownBy(() -> access.note(offset, size)).hasMessageContaining((4 * limit) + " KB");
                }
            }
        }
    }
}
