package org.icws.gateway.endpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.function.Supplier;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.filterchain.TransportFilter;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.ssl.SSLBaseFilter;
import org.glassfish.tyrus.container.grizzly.server.GrizzlyServerFilter;
import org.glassfish.tyrus.spi.ServerContainer;
import org.icws.gateway.GatewayScheduler;
import org.icws.gateway.Limits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets Tyrus do the WebSocket handshake and then takes the connection over: out of the HTTP chain, frames parsed and
 * written by this package. Leaving the HTTP chain also frees the parsed request, most of an idle connection's memory.
 */
final class UpgradeFilter extends GrizzlyServerFilter {
    private static final Logger LOG = LoggerFactory.getLogger(UpgradeFilter.class);
    /** Set by Tyrus when the handshake succeeded; Grizzly's attributes of one name are one object. */
    private static final Attribute<Object> TYRUS =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(GrizzlyServerFilter.class.getName() + ".Connection");

    private static final Attribute<InboundConnection> INBOUND =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute("org.icws.gateway.inbound");

    /** Ends a connection that has not become a WebSocket in time; gone once it has, or is closed. */
    private static final Attribute<GatewayScheduler.Task> DEADLINE =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute("org.icws.gateway.deadline");

    private final FilterChain frames;
    private final boolean encrypted;
    private final SocketAcceptor acceptor;
    private final GatewayScheduler scheduler;
    private final Supplier<Limits> limits;

    UpgradeFilter(ServerContainer tyrus, EndpointConfig config, SocketAcceptor acceptor, SSLBaseFilter encryption) {
        super(tyrus, "/");
        this.acceptor = acceptor;
        this.encrypted = encryption != null;
        FilterChainBuilder chain = FilterChainBuilder.stateless().add(new TransportFilter());
        if (encrypted) {
            // The connection's TLS state stays with it, at the same place in the new chain.
            chain.add(encryption);
        }
        this.frames = chain.add(this).build();
        this.scheduler = config.scheduler();
        this.limits = config.limits();
    }

    /** A socket that asks for nothing is dropped: a port scan or a half-open connection must not stay for ever. */
    @Override
    public NextAction handleAccept(FilterChainContext ctx) throws IOException {
        Connection<?> connection = ctx.getConnection();
        DEADLINE.set(connection, scheduler.schedule(limits.get().firstFrameTimeout(), () -> {
            if (INBOUND.get(connection) == null && connection.isOpen()) {
                connection.terminateSilently();
            }
        }));
        if (!connection.isOpen()) {
            // Closed before there was something to cancel.
            cancelDeadline(connection);
        }
        return super.handleAccept(ctx);
    }

    /** What was planned for a connection would keep it in memory until its time. */
    @Override
    public NextAction handleClose(FilterChainContext ctx) throws IOException {
        cancelDeadline(ctx.getConnection());
        return super.handleClose(ctx);
    }

    private static void cancelDeadline(Connection<?> connection) {
        GatewayScheduler.Task deadline = DEADLINE.remove(connection);
        if (deadline != null) {
            deadline.cancel();
        }
    }

    @Override
    public NextAction handleRead(FilterChainContext ctx) throws IOException {
        Connection<?> connection = ctx.getConnection();
        if (ctx.getMessage() instanceof Buffer bytes) {
            read(INBOUND.get(connection), bytes);
            return ctx.getStopAction();
        }
        String path = path(ctx);
        NextAction next;
        try {
            next = super.handleRead(ctx);
        } catch (RuntimeException e) {
            LOG.debug("A request from {} cannot be understood", connection.getPeerAddress(), e);
            return refuse(ctx);
        }
        if (TYRUS.get(connection) != null && INBOUND.get(connection) == null) {
            takeOver(connection, path);
        }
        return next;
    }

    private static String path(FilterChainContext ctx) {
        HttpContent content = ctx.getMessage();
        return ((HttpRequestPacket) content.getHttpHeader()).getRequestURI();
    }

    private static NextAction refuse(FilterChainContext ctx) {
        HttpContent content = ctx.getMessage();
        HttpResponsePacket response = ((HttpRequestPacket) content.getHttpHeader()).getResponse();
        response.setStatus(400);
        response.setReasonPhrase("Bad Request");
        response.setContentLength(0);
        ctx.write(HttpContent.builder(response).last(true).build());
        ctx.getConnection().closeSilently();
        return ctx.getStopAction();
    }

    @SuppressWarnings("deprecation") // the close listener's only signature has a deprecated type argument
    private void takeOver(Connection<?> connection, String path) {
        cancelDeadline(connection);
        connection.setProcessor(frames);
        for (String name : Set.copyOf(connection.getAttributes().getAttributeNames())) {
            if (name.contains("HttpServerFilter.") || name.endsWith("HttpContext")) {
                connection.getAttributes().removeAttribute(name);
            }
        }
        GrizzlyPeer peer = new GrizzlyPeer(
                connection, encrypted, scheduler, () -> limits.get().closeGrace());
        InboundConnection inbound =
                new InboundConnection(peer, () -> limits.get().maxFrameBytes());
        INBOUND.set(connection, inbound);
        inbound.attach(acceptor.accept(peer, path));
        connection.addCloseListener((org.glassfish.grizzly.CloseListener<?, ?>) (closeable, type) -> inbound.gone());
    }

    private static void read(InboundConnection inbound, Buffer bytes) {
        try {
            if (inbound != null) {
                ByteBuffer[] parts = bytes.toByteBufferArray().getArray();
                int count = bytes.toByteBufferArray().size();
                for (int i = 0; i < count; i++) {
                    inbound.feed(parts[i]);
                }
            }
        } catch (RuntimeException e) {
            LOG.error("A client's input could not be handled", e);
            inbound.failed(e);
        } finally {
            bytes.tryDispose();
        }
    }
}
