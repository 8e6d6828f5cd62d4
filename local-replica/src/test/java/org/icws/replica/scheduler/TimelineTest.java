package org.icws.replica.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.icws.replica.ManualClock;
import org.icws.replica.ReplicaClock;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private final BlockingQueue<String> ran = new LinkedBlockingQueue<>();

    private String next() throws InterruptedException {
        return ran.poll(20, TimeUnit.SECONDS);
    }

    @Test
    void actionsRunInOrderOfTimeAndThenOfArrival() throws InterruptedException {
        ManualClock clock = new ManualClock(0);
        try (Timeline timeline = new Timeline(clock)) {
            timeline.at(20, () -> ran.add("late"));
            timeline.at(10, () -> ran.add("early"));
            timeline.at(20, () -> ran.add("later"));
            assertThat(timeline.isQuiet()).isTrue();

            clock.advance(Duration.ofNanos(25));

            assertThat(List.of(next(), next(), next())).containsExactly("early", "late", "later");
        }
    }

    @Test
    void nothingRunsBeforeTheClockIsThere() throws InterruptedException {
        ManualClock clock = new ManualClock(0);
        try (Timeline timeline = new Timeline(clock)) {
            timeline.at(11, () -> ran.add("not yet"));
            timeline.at(10, () -> ran.add("now"));
            clock.advance(Duration.ofNanos(10));
            assertThat(next()).isEqualTo("now");
            assertThat(ran).isEmpty();
        }
    }

    @Test
    void whatIsCancelledDoesNotRun() throws InterruptedException {
        ManualClock clock = new ManualClock(0);
        try (Timeline timeline = new Timeline(clock)) {
            Timeline.Appointment cancelled = timeline.at(10, () -> ran.add("cancelled"));
            timeline.at(11, () -> ran.add("kept"));
            cancelled.cancel();
            clock.advance(Duration.ofNanos(20));
            assertThat(next()).isEqualTo("kept");
            assertThat(ran).isEmpty();
        }
    }

    @Test
    void aFailingActionDoesNotStopTheOthers() throws InterruptedException {
        ManualClock clock = new ManualClock(0);
        try (Timeline timeline = new Timeline(clock)) {
            timeline.at(0, () -> {
                throw new IllegalStateException("part of the test");
            });
            timeline.at(0, () -> ran.add("still here"));
            assertThat(next()).isEqualTo("still here");
        }
    }

    @Test
    void theSystemClockIsWaitedFor() throws InterruptedException {
        try (Timeline timeline = new Timeline(ReplicaClock.SYSTEM)) {
            long due = ReplicaClock.SYSTEM.nanos() + TimeUnit.MILLISECONDS.toNanos(20);
            timeline.at(due, () -> ran.add(String.valueOf(ReplicaClock.SYSTEM.nanos() >= due)));
            assertThat(next()).isEqualTo("true");
        }
    }
}
