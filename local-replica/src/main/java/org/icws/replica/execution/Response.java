package org.icws.replica.execution;

/** How a call ends. */
public sealed interface Response {
    /**
     * The canister replied.
     *
     * @param data Candid bytes, not to be changed
     */
    record Reply(byte[] data) implements Response {}

    /**
     * The canister or the system rejected the call.
     *
     * @param code reject code, 1 to 6
     * @param message for the caller
     * @param errorCode for example {@code IC0503}
     */
    record Reject(int code, String message, String errorCode) implements Response {
        /**
         * A reject by the system.
         *
         * @param code what kind of failure
         * @param message for the caller
         */
        public static Reject of(ErrorCode code, String message) {
            return new Reject(code.rejectCode(), message, code.text());
        }
    }
}
