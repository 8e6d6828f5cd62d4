package org.icws.gateway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FrameEndsTest {
    private final FrameEnds ends = new FrameEnds();

    @Test
    void aFrameWaitsUntilItsLastByteIsGone() {
        ends.handedOver(new int[] {10, 20, 30, 99}, 3);
        assertThat(ends.outstanding(60)).isEqualTo(3);
        assertThat(ends.outstanding(51)).isEqualTo(3);
        assertThat(ends.outstanding(50)).isEqualTo(2);
        assertThat(ends.outstanding(1)).isEqualTo(1);
        assertThat(ends.outstanding(0)).isZero();
    }

    @Test
    void manyFramesAreCountedWhileOthersLeave() {
        int[] sizes = {7};
        long handedOver = 0;
        for (int i = 0; i < 5_000; i++) {
            ends.handedOver(sizes, 1);
            handedOver += 7;
            if (i % 3 == 0) {
                assertThat(ends.outstanding(handedOver / 2)).isEqualTo((int) Math.ceil(handedOver / 2 / 7.0));
            }
        }
        assertThat(ends.outstanding(0)).isZero();
        ends.handedOver(sizes, 1);
        assertThat(ends.outstanding(7)).isOne();
    }
}
