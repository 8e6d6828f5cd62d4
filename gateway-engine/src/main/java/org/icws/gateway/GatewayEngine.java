package org.icws.gateway;

import java.net.URI;
import java.util.Set;
import org.ic4j.types.Principal;
import org.icws.gateway.poll.PollingPolicy;

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

    /**
     * Changes how often canisters are polled, at once and for all of them.
     *
     * @param policy how often
     */
    void polling(PollingPolicy policy);

    /**
     * Tells that a canister has just done something, so that messages may wait in its queue. Where polling has slowed down, its
     * next poll comes no later than the policy's fastest interval from the last one, and the slow pace goes on after it; with a
     * fixed interval nothing changes. For whoever can see the network from inside: the gateway itself is told by nobody. Does not
     * block; cheap enough for every message that a canister executes.
     *
     * @param canister any canister, also one without clients
     */
    void hurry(Principal canister);

    /** @return the bounds in force; any thread */
    Limits limits();

    /**
     * Changes the bounds, at once and for the sessions that exist too. A time-out that is running keeps its length; sessions
     * that exist stay although there are more of them than now allowed; each listener's ring keeps its size.
     *
     * @param limits the bounds from now on
     */
    void limits(Limits limits);

    /**
     * Changes what happens to what does not verify, for all that arrives from now on.
     *
     * @param policy the rules per direction
     */
    void trust(TrustPolicy policy);

    /**
     * Closes a session; its canister is told (ws_close).
     *
     * @param sessionId number of the session
     * @param code WebSocket close code: a registered one that may be sent, or 3000 to 4999
     * @param reason for the client; cut to 123 bytes
     * @return false if there is no such session, or it is ending already
     * @throws IllegalArgumentException if the code must not be sent
     */
    boolean closeSession(long sessionId, int code, String reason);

    /**
     * Holds the traffic with a canister in both directions; its sessions stay, and new ones wait. Calls under way end, further
     * ones wait in order, as many as the limits let; then the gateway stops reading from that client. Nothing is lost: what the
     * canister sends stays in its queue, for as long as the canister keeps it. Clients notice nothing but the silence. Only
     * ws_close of clients that go and leave no call behind is not held. Does nothing if the canister is paused.
     *
     * @param canister any canister, also one without clients
     */
    void pause(Principal canister);

    /**
     * Lets the traffic with a paused canister go on, in both directions from where it was.
     *
     * @param canister any canister
     */
    void resume(Principal canister);

    /**
     * From now on only these canisters are served: sessions of others are closed with 1008.
     *
     * @param canisters may be empty, then nothing is served
     */
    void allowOnly(Set<Principal> canisters);

    /** Serves any canister again, as at the start. */
    void allowAll();

    /** Closes all sessions with code 1001, tells the canisters (ws_close), and ends. Takes at most four seconds. */
    @Override
    void close();
}
