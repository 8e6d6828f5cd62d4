package org.icws.testbench.compose;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.ic4j.types.Principal;

/** Opens connections. Thread-safe. */
public interface Connector {

    /**
     * Where connections go unless told otherwise.
     *
     * @param canisters those that are there, by name
     * @param samples names of sample canisters that can be installed
     */
    record Defaults(URI gateway, URI network, Map<String, Principal> canisters, List<String> samples) {

        /** The same with more canisters behind those that are known already. */
        Defaults with(Map<String, Principal> more) {
            Map<String, Principal> all = new LinkedHashMap<>(canisters);
            more.forEach((name, id) -> {
                if (!all.containsValue(id)) {
                    all.put(all.containsKey(name) ? name + " " + id : name, id);
                }
            });
            return new Defaults(gateway, network, all, samples);
        }
    }

    /** Where connections go unless told otherwise; null without a network. */
    Defaults defaults();

    /** Every canister of the network by its name, or by its id if it has none; empty where the network does not tell. */
    default CompletableFuture<Map<String, Principal>> canisters() {
        return CompletableFuture.completedFuture(Map.of());
    }

    /** What the opening of a connection waits for. */
    enum Step {
        /** The network's root key, and the sample canister if it is to be installed. */
        PREPARING,
        /** The proof of concept's protocol: the key's registration with the canister, and then the WebSocket. */
        REGISTERING,
        /** The WebSocket: TCP, TLS if there is any, and the upgrade. */
        REACHING,
        /** The gateway's handshake, its first message on the open WebSocket. */
        GREETING,
        /** The canister's OpenMessage. */
        OPENING
    }

    /**
     * How far it is.
     *
     * @param open how many connections are open by now
     * @param of how many there are to be
     */
    record Progress(Step step, int open, int of) {}

    /** Connections that are being opened. Thread-safe. */
    interface Opening {

        /**
         * The new clients, once the canister has accepted all of them or the opening was cancelled: then those that were
         * open already. Fails with the reason, in words, and then has opened none.
         */
        CompletableFuture<List<TestSender>> senders();

        /** Ends it at once. Connections that are open stay; the one being opened is closed, the rest is not begun. */
        void cancel();
    }

    /**
     * Begins to open connections; returns at once.
     *
     * @param progress told of each step, on any thread
     */
    Opening connect(ConnectionRequest request, Consumer<Progress> progress);
}
