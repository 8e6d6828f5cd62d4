package org.icws.replica;

import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLContext;

/**
 * What HTTPS outcalls of canisters may do.
 *
 * @param plainHttpToLoopback whether {@code http://} is allowed to addresses of the own machine; {@code https://} always is
 * @param tls whom to trust; null = whom the Java runtime trusts
 * @param timeout real time for the whole of a request and its answer, however slowly that arrives; positive
 */
public record OutcallConfig(boolean plainHttpToLoopback, SSLContext tls, Duration timeout) {
    /** As long as the public network gives a request. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    /** {@code https://} only, with the certificates the Java runtime trusts. */
    public static final OutcallConfig HTTPS_ONLY = new OutcallConfig(false, null);

    /** Checks the range. */
    public OutcallConfig {
        Objects.requireNonNull(timeout, "timeout");
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("The time-out of outcalls must be positive: " + timeout);
        }
    }

    /** With the usual time-out. */
    public OutcallConfig(boolean plainHttpToLoopback, SSLContext tls) {
        this(plainHttpToLoopback, tls, DEFAULT_TIMEOUT);
    }
}
