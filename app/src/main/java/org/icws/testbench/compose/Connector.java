package org.icws.testbench.compose;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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

    /**
     * Opens connections; complete when the canister has accepted all of them.
     *
     * @return the new clients; fails with the reason, in words, and then has opened none
     */
    CompletableFuture<List<TestSender>> connect(ConnectionRequest request);
}
