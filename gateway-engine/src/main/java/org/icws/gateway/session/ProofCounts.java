package org.icws.gateway.session;

import org.icws.gateway.metrics.CounterSet;
import org.icws.gateway.trust.Proof;
import org.icws.gateway.trust.Verdict;

/** Which counter a proof belongs to, and what it says to people. */
final class ProofCounts {
    private ProofCounts() {}

    static CounterSet.Name name(Proof proof) {
        return switch (proof.verdict()) {
            case VERIFIED -> CounterSet.Name.VERIFIED;
            case FAILED -> CounterSet.Name.FAILED;
            case NOT_CHECKED -> CounterSet.Name.UNVERIFIED;
        };
    }

    /** @return true if that step was made and failed */
    static boolean failedAt(Proof proof, String step) {
        return proof.step(step).filter(s -> s.verdict() == Verdict.FAILED).isPresent();
    }

    /** @return what is wrong, in words */
    static String fault(Proof proof) {
        return proof.firstFailure()
                .map(step -> step.detail().isBlank() ? step.title() + ": no" : step.detail())
                .orElse("it could not be checked");
    }
}
