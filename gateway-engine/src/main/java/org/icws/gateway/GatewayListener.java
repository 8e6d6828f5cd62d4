package org.icws.gateway;

import java.util.List;
import org.icws.gateway.event.GatewayEvent;

/** Receives what happens in the gateway. */
@FunctionalInterface
public interface GatewayListener {
    /**
     * Called on the subscription's own thread, never concurrently with itself, in order of {@link GatewayEvent#sequence()}.
     * May take as long as it likes: the gateway does not wait, a listener that falls behind loses the oldest events.
     *
     * @param batch at least one event unless {@code lost} is positive; not modifiable
     * @param lost events lost immediately before this batch because the listener was too slow
     */
    void onEvents(List<GatewayEvent> batch, long lost);
}
