package org.icws.replica.execution;

/** Error codes of the Internet Computer that this replica uses; the first digit of the number is the reject code. */
public enum ErrorCode {
    INTERNAL("IC0101"),
    INGRESS_EXPIRED("IC0202"),
    QUEUE_FULL("IC0204"),
    ID_TAKEN("IC0205"),
    STOP_TIMED_OUT("IC0206"),
    OUT_OF_CYCLES("IC0207"),
    CANISTER_NOT_FOUND("IC0301"),
    SNAPSHOT_NOT_FOUND("IC0305"),
    CANISTER_REJECTED("IC0406"),
    METHOD_UNKNOWN("IC0407"),
    ARGUMENT_UNREADABLE("IC0408"),
    TRAPPED("IC0502"),
    CALLED_TRAP("IC0503"),
    CONTRACT_VIOLATED("IC0504"),
    INVALID_WASM("IC0505"),
    NO_REPLY("IC0506"),
    OUT_OF_MEMORY("IC0507"),
    STOPPED("IC0508"),
    STOPPING("IC0509"),
    NOT_STOPPED("IC0510"),
    STOP_CANCELLED("IC0511"),
    NOT_CONTROLLER("IC0512"),
    CALLBACK_NOT_FOUND("IC0513"),
    QUERY_LOOP("IC0517"),
    CYCLES_MISSING("IC0520"),
    TIME_LIMIT("IC0522"),
    MEMORY_ACCESS_LIMIT("IC0524"),
    QUERY_TOO_DEEP("IC0525"),
    QUERY_INSTRUCTION_LIMIT("IC0526"),
    COMPOSITE_IN_REPLICATED_MODE("IC0527"),
    QUERY_TIME_LIMIT("IC0528"),
    INVALID_SETTINGS("IC0531"),
    MEMORY_OPTION_MISSING("IC0532"),
    METHOD_NOT_FOUND("IC0536"),
    NO_WASM_MODULE("IC0537"),
    NOT_EMPTY("IC0538"),
    WASM_MEMORY_LIMIT("IC0539"),
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
