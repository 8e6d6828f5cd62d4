package org.icws.gateway;

import java.net.URI;
import org.ic4j.types.Principal;

/**
 * An IC WebSocket gateway: listens for clients, relays their signed requests to canisters and the canisters' certified
 * messages back. Thread-safe.
 */
public interface GatewayEngine extends AutoCloseable {
    /**
     * Starts a gateway; on return it accepts clients.
     *
     * @param config what to do
     * @return the running gateway
     * @throws PortInUseException if the port is taken
     * @throws GatewayException if the replica's root key cannot be had, or something else is wrong
     */
    static GatewayEngine start(GatewayConfig config) {
        return RunningGateway.start(config);
    }

    /** @return the address clients connect to, for example ws://127.0.0.1:8080 */
    URI url();

    /** @return the port it listens on */
    int port();

    /** @return the principal canisters know this gateway by */
    Principal principal();

    /** @return the state of everything right now */
    GatewaySnapshot snapshot();

    /**
     * Starts to report events.
     *
     * @param listener receives them on a thread of its own
     * @return the subscription; close it to end it
     */
    Subscription subscribe(GatewayListener listener);

    /** Closes all sessions with code 1001, tells the canisters (ws_close), and ends. Takes at most four seconds. */
    @Override
    void close();
}
