package org.icws.replica;

import javax.net.ssl.SSLContext;

/**
 * What HTTPS outcalls of canisters may do.
 *
 * @param plainHttpToLoopback whether {@code http://} is allowed to addresses of the own machine; {@code https://} always is
 * @param tls whom to trust; null = whom the Java runtime trusts
 */
public record OutcallConfig(boolean plainHttpToLoopback, SSLContext tls) {
    /** {@code https://} only, with the certificates the Java runtime trusts. */
    public static final OutcallConfig HTTPS_ONLY = new OutcallConfig(false, null);
}
