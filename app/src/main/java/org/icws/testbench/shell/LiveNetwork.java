package org.icws.testbench.shell;

import java.net.URI;
import java.util.List;
import org.icws.gateway.GatewayListener;
import org.icws.gateway.GatewaySnapshot;
import org.icws.gateway.Limits;
import org.icws.replica.ReplicaControl;
import org.icws.testbench.compose.Connector;
import org.icws.testbench.compose.TestSender;
import org.icws.testbench.run.StartListener;
import org.icws.testbench.scenarios.Stage;
import org.icws.testbench.store.NameBook;

/** What the window needs of a running testbench. Made once for each start; thread-safe after that. */
public interface LiveNetwork extends AutoCloseable {

    /**
     * Brings everything up. Blocks; the listeners are called on this and on other threads.
     *
     * @param steps is told how the start goes, also why it failed
     * @param events gets all traffic from the moment the gateway listens
     * @param names is given the names of canisters and clients as they appear
     * @return whether everything is up; false if a step failed and was reported
     */
    boolean start(StartListener steps, GatewayListener events, NameBook names);

    /** What kind of network it is, for the header. */
    String name();

    /** Where clients connect. */
    URI gatewayUrl();

    /** The engine's view of itself; null before the gateway listens. */
    GatewaySnapshot snapshot();

    /** Clients of our own that can send. */
    List<TestSender> senders();

    /** Opens more connections; null where none can be opened. */
    default Connector connector() {
        return null;
    }

    /** Says, before the start, that an outside network is to be used; null for the embedded one. */
    default void useNetwork(URI network) {
        // a network that only tells a story stays what it is
    }

    /** Where the network answers; empty before it does. */
    default String networkUrl() {
        return "";
    }

    /** Steers the embedded replica; null with an outside network, and before it runs. */
    default ReplicaControl replicaControl() {
        return null;
    }

    /** Where scenarios are played; null where none can be. */
    default Stage stage() {
        return null;
    }

    /**
     * Begins to connect one more client of our own to the sample canister; returns at once.
     *
     * @throws IllegalStateException in words, if it cannot even begin
     */
    Connector.Opening addClient();

    /**
     * Asks a canister by query. Blocks.
     *
     * @return the reply's Candid; empty if the canister has no such method
     * @throws java.io.IOException if the network does not answer
     */
    default java.util.Optional<byte[]> query(org.ic4j.types.Principal canister, String method, byte[] argument)
            throws java.io.IOException {
        return java.util.Optional.empty();
    }

    /** The gateway's bounds; null where they are not known, and before the gateway listens. */
    default Limits limits() {
        return null;
    }

    /**
     * Tells when a canister has done something, whether or not the gateway had part in it; nothing is told of networks that cannot be
     * seen from inside.
     *
     * @param listener called on any thread; must not block
     */
    default void onActivity(Runnable listener) {}

    /** Whether it tells the gateway when a canister does something, so that slow polling makes no message late. */
    default boolean hintsAtMessages() {
        return replicaControl() != null;
    }

    /** How often canisters are polled from now on. */
    default void polling(org.icws.gateway.poll.PollingPolicy policy) {}

    /**
     * Has the gateway end a session.
     *
     * @return whether there was one
     */
    default boolean closeSession(long sessionId, int code, String reason) {
        return false;
    }

    /** Ends everything; bounded in time. */
    @Override
    void close();
}
