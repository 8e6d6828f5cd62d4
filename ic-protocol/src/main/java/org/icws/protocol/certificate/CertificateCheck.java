package org.icws.protocol.certificate;

import java.util.List;
import java.util.Optional;

/**
 * What was checked about a certificate, in order. Checks that had no ground to stand on because of an earlier failure
 * are not listed.
 *
 * @param steps at least one
 */
public record CertificateCheck(List<Step> steps) {

    /** The delegation is the root subnet's and shows a key for the subnet. */
    public static final String DELEGATION = "delegation";

    /** The subnet is responsible for the canister. */
    public static final String CANISTER_RANGE = "canister range";

    /** The signature is the subnet's over the tree. */
    public static final String SIGNATURE = "signature";

    /** The certificate is neither too old nor from the future. */
    public static final String TIME = "time";

    /**
     * One check.
     *
     * @param name one of the constants
     * @param ok whether it held
     * @param expected what had to be there, for people to read
     * @param actual what was there
     * @param failure the kind of failure, null when it held
     * @param durationNanos how long it took, in nanoseconds; next to nothing where the outcome was remembered
     */
    public record Step(
            String name,
            boolean ok,
            String expected,
            String actual,
            CertificateException.Kind failure,
            long durationNanos) {}

    /** Keeps the steps from being changed. */
    public CertificateCheck {
        steps = List.copyOf(steps);
    }

    /** True when every check held. */
    public boolean ok() {
        return steps.stream().allMatch(Step::ok);
    }

    /** The first check that did not hold. */
    public Optional<Step> firstFailure() {
        return steps.stream().filter(step -> !step.ok()).findFirst();
    }

    /** The check with this name, if it was made. */
    public Optional<Step> step(String name) {
        return steps.stream().filter(step -> step.name().equals(name)).findFirst();
    }
}
