package org.icws.testbench.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.icws.testbench.TestbenchException;
import org.icws.testbench.compose.Connector.Progress;
import org.icws.testbench.compose.Connector.Step;
import org.icws.testbench.compose.TestSender;
import org.junit.jupiter.api.Test;

class ConnectionAttemptTest {

    private final List<Progress> steps = Collections.synchronizedList(new ArrayList<>());
    private final List<TestSender> added = Collections.synchronizedList(new ArrayList<>());
    private final ConnectionAttempt attempt = new ConnectionAttempt(3, steps::add, added::add);
    private final CompletableFuture<Void> waits = new CompletableFuture<>();
    private final CompletableFuture<Throwable> end = new CompletableFuture<>();
    private final TestSender first = new ClientSender();
    private final TestSender second = new ClientSender();

    /** Two are open, the third waits for what does not come. */
    private void openTwo() throws Exception {
        attempt.begin(() -> {
            attempt.step(Step.REACHING);
            attempt.opened(first);
            attempt.opened(second);
            attempt.step(Step.OPENING);
            try {
                attempt.await(attemptsThird());
            } catch (RuntimeException e) {
                end.complete(e);
                throw e;
            }
        });
        waits.get(10, TimeUnit.SECONDS);
    }

    private CompletableFuture<Void> attemptsThird() {
        waits.complete(null);
        return new CompletableFuture<>();
    }

    @Test
    void a_cancel_leaves_those_that_are_open_and_ends_the_wait_for_the_next() throws Exception {
        openTwo();
        attempt.cancel();
        assertThat(attempt.senders()).isCompletedWithValue(List.of(first, second));
        assertThat(added).containsExactly(first, second);
        assertThat(end.get(10, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
        assertThat(steps).containsExactly(new Progress(Step.REACHING, 0, 3), new Progress(Step.OPENING, 2, 3));
    }

    @Test
    void an_error_of_a_library_ends_the_attempt_with_its_words() {
        attempt.begin(() -> {
            throw new NoSuchMethodError("ic4j's failures are of this kind");
        });
        assertThat(attempt.senders())
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(TestbenchException.class)
                .withMessageContaining("ic4j's failures are of this kind");
    }

    @Test
    void what_comes_to_be_open_after_the_cancel_is_refused() {
        attempt.cancel();
        assertThat(attempt.senders()).isCompletedWithValue(List.of());
        CompletableFuture<Throwable> refused = new CompletableFuture<>();
        attempt.begin(() -> {
            try {
                attempt.opened(first);
                refused.complete(new AssertionError("was taken"));
            } catch (CancellationException e) {
                refused.complete(e);
            }
        });
        assertThat(refused).succeedsWithin(java.time.Duration.ofSeconds(10)).isInstanceOf(CancellationException.class);
        assertThat(added).isEmpty();
    }

    @Test
    void a_failure_is_told_as_it_is() throws Exception {
        attempt.begin(() -> attempt.await(CompletableFuture.failedFuture(new IllegalStateException("no gateway"))));
        try {
            attempt.senders().get(10, TimeUnit.SECONDS);
            throw new AssertionError("did not fail");
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(IllegalStateException.class).hasMessage("no gateway");
        }
        assertThat(added).isEmpty();
    }
}
