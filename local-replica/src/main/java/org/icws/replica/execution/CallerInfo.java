package org.icws.replica.execution;

/**
 * What a canister that signs for users has said about the caller (interface specification, {@code sender_info}). Only what was
 * verified with the request gets here.
 *
 * @param data for the called canister to read
 * @param signer principal bytes of the canister that said it
 */
public record CallerInfo(byte[] data, byte[] signer) {
    /** Nobody has said anything; also for calls by canisters. */
    public static final CallerInfo NONE = new CallerInfo(new byte[0], new byte[0]);

    /** Whether nobody has said anything. */
    public boolean isNone() {
        return signer.length == 0;
    }
}
