package org.icws.testbench.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.icws.gateway.event.GatewayEvent;
import org.junit.jupiter.api.Test;

class FramePumpTest {

    private final TestEvents make = new TestEvents();
    private final EventStore<GatewayEvent> store = new EventStore<>(100);
    private final ArrayDeque<Runnable> fxQueue = new ArrayDeque<>();
    private final List<Frame> frames = new ArrayList<>();
    private long now = TestEvents.T0;
    private final FramePump pump =
            new FramePump(store, () -> TestEvents.snapshot(TestEvents.NO_COUNTS), () -> now, fxQueue::add);

    FramePumpTest() {
        pump.addListener(frames::add);
    }

    private void runFxThread() {
        while (!fxQueue.isEmpty()) {
            fxQueue.poll().run();
        }
    }

    @Test
    void carries_everything_that_waits_in_one_frame() {
        store.add(List.of(make.poll(TestEvents.T0, 0, 1), make.poll(TestEvents.T0, 1, 1)), 3);
        pump.tick();
        runFxThread();
        assertThat(frames).hasSize(1);
        assertThat(frames.get(0).events()).hasSize(2);
        assertThat(frames.get(0).lost()).isEqualTo(3);
    }

    @Test
    void a_frame_that_was_on_its_way_when_the_pump_was_closed_reaches_nobody() {
        store.add(List.of(make.poll(TestEvents.T0, 1, 1)), 0);
        pump.tick();
        pump.close();
        runFxThread();
        assertThat(frames).isEmpty();
    }

    @Test
    void sends_no_second_frame_before_the_first_was_taken() {
        pump.tick();
        store.add(List.of(make.poll(TestEvents.T0, 1, 1)), 0);
        pump.tick();
        pump.tick();
        assertThat(fxQueue).hasSize(1);
        runFxThread();
        pump.tick();
        runFxThread();
        assertThat(frames).hasSize(2);
        assertThat(frames.get(1).events()).hasSize(1);
    }

    @Test
    void leaves_events_in_the_store_while_paused() {
        pump.setPaused(true);
        store.add(List.of(make.poll(TestEvents.T0, 0, 1)), 0);
        pump.tick();
        assertThat(fxQueue).isEmpty();
        assertThat(store.size()).isEqualTo(1);
        pump.setPaused(false);
        pump.tick();
        runFxThread();
        assertThat(frames).hasSize(1);
    }

    @Test
    void goes_on_after_a_listener_failed() {
        FramePump failing = new FramePump(
                store, () -> TestEvents.snapshot(TestEvents.NO_COUNTS), () -> TestEvents.T0, fxQueue::add);
        failing.addListener(frame -> {
            throw new IllegalStateException("broken");
        });
        failing.tick();
        assertThatThrownBy(this::runFxThread).hasMessage("broken");
        store.add(List.of(make.poll(TestEvents.T0, 1, 1)), 0);
        failing.tick();
        assertThat(fxQueue).hasSize(1);
    }

    @Test
    void tells_of_polls_that_brought_nothing_once_a_second() {
        pump.tick();
        runFxThread();
        for (int beat = 1; beat <= 20; beat++) {
            now += TestEvents.SECOND / 10;
            store.add(List.of(make.poll(now, 0, 1)), 0);
            pump.tick();
            runFxThread();
        }
        assertThat(frames).extracting(frame -> frame.events().size()).containsExactly(0, 10, 10);
    }

    @Test
    void tells_of_everything_else_at_once_with_the_polls_before_it() {
        pump.tick();
        runFxThread();
        store.add(List.of(make.poll(now, 0, 1)), 0);
        now += TestEvents.SECOND / 10;
        pump.tick();
        runFxThread();
        assertThat(frames).hasSize(1);
        store.add(List.of(make.poll(now, 3, 1)), 0);
        pump.tick();
        runFxThread();
        assertThat(frames).hasSize(2);
        assertThat(frames.get(1).events()).hasSize(2);
    }

    @Test
    void tells_of_lost_events_at_once() {
        pump.tick();
        runFxThread();
        store.add(List.of(), 4);
        pump.tick();
        runFxThread();
        assertThat(frames.get(1).lost()).isEqualTo(4);
    }

    @Test
    void goes_on_when_the_clock_is_set_back() {
        pump.tick();
        runFxThread();
        now -= 60 * TestEvents.SECOND;
        pump.tick();
        runFxThread();
        assertThat(frames).hasSize(2);
    }

    @Test
    void rests_while_only_polls_that_brought_nothing_wait() {
        store.add(List.of(make.poll(now, 0, 1)), 0);
        assertThat(pump.rests()).isTrue();
        store.add(List.of(make.poll(now, 2, 1)), 0);
        assertThat(pump.rests()).isFalse();
    }

    @Test
    void fifteen_seconds_without_events_and_touches_makes_frames_rare() {
        pump.stir();
        now += 15 * TestEvents.SECOND;
        store.add(List.of(make.poll(now, 0, 1)), 0);
        assertThat(pump.pauseMillis()).isEqualTo(1_000);
        now += 1;
        assertThat(pump.pauseMillis()).isEqualTo(5_000);

        pump.stir();
        assertThat(pump.pauseMillis()).isEqualTo(1_000);

        now += 16 * TestEvents.SECOND;
        assertThat(pump.pauseMillis()).isEqualTo(5_000);
        store.add(List.of(make.poll(now, 2, 1)), 0);
        assertThat(pump.pauseMillis()).isEqualTo(FramePump.PERIOD_MILLIS);
        pump.tick();
        runFxThread();
        now += 14 * TestEvents.SECOND;
        assertThat(pump.pauseMillis()).isEqualTo(1_000);
    }

    @Test
    void a_touch_after_a_long_rest_brings_a_frame_at_once() throws Exception {
        AtomicLong clock = new AtomicLong(TestEvents.T0);
        BlockingQueue<Frame> seen = new LinkedBlockingQueue<>();
        // It would rest for an hour: only what the touch woke it for can come.
        try (FramePump real = new FramePump(
                store, () -> TestEvents.snapshot(TestEvents.NO_COUNTS), clock::get, Runnable::run, 3_600_000)) {
            real.addListener(seen::add);
            real.start();
            assertThat(seen.poll(30, TimeUnit.SECONDS)).isNotNull();

            assertThat(real.rests()).isTrue();
            clock.addAndGet(16 * TestEvents.SECOND);
            real.stir();

            assertThat(seen.poll(30, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void a_resting_pump_is_woken_by_the_first_event_that_tells_something() throws Exception {
        AtomicLong clock = new AtomicLong(TestEvents.T0);
        BlockingQueue<Frame> seen = new LinkedBlockingQueue<>();
        // A clock that stands still: only what the pump was woken for can come, never the frame of each second.
        try (FramePump real =
                new FramePump(store, () -> TestEvents.snapshot(TestEvents.NO_COUNTS), clock::get, Runnable::run)) {
            real.addListener(seen::add);
            real.start();
            assertThat(seen.poll(30, TimeUnit.SECONDS)).isNotNull();
            for (int round = 0; round < 5; round++) {
                List<GatewayEvent> quiet = List.of(make.poll(now, 0, 1));
                store.add(quiet, 0);
                real.noticed(quiet, 0);
                List<GatewayEvent> loud = List.of(make.poll(now, 3, 1));
                store.add(loud, 0);
                real.noticed(loud, 0);
                Frame frame = seen.poll(30, TimeUnit.SECONDS);
                assertThat(frame).isNotNull();
                assertThat(frame.events()).hasSize(2);
            }
        }
    }
}
