package org.icws.testbench.interop;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.icws.gateway.GatewayEngine;
import org.icws.gateway.Subscription;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.event.GatewayEvent.SessionClosed;

/** How sessions ended, as a gateway reports it from now on. */
final class ClosedSessions implements AutoCloseable {
    private static final int MAX_SESSIONS = 1_000;

    private final BlockingQueue<SessionClosed> ended = new LinkedBlockingQueue<>(MAX_SESSIONS);
    private final Subscription subscription;

    private ClosedSessions(GatewayEngine gateway) {
        subscription = gateway.subscribe((events, lost) -> take(events));
    }

    static ClosedSessions of(GatewayEngine gateway) {
        return new ClosedSessions(gateway);
    }

    /** The next session that ends, or ended since this object exists. */
    SessionClosed await() throws InterruptedException {
        SessionClosed next = ended.poll(SdkClient.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("No session ended within " + SdkClient.PATIENCE);
        }
        return next;
    }

    private void take(List<GatewayEvent> events) {
        for (GatewayEvent event : events) {
            if (event instanceof SessionClosed session) {
                ended.add(session);
            }
        }
    }

    @Override
    public void close() {
        subscription.close();
    }
}
