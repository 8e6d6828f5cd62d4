package org.icws.gateway.session;

import org.icws.gateway.metrics.CounterSet;
import org.icws.gateway.trust.Proof;

/** Which counter a proof belongs to. */
final class ProofCounts {
    private ProofCounts() {}

    static CounterSet.Name name(Proof proof) {
        return switch (proof.verdict()) {
            case VERIFIED -> CounterSet.Name.VERIFIED;
            case FAILED -> CounterSet.Name.FAILED;
            case NOT_CHECKED -> CounterSet.Name.UNVERIFIED;
        };
    }
}
