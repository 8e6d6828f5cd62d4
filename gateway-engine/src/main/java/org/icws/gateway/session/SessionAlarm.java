package org.icws.gateway.session;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.icws.gateway.GatewayScheduler;
import org.icws.gateway.event.SessionState;

/** The time-out of a session's present state; there is at most one at a time. Thread-safe. */
final class SessionAlarm {
    /** Ends the session. */
    @FunctionalInterface
    interface Action {
        void end(CloseCause cause, Object... details);
    }

    private final GatewayScheduler scheduler;
    private final SessionLife life;
    private final Action action;
    private GatewayScheduler.Task task;

    SessionAlarm(GatewayScheduler scheduler, SessionLife life, Action action) {
        this.scheduler = scheduler;
        this.life = life;
        this.action = action;
    }

    /**
     * Ends the session if it is still in that state when the time is up.
     *
     * @param details of the cause, in front of the time
     */
    synchronized void set(SessionState state, Duration timeout, CloseCause cause, String... details) {
        Object[] all = Stream.concat(Arrays.stream(details), Stream.of(inWords(timeout)))
                .toArray();
        cancel();
        task = scheduler.schedule(timeout, () -> {
            if (life.state() == state) {
                action.end(cause, all);
            }
        });
        if (life.isEnding()) {
            // Nobody would cancel it any more.
            cancel();
        }
    }

    synchronized void cancel() {
        if (task != null) {
            task.cancel();
            task = null;
        }
    }

    static String inWords(Duration timeout) {
        return timeout.toMillis() % 1000 == 0 ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
    }
}
