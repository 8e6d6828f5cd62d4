package org.icws.testbench.shell;

import com.sun.glass.ui.Timer;
import com.sun.javafx.tk.Toolkit;
import com.sun.javafx.tk.quantum.QuantumToolkit;
import java.lang.reflect.Field;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JavaFX's pulse timer, for GTK, resting while nothing asks for a pulse. The toolkit pauses its timer by itself when there has been
 * nothing to draw for a quarter of a second, and resumes it with the next request; but only the timer for macOS does as told, and
 * the one for GTK ticks sixty times a second for ever, which is most of what an idle window costs (docs/decisions/0010). This one
 * stops GTK's timer and starts it again. Thread-safe as the toolkit needs it: its base class calls under one lock.
 */
public final class RestingPulseTimer extends Timer {

    private static final Logger LOG = LoggerFactory.getLogger(RestingPulseTimer.class);
    private static final String FIELD = "pulseTimer";
    private static final int DEFAULT_PERIOD_MILLIS = 16;

    private final Timer ticking;
    private int periodMillis = DEFAULT_PERIOD_MILLIS;

    /** @param ticking calls the toolkit back while it is started */
    RestingPulseTimer(Timer ticking) {
        super(() -> {});
        this.ticking = ticking;
    }

    /**
     * Takes the place of the toolkit's own timer, if that is one that cannot rest. Without it a window costs more and works the
     * same, so whatever another version of JavaFX has changed is no error. FX thread, before the first window is shown.
     */
    public static void install() {
        try {
            if (Toolkit.getToolkit() instanceof QuantumToolkit toolkit) {
                install(toolkit);
            }
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            LOG.debug("JavaFX's pulse timer stays as it is", e);
        }
    }

    private static void install(QuantumToolkit toolkit) throws ReflectiveOperationException {
        Field field = QuantumToolkit.class.getDeclaredField(FIELD);
        field.setAccessible(true);
        // The lock under which the toolkit pauses and resumes its timer.
        synchronized (toolkit) {
            if (field.get(toolkit) instanceof Timer own
                    && own.getClass().getSimpleName().equals("GtkTimer")) {
                RestingPulseTimer resting = new RestingPulseTimer(own);
                resting.start(period(own));
                field.set(toolkit, resting);
            }
        }
    }

    private static int period(Timer own) throws ReflectiveOperationException {
        Field period = Timer.class.getDeclaredField("period");
        period.setAccessible(true);
        int millis = (int) period.getDouble(own);
        return millis > 0 ? millis : DEFAULT_PERIOD_MILLIS;
    }

    @Override
    protected long _start(Runnable ignored) {
        return _start(ignored, periodMillis);
    }

    @Override
    protected long _start(Runnable ignored, int period) {
        periodMillis = period;
        ticking.start(period);
        return 1;
    }

    @Override
    protected void _stop(long timer) {
        ticking.stop();
    }

    @Override
    protected void _pause(long timer) {
        ticking.stop();
    }

    @Override
    protected void _resume(long timer) {
        if (!ticking.isRunning()) {
            ticking.start(periodMillis);
        }
    }
}
