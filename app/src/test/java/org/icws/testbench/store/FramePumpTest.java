package org.icws.testbench.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.icws.gateway.event.GatewayEvent;
import org.junit.jupiter.api.Test;

class FramePumpTest {

    private final TestEvents make = new TestEvents();
    private final EventStore<GatewayEvent> store = new EventStore<>(100);
    private final ArrayDeque<Runnable> fxQueue = new ArrayDeque<>();
    private final List<Frame> frames = new ArrayList<>();
    private final FramePump pump =
            new FramePump(store, () -> TestEvents.snapshot(TestEvents.NO_COUNTS), () -> TestEvents.T0, fxQueue::add);

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
    void sends_no_second_frame_before_the_first_was_taken() {
        pump.tick();
        store.add(List.of(make.poll(TestEvents.T0, 0, 1)), 0);
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
        failing.tick();
        assertThat(fxQueue).hasSize(1);
    }
}
