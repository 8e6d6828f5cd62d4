package org.icws.protocol.request;

import org.icws.protocol.ProtocolException;

/** A signed request that is not readable or must not be accepted. The message is the text replicas answer with. */
public final class EnvelopeException extends ProtocolException {

    /** What is wrong with it. */
    public enum Kind {
        /** Not CBOR, or not the fields of a request. */
        MALFORMED,
        /** The request expires too late, or has expired. */
        EXPIRY,
        /** The nonce is too long. */
        NONCE,
        /** The sender is not the principal of the public key. */
        SENDER,
        /** A sender who is not anonymous has not signed. */
        MISSING_SIGNATURE,
        /** The anonymous sender has signed. */
        ANONYMOUS_SIGNATURE,
        /** The chain of delegations does not hold. */
        DELEGATION,
        /** A delegation has expired. */
        DELEGATION_EXPIRY,
        /** A delegation allows less than this request. */
        PERMISSION,
        /** The request's signature is wrong. */
        SIGNATURE,
        /** What is said about the sender is not signed as it has to be. */
        SENDER_INFO,
        /** The delegations do not cover the canister. */
        TARGET,
        /** Too many or too deep paths. */
        PATHS
    }

    private final Kind kind;

    /** An exception without a cause; the message is what a replica answers with. */
    public EnvelopeException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** The same with what led to it. */
    public EnvelopeException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What is wrong with it. */
    public Kind kind() {
        return kind;
    }
}
