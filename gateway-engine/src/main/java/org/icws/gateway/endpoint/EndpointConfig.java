package org.icws.gateway.endpoint;

import java.util.Set;
import java.util.function.Supplier;
import org.icws.gateway.GatewayClock;
import org.icws.gateway.GatewayScheduler;
import org.icws.gateway.Limits;
import org.icws.gateway.TlsConfig;
import org.icws.gateway.metrics.HopTimes;

/**
 * What the listening side needs to know.
 *
 * @param host address to bind
 * @param port port to bind, 0 for any
 * @param paths paths of the URLs at which clients can connect
 * @param allowedOrigins web origins allowed besides loopback ones; "*" allows all
 * @param limits largest message, time a socket may stay without having become a WebSocket, time a client gets to answer a
 *     close frame; asked each time
 * @param scheduler for the time-outs
 * @param infoPage the HTML answer to a plain HTTP request
 * @param metrics makes the text for monitoring systems
 * @param tls certificate and key; null for none
 * @param hops measures the handshakes
 * @param clock time
 */
public record EndpointConfig(
        String host,
        int port,
        Set<String> paths,
        Set<String> allowedOrigins,
        Supplier<Limits> limits,
        GatewayScheduler scheduler,
        String infoPage,
        Supplier<String> metrics,
        TlsConfig tls,
        HopTimes hops,
        GatewayClock clock) {}
