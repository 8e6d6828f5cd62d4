package org.icws.gateway.endpoint;

import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.net.BindException;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.HttpServerFilter;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.glassfish.grizzly.ssl.SSLBaseFilter;
import org.glassfish.grizzly.strategies.SameThreadIOStrategy;
import org.glassfish.grizzly.utils.IdleTimeoutFilter;
import org.glassfish.tyrus.core.TyrusWebSocketEngine;
import org.glassfish.tyrus.server.TyrusServerContainer;
import org.glassfish.tyrus.spi.WebSocketEngine;
import org.icws.gateway.GatewayException;
import org.icws.gateway.PortInUseException;

/**
 * The listening socket: Tyrus on a Grizzly listener of our own, because the stock container binds all addresses and
 * accepts before its endpoints are registered.
 */
public final class GatewayServer implements AutoCloseable {
    /** Tyrus's writer reports each connection that ends under it as a warning with a stack trace; ends are no news here. */
    private static final java.util.logging.Logger QUIETED =
            java.util.logging.Logger.getLogger("org.glassfish.tyrus.container.grizzly.client.GrizzlyWriter");

    private static final int SELECTORS = 2;
    /** Bounds what one read can deliver after reading was paused. */
    private static final int READ_BUFFER = 16 << 10;

    private final Container container;

    private GatewayServer(Container container) {
        this.container = container;
    }

    /**
     * Binds and starts to accept.
     *
     * @param config what to bind
     * @param acceptor gets each accepted WebSocket
     * @return the listening server
     * @throws PortInUseException if the port is taken
     * @throws GatewayException if it cannot listen for another reason
     */
    public static GatewayServer start(EndpointConfig config, SocketAcceptor acceptor) {
        QUIETED.setLevel(Level.SEVERE);
        Container container = new Container(config, acceptor);
        try {
            container.start("/", config.port());
            return new GatewayServer(container);
        } catch (IOException | DeploymentException e) {
            container.stop();
            if (isPortTaken(e)) {
                throw new PortInUseException(config.host(), config.port(), e);
            }
            throw new GatewayException(
                    "Cannot listen on " + config.host() + ":" + config.port() + ": " + e.getMessage(), e);
        }
    }

    /** The same exception also says that the address is not one of this machine, or the port is reserved. */
    private static boolean isPortTaken(Exception e) {
        return e instanceof BindException && String.valueOf(e.getMessage()).contains("in use");
    }

    /** @return the port it listens on */
    public int port() {
        return container.getPort();
    }

    /** Accepts no further connections; those that exist go on. */
    public void stopAccepting() {
        container.unbind();
    }

    /** Drops all connections and ends the threads. */
    @Override
    public void close() {
        container.stop();
    }

    private static final class Container extends TyrusServerContainer {
        private final EndpointConfig config;
        private final SocketAcceptor acceptor;
        private final TyrusWebSocketEngine engine =
                TyrusWebSocketEngine.builder(this).build();
        private final HttpServer http = new HttpServer();
        private final InfoPages pages;
        private final TlsEngines tls;
        private NetworkListener listener;

        Container(EndpointConfig config, SocketAcceptor acceptor) {
            super((Set<Class<?>>) null);
            this.config = config;
            this.acceptor = acceptor;
            this.tls = config.tls() == null ? null : new TlsEngines(config.tls());
            this.pages = new InfoPages(config.infoPage(), config.metrics());
        }

        @Override
        public void start(String root, int port) throws IOException, DeploymentException {
            listener = new NetworkListener("icws-gateway", config.host(), port);
            TCPNIOTransport transport = listener.getTransport();
            // Callbacks run on the selector threads: no hand-over per frame, and reading can be paused per connection.
            transport.setIOStrategy(SameThreadIOStrategy.getInstance());
            transport.setSelectorRunnersCount(SELECTORS);
            transport.setReadBufferSize(READ_BUFFER);
            listener.getKeepAlive().setIdleTimeoutInSeconds(-1);
            if (tls != null) {
                listener.setSecure(true);
                listener.setSSLEngineConfig(tls);
            }
            listener.registerAddOn((l, chain) -> addFilters(chain));
            http.addListener(listener);
            http.getServerConfiguration().addHttpHandler(pages, "/");
            for (String path : config.paths()) {
                register(ServerEndpointConfig.Builder.create(SilentEndpoint.class, path)
                        .configurator(new OriginRules(config.allowedOrigins()))
                        .build());
            }
            super.start(root, port);
            http.start();
        }

        private void addFilters(FilterChainBuilder chain) {
            // It notes each connection when it is accepted and forgets it when it is closed, but a WebSocket has left
            // this
            // chain by then: it would be remembered for ever. UpgradeFilter has its own time-out.
            chain.remove(chain.indexOfType(IdleTimeoutFilter.class));
            SSLBaseFilter encryption = null;
            if (tls != null) {
                int index = chain.indexOfType(SSLBaseFilter.class);
                encryption = (SSLBaseFilter) chain.get(index);
                encryption.setRenegotiationDisabled(true);
                HandshakeWatch watch = new HandshakeWatch(config);
                encryption.addHandshakeListener(watch);
                chain.add(index + 1, watch);
            }
            chain.add(chain.indexOfType(HttpServerFilter.class), new UpgradeFilter(this, config, acceptor, encryption));
        }

        @Override
        public void register(Class<?> endpoint) throws DeploymentException {
            engine.register(endpoint, "/");
        }

        @Override
        public void register(ServerEndpointConfig endpoint) throws DeploymentException {
            engine.register(endpoint, "/");
        }

        @Override
        public WebSocketEngine getWebSocketEngine() {
            return engine;
        }

        @Override
        public Map<String, Object> getProperties() {
            return Map.of();
        }

        @Override
        public int getPort() {
            return listener.getPort();
        }

        void unbind() {
            listener.getTransport().unbindAll();
        }

        @Override
        public void stop() {
            super.stop();
            http.shutdownNow();
            if (tls != null) {
                tls.close();
            }
        }
    }
}
