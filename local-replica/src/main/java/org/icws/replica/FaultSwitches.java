package org.icws.replica;

import java.time.Duration;

/**
 * Faults the network can be told to have, for tests of its clients. Immutable; start from {@link #NONE} and use the withers.
 *
 * @param refuseIngress calls by users are answered 503; queries and reads still work
 * @param dropReplies requests are carried out, but their answers never come
 * @param unavailable every request is answered 503
 * @param stopCertifying no new state is certified: calls do not end, certificates keep their time
 * @param certificateAge how far the time in certificates lies in the past; from nothing to {@link #OLDEST}
 */
public record FaultSwitches(
        boolean refuseIngress,
        boolean dropReplies,
        boolean unavailable,
        boolean stopCertifying,
        Duration certificateAge) {
    /** The oldest that certificates can be. */
    public static final Duration OLDEST = Duration.ofDays(365);

    /** No fault. */
    public static final FaultSwitches NONE = new FaultSwitches(false, false, false, false, Duration.ZERO);

    /** Checks the range. */
    public FaultSwitches {
        if (certificateAge.isNegative()) {
            throw new IllegalArgumentException("Certificates cannot come from the future: " + certificateAge);
        }
        if (certificateAge.compareTo(OLDEST) > 0) {
            throw new IllegalArgumentException(
                    "Certificates are at most " + OLDEST.toDays() + " days old: " + certificateAge);
        }
    }

    /** The same, refusing calls or not. */
    public FaultSwitches withRefuseIngress(boolean on) {
        return new FaultSwitches(on, dropReplies, unavailable, stopCertifying, certificateAge);
    }

    /** The same, dropping answers or not. */
    public FaultSwitches withDropReplies(boolean on) {
        return new FaultSwitches(refuseIngress, on, unavailable, stopCertifying, certificateAge);
    }

    /** The same, unavailable or not. */
    public FaultSwitches withUnavailable(boolean on) {
        return new FaultSwitches(refuseIngress, dropReplies, on, stopCertifying, certificateAge);
    }

    /** The same, without new certificates or with them. */
    public FaultSwitches withStopCertifying(boolean on) {
        return new FaultSwitches(refuseIngress, dropReplies, unavailable, on, certificateAge);
    }

    /** The same with certificates of another age. */
    public FaultSwitches withCertificateAge(Duration age) {
        return new FaultSwitches(refuseIngress, dropReplies, unavailable, stopCertifying, age);
    }
}
