package org.icws.gateway.endpoint;

import java.io.IOException;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.ssl.SSLBaseFilter;
import org.icws.gateway.GatewayClock;
import org.icws.gateway.GatewayScheduler;
import org.icws.gateway.metrics.Hop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures TLS handshakes, and drops connections that do not get theirs done in time. */
final class HandshakeWatch extends BaseFilter implements SSLBaseFilter.HandshakeListener {
    private static final Logger LOG = LoggerFactory.getLogger(HandshakeWatch.class);

    /** When the connection was accepted; gone once the handshake is done. */
    private static final Attribute<Long> SINCE =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute("org.icws.gateway.handshake");

    /** Ends the connection; gone once the handshake is done, or the connection is closed. */
    private static final Attribute<GatewayScheduler.Task> DEADLINE =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute("org.icws.gateway.handshakeDeadline");

    private final EndpointConfig config;
    private final GatewayClock clock;

    HandshakeWatch(EndpointConfig config) {
        this.config = config;
        this.clock = config.clock();
    }

    @Override
    public NextAction handleAccept(FilterChainContext ctx) throws IOException {
        Connection<?> connection = ctx.getConnection();
        SINCE.set(connection, clock.monotonicNanos());
        DEADLINE.set(connection, config.scheduler().schedule(config.tls().handshakeTimeout(), () -> {
            if (SINCE.isSet(connection) && connection.isOpen()) {
                connection.terminateSilently();
            }
        }));
        if (!connection.isOpen()) {
            cancelDeadline(connection);
        }
        return ctx.getInvokeAction();
    }

    @Override
    public NextAction handleClose(FilterChainContext ctx) throws IOException {
        cancelDeadline(ctx.getConnection());
        return ctx.getInvokeAction();
    }

    private static void cancelDeadline(Connection<?> connection) {
        GatewayScheduler.Task deadline = DEADLINE.remove(connection);
        if (deadline != null) {
            deadline.cancel();
        }
    }

    @Override
    public void onStart(Connection<?> connection) {
        // counted from the accept: a client that sends nothing is slow as well
    }

    @Override
    public void onComplete(Connection<?> connection) {
        cancelDeadline(connection);
        Long since = SINCE.remove(connection);
        if (since != null) {
            config.hops().record(Hop.TLS_HANDSHAKE, clock.monotonicNanos() - since);
        }
    }

    @Override
    public void onFailure(Connection<?> connection, Throwable failure) {
        LOG.debug("No TLS with {}: {}", connection.getPeerAddress(), failure.toString());
    }
}
