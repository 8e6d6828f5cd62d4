package org.icws.gateway.replica;

/** How an update call ended. */
public sealed interface CallResult {
    /**
     * The canister replied, proven by a certificate.
     *
     * @param reply Candid bytes
     */
    record Replied(byte[] reply) implements CallResult {}

    /**
     * The network or the canister rejected the call.
     *
     * @param code reject code, 1 to 5
     * @param message the words of the network or the canister
     * @param executed false if the call was turned away before it could reach the canister
     */
    record Rejected(int code, String message, boolean executed) implements CallResult {}

    /**
     * The network refused the request: malformed, wrongly signed, expired, too large.
     *
     * @param status HTTP status
     * @param text the network's words
     */
    record Refused(int status, String text) implements CallResult {}

    /**
     * The network accepted the call, but tells its result only to the sender.
     *
     * @param why in words
     */
    record Accepted(String why) implements CallResult {}

    /**
     * No answer could be had within the permitted time and tries; the call may have been executed.
     *
     * @param why in words
     */
    record Unanswered(String why) implements CallResult {}

    /**
     * There is an answer, but its certificate does not prove it.
     *
     * @param why in words
     */
    record Untrusted(String why) implements CallResult {}
}
