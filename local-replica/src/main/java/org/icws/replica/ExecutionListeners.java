package org.icws.replica;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.ic4j.types.Principal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who wants to know when canisters have executed something; outlives a restart of the network. Thread-safe. */
final class ExecutionListeners implements Consumer<Principal> {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutionListeners.class);

    private final List<Consumer<Principal>> all = new CopyOnWriteArrayList<>();

    void add(Consumer<Principal> listener) {
        all.add(listener);
    }

    @Override
    public void accept(Principal canister) {
        for (Consumer<Principal> listener : all) {
            try {
                listener.accept(canister);
            } catch (RuntimeException e) {
                // The rounds go on, whatever an observer does.
                LOG.error("A listener failed when told that {} has executed something", canister, e);
            }
        }
    }
}
