package org.icws.gateway.session;

/**
 * Which messages are worth a proof. Proofs are made for whoever looks at them; while nobody does, some tell whether all is
 * well. Thread-safe; threads that ask at the same moment may both be told yes.
 */
final class ProofSampling {
    private final SessionServices services;
    private final long pauseNanos;
    private volatile long lastSample;

    /** @param pauseNanos between two proofs that are made although nobody looks */
    ProofSampling(SessionServices services, long pauseNanos) {
        this.services = services;
        this.pauseNanos = pauseNanos;
        this.lastSample = services.clock().monotonicNanos() - pauseNanos;
    }

    /** Whether what there is now is worth it. */
    boolean isWorthProving() {
        if (services.events().observed()) {
            return true;
        }
        long now = services.clock().monotonicNanos();
        if (now - lastSample < pauseNanos) {
            return false;
        }
        lastSample = now;
        return true;
    }
}
