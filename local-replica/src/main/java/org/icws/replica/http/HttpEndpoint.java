package org.icws.replica.http;

import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.http.server.ServerConfiguration;
import org.glassfish.grizzly.threadpool.ThreadPoolConfig;
import org.icws.replica.LoadLimits;
import org.icws.replica.PortInUseException;
import org.icws.replica.ReplicaControl;
import org.icws.replica.ReplicaException;

/** The TCP port of the network. */
public final class HttpEndpoint implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int MAX_WAITING = 4096;
    private static final int MAX_HEADER_BYTES = 16 * 1024;
    /** What may wait for one client to read it; the largest answer is a query's reply of 3 MiB. */
    private static final int MAX_UNREAD_BYTES = 8 * 1024 * 1024;

    /** Of a body that is too large, this much is still read, so that its sender gets to see the answer. */
    private static final long MAX_SKIPPED_BYTES = 16 * 1024 * 1024L;

    private static final Duration GRACE = Duration.ofSeconds(1);

    private final HttpServer server;
    private final NetworkListener listener;
    private final ApiHandler handler;

    private HttpEndpoint(HttpServer server, NetworkListener listener, ApiHandler handler) {
        this.handler = handler;
        this.server = server;
        this.listener = listener;
    }

    /**
     * Binds and starts to serve.
     *
     * @param host address to bind
     * @param port 0 = any free port
     * @param api answers the requests; asked for each one
     * @param control steers the network
     * @param workers run the API's work
     * @param limits how much may wait, and how long
     * @throws PortInUseException the port is taken
     */
    public static HttpEndpoint start(
            String host,
            int port,
            Supplier<PublicApi> api,
            ReplicaControl control,
            Executor workers,
            LoadLimits limits) {
        NetworkListener listener = new NetworkListener("replica", host, port);
        listener.setMaxHttpHeaderSize(MAX_HEADER_BYTES);
        listener.setMaxPendingBytes(MAX_UNREAD_BYTES);
        listener.getKeepAlive().setMaxRequestsCount(-1);
        listener.getKeepAlive().setIdleTimeoutInSeconds(wholeSeconds(limits.idleTime()));
        // Two replicas must not share a port, which the server library allows by default.
        listener.getTransport().setReuseAddress(true);
        listener.getTransport().setSelectorRunnersCount(1);
        listener.getTransport()
                .setWorkerThreadPoolConfig(ThreadPoolConfig.defaultConfig()
                        .setPoolName("replica-http")
                        .setDaemon(true)
                        .setCorePoolSize(THREADS)
                        .setMaxPoolSize(THREADS)
                        .setQueueLimit(MAX_WAITING));
        listener.registerAddOn(new NotHttpFilter());
        listener.registerAddOn(new ConnectionLimit(limits.connections()));
        HttpServer server = new HttpServer();
        ServerConfiguration configuration = server.getServerConfiguration();
        configuration.setName("local-replica");
        configuration.setMaxPayloadRemainderToSkip(MAX_SKIPPED_BYTES);
        // Canisters may want a body with DELETE, which the server library would refuse.
        configuration.setAllowPayloadForUndefinedHttpMethods(true);
        configuration.setDefaultErrorPageGenerator((request, status, reason, description, exception) ->
                status + " " + reason + ": the local replica cannot make sense of this request.\n");
        ApiHandler handler = new ApiHandler(api, new ControlApi(control), workers, limits);
        configuration.addHttpHandler(handler, "/");
        server.addListener(listener);
        try {
            server.start();
        } catch (BindException e) {
            server.shutdownNow();
            throw new PortInUseException(host, port, e);
        } catch (IOException e) {
            server.shutdownNow();
            throw new ReplicaException("The local replica cannot listen on " + host + ":" + port + ": " + e, e);
        }
        return new HttpEndpoint(server, listener, handler);
    }

    /** Rounded up, as zero means that a connection is never idle. */
    private static int wholeSeconds(Duration time) {
        return (int) time.plusNanos(999_999_999).toSeconds();
    }

    /** The bound port. */
    public int port() {
        return listener.getPort();
    }

    /** Closes the port and all connections at once. */
    public void kill() {
        server.shutdownNow();
    }

    /** Lets running answers end for a second, then closes everything. */
    @Override
    public void close() {
        handler.awaitAnswers(GRACE);
        server.shutdownNow();
    }
}
