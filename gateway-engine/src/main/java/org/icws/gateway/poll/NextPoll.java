package org.icws.gateway.poll;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.icws.gateway.GatewayClock;
import org.icws.gateway.GatewayScheduler;

/** The one poll of a canister that is to come: when, and what brings it forward. Thread-safe; nothing blocks. */
final class NextPoll {
    private final PollSettings settings;
    private final Pace pace;
    private final Runnable poll;
    private final AtomicReference<Coming> next = new AtomicReference<>();
    private volatile boolean stopped;
    private volatile long startedAt;
    /** Whether the canister has done something since the last poll began. */
    private volatile boolean hinted;

    /** Whoever takes it away from {@link #next} runs or replaces it. */
    private static final class Coming {
        final boolean hurriable;
        volatile GatewayScheduler.Task task;

        Coming(boolean hurriable) {
            this.hurriable = hurriable;
        }
    }

    /** @param poll run when it is time */
    NextPoll(PollSettings settings, Pace pace, Runnable poll) {
        this.settings = settings;
        this.pace = pace;
        this.poll = poll;
    }

    /** No poll comes any more. */
    void stop() {
        stopped = true;
        Coming coming = next.getAndSet(null);
        if (coming != null) {
            cancel(coming);
        }
    }

    private static void cancel(Coming coming) {
        GatewayScheduler.Task task = coming.task;
        if (task != null) {
            task.cancel();
        }
    }

    /**
     * Notes that a poll begins.
     *
     * @return its time, monotonic ns
     */
    long begin() {
        hinted = false;
        startedAt = clock().monotonicNanos();
        return startedAt;
    }

    /**
     * Does the next poll after this pause.
     *
     * @param hurriable whether it may come earlier; the pauses after failures are kept
     */
    void schedule(Duration pause, boolean hurriable) {
        if (stopped) {
            return;
        }
        Coming coming = new Coming(hurriable);
        next.set(coming);
        coming.task = settings.scheduler().schedule(pause, () -> {
            if (next.compareAndSet(coming, null)) {
                poll.run();
            }
        });
    }

    /** Does the next poll as the pace wants it, after one that has ended just now. */
    void scheduleByPace() {
        schedule(pace.next().minusNanos(sinceStart()), true);
        if (hinted) {
            // The hint came while the poll was under way, which may have seen nothing of it.
            heed();
        }
    }

    /** A client sent something, or got an answer: messages are likely to come. */
    void traffic() {
        boolean slow = pace.isSlow();
        pace.traffic();
        if (slow) {
            hurry(fastest());
        }
    }

    /** Another policy, or a pause has ended: the interval starts over from the fastest. */
    void restart() {
        pace.traffic();
        hurry(fastest());
    }

    /**
     * The canister has done something. That may have left a message or not, so it brings one poll, no later than the fastest
     * interval, and leaves the pace as it is. Does nothing at the fastest interval.
     */
    void hint() {
        if (!hinted) {
            hinted = true;
            heed();
        }
    }

    private void heed() {
        if (pace.isSlow()) {
            hurry(fastest().minusNanos(sinceStart()));
        }
    }

    private void hurry(Duration pause) {
        Coming coming = next.get();
        if (coming != null && coming.hurriable && next.compareAndSet(coming, null)) {
            cancel(coming);
            schedule(pause, true);
        }
    }

    private Duration fastest() {
        return settings.live().polling().fastest();
    }

    private long sinceStart() {
        return clock().monotonicNanos() - startedAt;
    }

    private GatewayClock clock() {
        return settings.clock();
    }
}
