package org.icws.testbench.run;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one step after the other, times them, and tells the listener. */
final class StepRunner {

    private static final Logger LOG = LoggerFactory.getLogger(TestbenchRuntime.class);

    private final StartListener listener;

    StepRunner(StartListener listener) {
        this.listener = listener;
    }

    void announceAll() {
        for (StartStep step : StartStep.values()) {
            listener.onStep(step, StepState.WAITING, "", Duration.ZERO, null);
        }
    }

    /**
     * Runs a step.
     *
     * @param work does it and returns the note to show with it
     * @param explain turns what went wrong into words, for everything that is not a {@link StepFailedException}
     * @throws StartException if it failed, once the listener knows
     */
    void run(StartStep step, Callable<String> work, BiFunction<StartStep, Throwable, StepFailure> explain) {
        long from = System.nanoTime();
        listener.onStep(step, StepState.RUNNING, "", Duration.ZERO, null);
        try {
            String note = work.call();
            Duration took = Duration.ofNanos(System.nanoTime() - from);
            LOG.info("{} done in {} ms: {}", step, took.toMillis(), note);
            listener.onStep(step, StepState.DONE, note, took, null);
        } catch (StepFailedException e) {
            throw failed(step, from, e.failure(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(step, from, explain.apply(step, e), e);
        } catch (Exception | LinkageError e) {
            LOG.warn("{} failed", step, e);
            throw failed(step, from, explain.apply(step, e), e);
        }
    }

    private StartException failed(StartStep step, long from, StepFailure failure, Throwable cause) {
        listener.onStep(step, StepState.FAILED, "", Duration.ofNanos(System.nanoTime() - from), failure);
        return new StartException(step, failure, cause);
    }
}
