package org.icws.replica.scheduler;

/** Wakes the round loop when a timer or deadline is due. Confined to the round loop. */
final class Alarm {
    private final Timeline timeline;
    private final Runnable wake;
    private long next = Long.MAX_VALUE;

    Alarm(Timeline timeline, Runnable wake) {
        this.timeline = timeline;
        this.wake = wake;
    }

    /** Sees to it that the loop is woken at a time; the largest number = never. */
    void set(long due, long now) {
        if (next <= now) {
            next = Long.MAX_VALUE;
        }
        if (due < next) {
            // An earlier alarm that is left over only leads to a look at the timers.
            timeline.at(due, wake);
            next = due;
        }
    }
}
