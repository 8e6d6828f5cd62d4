package org.icws.testbench.compose;

import java.net.URI;
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
    record Defaults(URI gateway, URI network, Map<String, Principal> canisters, List<String> samples) {}

    /** Where connections go unless told otherwise; null without a network. */
    Defaults defaults();

    /**
     * Opens connections; complete when the canister has accepted all of them.
     *
     * @return the new clients; fails with the reason, in words, and then has opened none
     */
    CompletableFuture<List<TestSender>> connect(ConnectionRequest request);
}
