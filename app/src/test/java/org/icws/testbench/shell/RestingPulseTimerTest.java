package org.icws.testbench.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.glass.ui.Timer;
import com.sun.javafx.tk.quantum.QuantumToolkit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxToolkit;

class RestingPulseTimerTest {

    private final List<String> told = new ArrayList<>();
    private final RestingPulseTimer timer = new RestingPulseTimer(new TickingTimer());

    /** A timer asks the application which periods there are. */
    @BeforeAll
    static void startToolkit() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
    }

    @Test
    void ticks_at_the_period_it_is_started_with() {
        timer.start(16);

        assertThat(told).containsExactly("started at 16 ms");
    }

    @Test
    void stops_ticking_while_the_toolkit_needs_no_pulse_and_goes_on_at_the_same_period() {
        timer.start(8);
        timer.pause();
        timer.resume();

        assertThat(told).containsExactly("started at 8 ms", "stopped", "started at 8 ms");
    }

    @Test
    void is_not_started_anew_by_each_request_for_a_pulse() {
        timer.start(16);
        timer.resume();
        timer.resume();

        assertThat(told).containsExactly("started at 16 ms");
    }

    @Test
    void does_not_wake_up_again_once_the_toolkit_has_stopped_it() {
        timer.start(16);
        timer.stop();
        timer.resume();

        assertThat(told).containsExactly("started at 16 ms", "stopped");
    }

    @Test
    void this_version_of_javafx_keeps_its_timer_where_it_is_replaced() throws NoSuchFieldException {
        assertThat(QuantumToolkit.class.getDeclaredField("pulseTimer").getType())
                .isEqualTo(Timer.class);
        assertThat(Timer.class.getDeclaredField("period").getType()).isEqualTo(double.class);
    }

    /** What GTK's timer does, which cannot pause. */
    private final class TickingTimer extends Timer {

        TickingTimer() {
            super(() -> {});
        }

        @Override
        protected long _start(Runnable runnable) {
            throw new UnsupportedOperationException("GTK's timer needs a period");
        }

        @Override
        protected long _start(Runnable runnable, int period) {
            told.add("started at " + period + " ms");
            return 1;
        }

        @Override
        protected void _stop(long timer) {
            told.add("stopped");
        }

        @Override
        protected void _pause(long timer) {
            // As on GTK.
        }

        @Override
        protected void _resume(long timer) {
            // As on GTK.
        }
    }
}
