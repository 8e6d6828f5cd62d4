package org.icws.gateway;

import java.util.Objects;

/** What may change while the engine runs; read anew whenever it matters. Thread-safe. */
public final class LiveSettings {
    private volatile Limits limits;
    private volatile TrustPolicy trust;

    /** Starts with the configuration's values. */
    public LiveSettings(Limits limits, TrustPolicy trust) {
        this.limits = Objects.requireNonNull(limits, "limits");
        this.trust = Objects.requireNonNull(trust, "trust");
    }

    /** @return the bounds in force */
    public Limits limits() {
        return limits;
    }

    /** Sets the bounds. */
    public void limits(Limits value) {
        limits = Objects.requireNonNull(value, "limits");
    }

    /** @return what happens to what does not verify */
    public TrustPolicy trust() {
        return trust;
    }

    /** Sets what happens to what does not verify. */
    public void trust(TrustPolicy value) {
        trust = Objects.requireNonNull(value, "trust");
    }
}
