package org.icws.gateway.event;

/** How a call to the canister ended. */
public enum CallOutcome {
    /** The canister answered {@code Ok}, proven by a certificate. */
    REPLIED_OK,
    /** The canister answered {@code Err} with a text, proven by a certificate. */
    REPLIED_ERR,
    /** The network or the canister rejected the call. */
    REJECTED,
    /** The network accepted the call but offers no way to learn its result. */
    ACCEPTED,
    /** No valid answer could be obtained. */
    FAILED
}
