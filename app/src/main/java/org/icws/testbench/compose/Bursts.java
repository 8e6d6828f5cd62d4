package org.icws.testbench.compose;

import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.icws.testbench.store.Format;

/** Sends one message many times, one burst at a time. FX thread only. */
final class Bursts {

    private final LongSupplier clockNanos;
    private final ReadOnlyObjectWrapper<Burst.Progress> progress = new ReadOnlyObjectWrapper<>(this, "burst");
    private Burst burst;

    Bursts(LongSupplier clockNanos) {
        this.clockNanos = clockNanos;
    }

    /** Why a burst cannot be like this; null if it can. */
    static String outOfRange(int count, int perSecond) {
        if (count < 1 || count > Burst.MOST || perSecond < 1 || perSecond > Burst.FASTEST) {
            return "1 to " + Format.count(Burst.MOST) + " times, at 1 to " + Format.count(Burst.FASTEST)
                    + " per second.";
        }
        return null;
    }

    /** Begins one; the one before has been stopped. */
    void start(TestSender as, LongFunction<byte[]> encoder, int count, int perSecond) {
        burst = new Burst(as, encoder, count, perSecond, clockNanos);
        burst.start();
        look();
    }

    /** Ends the one that runs. */
    void stop() {
        if (burst != null) {
            burst.close();
            look();
        }
    }

    boolean isRunning() {
        return progress.get() != null && progress.get().running();
    }

    /** Takes over how far it is. */
    void look() {
        if (burst != null) {
            progress.set(burst.progress());
        }
    }

    /** How far it is; null before the first. */
    ReadOnlyObjectProperty<Burst.Progress> progressProperty() {
        return progress.getReadOnlyProperty();
    }
}
