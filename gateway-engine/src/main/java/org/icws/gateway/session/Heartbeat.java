package org.icws.gateway.session;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.icws.gateway.GatewayScheduler;
import org.icws.gateway.Limits;

/**
 * Looks at all sessions again and again, and pings those that have been silent since the last look: a connection whose
 * other end has vanished without a word would otherwise stay for ever. One task for all sessions. Thread-safe.
 */
final class Heartbeat {
    private final GatewayScheduler scheduler;
    private final Supplier<Limits> limits;
    private final Supplier<Stream<ClientSession>> sessions;
    private GatewayScheduler.Task next;
    private boolean stopped;

    Heartbeat(GatewayScheduler scheduler, Supplier<Limits> limits, Supplier<Stream<ClientSession>> sessions) {
        this.scheduler = scheduler;
        this.limits = limits;
        this.sessions = sessions;
    }

    synchronized void start() {
        if (!stopped) {
            next = scheduler.schedule(limits.get().pingInterval(), this::look);
        }
    }

    private void look() {
        int maxMissed = limits.get().maxMissedPings();
        try {
            sessions.get().forEach(session -> session.lookAlive(maxMissed));
        } finally {
            start();
        }
    }

    /** Another interval holds from now on, not only after the present one. */
    synchronized void limitsChanged() {
        if (next != null) {
            next.cancel();
        }
        start();
    }

    synchronized void stop() {
        stopped = true;
        if (next != null) {
            next.cancel();
        }
    }
}
