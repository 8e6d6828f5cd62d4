package org.icws.gateway;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.ic4j.types.Principal;
import org.icws.gateway.poll.PollingPolicy;

/** What may change while the engine runs; read anew whenever it matters. Thread-safe. */
public final class LiveSettings {
    private final CallOrder order;
    private volatile Limits limits;
    private volatile TrustPolicy trust;
    private volatile PollingPolicy polling;
    private volatile Optional<Set<Principal>> allowed = Optional.empty();
    private final Set<Principal> paused = ConcurrentHashMap.newKeySet();

    /** Starts with the configuration's values. */
    public LiveSettings(Limits limits, TrustPolicy trust, PollingPolicy polling, CallOrder order) {
        this.order = Objects.requireNonNull(order, "order");
        limits(limits);
        trust(trust);
        polling(polling);
    }

    /** @return the bounds in force */
    public Limits limits() {
        return limits;
    }

    void limits(Limits value) {
        limits = Objects.requireNonNull(value, "limits");
    }

    /** @return how many calls may be under way; does not change */
    public CallOrder order() {
        return order;
    }

    /** @return what happens to what does not verify */
    public TrustPolicy trust() {
        return trust;
    }

    void trust(TrustPolicy value) {
        trust = Objects.requireNonNull(value, "trust");
    }

    /** @return how often canisters are polled */
    public PollingPolicy polling() {
        return polling;
    }

    void polling(PollingPolicy value) {
        polling = Objects.requireNonNull(value, "polling");
    }

    /** @return true if clients may talk to that canister */
    public boolean isAllowed(Principal canister) {
        return allowed.map(set -> set.contains(canister)).orElse(true);
    }

    void allow(Optional<Set<Principal>> canisters) {
        allowed = canisters.map(Set::copyOf);
    }

    /** @return true if nothing goes to that canister or comes from it for now */
    public boolean isPaused(Principal canister) {
        return !paused.isEmpty() && paused.contains(canister);
    }

    void pause(Principal canister) {
        paused.add(Objects.requireNonNull(canister, "canister"));
    }

    void resume(Principal canister) {
        paused.remove(canister);
    }
}
