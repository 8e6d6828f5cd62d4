package org.icws.testbench.store;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javafx.application.Platform;
import org.icws.gateway.GatewaySnapshot;
import org.icws.gateway.event.GatewayEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries traffic to the FX thread in frames: at most ten a second, and never a second one before the first was taken. While there
 * is nothing to tell but polls that brought nothing, the pump rests: one frame a second, and no beat in between unless
 * {@link #noticed} wakes it; and when for 15 s nothing has come and nobody has touched the window either, one frame in five
 * seconds, until {@link #stir}. So an idle window costs next to nothing. While the FX thread is busy or the window is hidden,
 * events wait in the bounded {@link EventStore}.
 */
public final class FramePump implements AutoCloseable {

    /** Time between two frames. */
    public static final long PERIOD_MILLIS = 100;

    private static final long QUIET_NANOS = 1_000_000_000L;
    private static final long QUIET_MILLIS = 1_000;
    /** Time between two frames while nobody looks closely. */
    private static final long ASLEEP_MILLIS = 5_000;
    /** How long after the last event that told something, and the last touch, the frames of each second go on. */
    private static final long AWAKE_NANOS = 15_000_000_000L;

    private static final Logger LOG = LoggerFactory.getLogger(FramePump.class);

    private final EventStore<GatewayEvent> store;
    private final Supplier<GatewaySnapshot> snapshots;
    private final LongSupplier clockNanos;
    private final Executor fxThread;
    private final long restMillis;
    private final List<Consumer<Frame>> listeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<Frame>> preparers = new CopyOnWriteArrayList<>();
    private final AtomicBoolean underWay = new AtomicBoolean();
    private final AtomicBoolean resting = new AtomicBoolean();
    private volatile boolean paused;
    private volatile boolean closed;
    private volatile long carriedAt;
    private volatile long stirredAt;
    private boolean carriedAny;
    private ScheduledExecutorService timer;
    private Future<?> coming;

    /**
     * A pump that still has to be started.
     *
     * @param clockNanos nanoseconds since the epoch
     * @param fxThread where listeners are called; null = the FX thread
     */
    public FramePump(
            EventStore<GatewayEvent> store,
            Supplier<GatewaySnapshot> snapshots,
            LongSupplier clockNanos,
            Executor fxThread) {
        this(store, snapshots, clockNanos, fxThread, QUIET_MILLIS);
    }

    /** @param restMillis how long it rests if nothing wakes it */
    FramePump(
            EventStore<GatewayEvent> store,
            Supplier<GatewaySnapshot> snapshots,
            LongSupplier clockNanos,
            Executor fxThread,
            long restMillis) {
        this.restMillis = restMillis;
        this.store = store;
        this.snapshots = snapshots;
        this.clockNanos = clockNanos;
        this.fxThread = fxThread == null ? Platform::runLater : fxThread;
    }

    /** Called on the FX thread with every frame. */
    public void addListener(Consumer<Frame> listener) {
        listeners.add(listener);
    }

    /** Called with every frame on the pump's own thread, before the FX thread gets it: for work that takes time. */
    public void addPreparer(Consumer<Frame> preparer) {
        preparers.add(preparer);
    }

    /** Starts the pump's own timer. */
    public synchronized void start() {
        if (timer == null) {
            timer = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, "frame-pump");
                thread.setDaemon(true);
                return thread;
            });
            stirredAt = clockNanos.getAsLong();
            coming = timer.schedule(this::beat, 0, TimeUnit.MILLISECONDS);
        }
    }

    private void beat() {
        synchronized (this) {
            coming = null;
        }
        tick();
        long pause = pauseMillis();
        synchronized (this) {
            // Whoever woke the pump meanwhile has scheduled the next beat: a second one would be one for ever.
            if (coming == null) {
                schedule(pause);
            }
        }
    }

    /** How long nothing has to be told from now on, unless something wakes the pump. */
    long pauseMillis() {
        if (!rests()) {
            return PERIOD_MILLIS;
        }
        return isAsleep() ? ASLEEP_MILLIS : restMillis;
    }

    private void schedule(long millis) {
        if (timer != null && !timer.isShutdown()) {
            coming = timer.schedule(this::beat, millis, TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Whether nothing has to be told before long; if so, the pump counts as resting. Public so that a test can be the timer.
     */
    public boolean rests() {
        // Said first, looked for then: what comes between the two wakes the pump or is seen here.
        resting.set(true);
        if (paused || store.holdsOnly(FramePump::isQuiet)) {
            return true;
        }
        resting.set(false);
        return false;
    }

    private boolean isAsleep() {
        return Math.abs(clockNanos.getAsLong() - stirredAt) > AWAKE_NANOS;
    }

    /**
     * Told when somebody touches the window, or something happens that pages show though it is no event: frames come every second
     * again, the first at once. Any thread; costs next to nothing while they come.
     */
    public void stir() {
        boolean asleep = isAsleep();
        stirredAt = clockNanos.getAsLong();
        if (asleep && !paused) {
            wake();
        }
    }

    /**
     * Told after events were put into the store: wakes a resting pump, unless they can wait for its next frame. Any thread; costs
     * next to nothing while the pump is awake.
     */
    public void noticed(List<? extends GatewayEvent> events, long lost) {
        if (resting.get() && !paused && (lost > 0 || !events.stream().allMatch(FramePump::isQuiet))) {
            wake();
        }
    }

    private void wake() {
        if (resting.compareAndSet(true, false)) {
            long since = (clockNanos.getAsLong() - carriedAt) / 1_000_000;
            beatInstead(since < 0 ? 0 : Math.max(0, PERIOD_MILLIS - since));
        }
    }

    private synchronized void beatInstead(long millis) {
        if (coming != null) {
            coming.cancel(false);
        }
        schedule(millis);
    }

    /** Stops carrying frames, for instance while the window is hidden; nothing is lost but what the store drops. */
    public void setPaused(boolean now) {
        paused = now;
        if (!now) {
            wake();
        }
    }

    /** One beat of the timer. Public so that a test can be the timer. */
    public void tick() {
        if (paused || !underWay.compareAndSet(false, true)) {
            return;
        }
        boolean handedOver = false;
        try {
            long now = clockNanos.getAsLong();
            if (carriedAny && Math.abs(now - carriedAt) < QUIET_NANOS && store.holdsOnly(FramePump::isQuiet)) {
                return;
            }
            carriedAny = true;
            carriedAt = now;
            if (!store.holdsOnly(FramePump::isQuiet)) {
                stirredAt = now;
            }
            EventStore.Batch<GatewayEvent> batch = store.drain();
            Frame frame = new Frame(now, batch.entries(), batch.lost(), snapshots.get());
            preparers.forEach(preparer -> preparer.accept(frame));
            fxThread.execute(() -> deliver(frame));
            handedOver = true;
        } catch (RuntimeException e) {
            // The timer would end silently, and the window stand still.
            LOG.error("A frame could not be prepared", e);
        } finally {
            if (!handedOver) {
                underWay.set(false);
            }
        }
    }

    private static boolean isQuiet(GatewayEvent event) {
        return event instanceof GatewayEvent.PollCompleted poll && poll.returned() == 0;
    }

    private void deliver(Frame frame) {
        try {
            if (!closed) { // who listens may have closed, too
                listeners.forEach(listener -> listener.accept(frame));
            }
        } finally {
            underWay.set(false);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (timer != null) {
            timer.shutdownNow();
        }
    }
}
