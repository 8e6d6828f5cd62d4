package org.icws.testbench.store;

import java.util.List;
import org.icws.gateway.GatewaySnapshot;
import org.icws.gateway.event.GatewayEvent;

/**
 * What the window learns at once, at most ten times a second.
 *
 * @param nowNanos time of the frame, nanoseconds since the epoch
 * @param events what happened since the frame before, oldest first
 * @param lost how many events were dropped on the way because nobody took them in time
 * @param snapshot the engine's own view of itself at this moment
 */
public record Frame(long nowNanos, List<GatewayEvent> events, long lost, GatewaySnapshot snapshot) {}
