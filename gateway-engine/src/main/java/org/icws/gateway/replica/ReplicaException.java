package org.icws.gateway.replica;

import org.icws.gateway.GatewayException;

/** A request to the network did not bring the wanted answer. */
public final class ReplicaException extends GatewayException {
    private static final long serialVersionUID = 1L;

    /** What kind of failure it is. */
    public enum Kind {
        /** No connection, or it broke. */
        UNREACHABLE,
        /** No answer in time. */
        TIMEOUT,
        /** An HTTP status that tells of a failure. */
        STATUS,
        /** The network or the canister rejected the request. */
        REJECTED,
        /** The answer is not what the interface prescribes. */
        MALFORMED,
        /** The answer does not verify. */
        UNTRUSTED
    }

    private final Kind kind;

    /**
     * @param kind what kind of failure it is
     * @param message what happened, in words
     */
    public ReplicaException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /**
     * @param kind what kind of failure it is
     * @param message what happened, in words
     * @param cause the underlying failure
     */
    public ReplicaException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** @return what kind of failure it is */
    public Kind kind() {
        return kind;
    }
}
