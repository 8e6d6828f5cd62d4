package org.icws.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.icws.gateway.Limits;
import org.icws.gateway.replica.CallRequest;
import org.icws.protocol.principal.Principals;
import org.junit.jupiter.api.Test;

class RelayQueueTest {
    private static final int MOST_WAITING = 8;
    private static final Limits LIMITS =
            Limits.DEFAULT.toBuilder().maxWaitingFrames(MOST_WAITING).build();

    private final Queue<CompletableFuture<RelayQueue.Ended>> network = new ArrayDeque<>();
    private int resumed;
    private final RelayQueue queue = new RelayQueue(
            (call, onAcknowledged) -> {
                CompletableFuture<RelayQueue.Ended> end = new CompletableFuture<>();
                network.add(end);
                return end;
            },
            1,
            (call, ended) -> {},
            () -> resumed++,
            call -> false,
            () -> LIMITS);

    private boolean add() {
        CallRequest request = new CallRequest(Principals.canisterId(7), new byte[32], new byte[100], false);
        return queue.add(new RelayQueue.Waiting(request, "ws_message", 0, null));
    }

    private void fill() {
        assertThat(add()).as("goes out at once").isTrue();
        for (int waiting = 1; waiting < MOST_WAITING; waiting++) {
            assertThat(add()).isTrue();
        }
        assertThat(add()).isFalse();
    }

    private void end(int calls) {
        for (int i = 0; i < calls; i++) {
            network.remove().complete(RelayQueue.Ended.NOT_MADE);
        }
    }

    @Test
    void aFullQueueHasRoomAgainWhenHalfOfItIsEmpty() {
        fill();

        end(MOST_WAITING / 2 - 1);
        assertThat(resumed).isZero();
        assertThat(queue.isPaused()).isTrue();
        end(1);
        assertThat(resumed).isEqualTo(1);
        assertThat(queue.isPaused()).isFalse();
    }

    /** What had been read before the reading stopped is still added. */
    @Test
    void whatIsAddedToAQueueThatHasBeenFullDoesNotMakeItForgetThatReadingHasStopped() {
        fill();
        end(2);

        assertThat(add()).as("one place would be left").isFalse();
        assertThat(queue.isPaused()).isTrue();

        end(MOST_WAITING / 2 - 1);
        assertThat(resumed).isEqualTo(1);
        assertThat(queue.isPaused()).isFalse();
    }
}
