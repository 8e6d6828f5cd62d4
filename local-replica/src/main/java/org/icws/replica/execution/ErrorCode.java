package org.icws.replica.execution;

/** Error codes of the Internet Computer that this replica uses; the first digit of the number is the reject code. */
public enum ErrorCode {
    INGRESS_EXPIRED("IC0202"),
    QUEUE_FULL("IC0204"),
    CANISTER_NOT_FOUND("IC0301"),
    CANISTER_REJECTED("IC0406"),
    METHOD_UNKNOWN("IC0407"),
    TRAPPED("IC0502"),
    CALLED_TRAP("IC0503"),
    CONTRACT_VIOLATED("IC0504"),
    INVALID_WASM("IC0505"),
    NO_REPLY("IC0506"),
    OUT_OF_MEMORY("IC0507"),
    CALLBACK_NOT_FOUND("IC0513"),
    TIME_LIMIT("IC0522"),
    COMPOSITE_IN_REPLICATED_MODE("IC0527"),
    METHOD_NOT_FOUND("IC0536"),
    NO_WASM_MODULE("IC0537"),
    NOT_EMPTY("IC0538"),
    DEADLINE_EXPIRED("IC0604");

    private final String text;

    ErrorCode(String text) {
        this.text = text;
    }

    /** The code as clients see it, for example {@code IC0503}. */
    public String text() {
        return text;
    }

    /** The reject code this belongs to, 1 to 6. */
    public int rejectCode() {
        return text.charAt(3) - '0';
    }
}
