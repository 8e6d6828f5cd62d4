package org.icws.protocol.certificate;

import org.icws.protocol.ProtocolException;

/** A certificate that is not readable or does not hold. */
public final class CertificateException extends ProtocolException {

    /** What is wrong with it. */
    public enum Kind {
        /** Not a certificate, or without what every certificate has. */
        MALFORMED,
        /** The delegation does not hold: wrong signature, nested, or without the subnet's key. */
        DELEGATION,
        /** The subnet is not responsible for the canister. */
        CANISTER_RANGE,
        /** The signature is not the subnet's over this tree. */
        SIGNATURE,
        /** Too old, or from the future. */
        TIME
    }

    private final Kind kind;

    /** An exception without a cause; the message says which check did not hold, and why. */
    public CertificateException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** The same with what led to it. */
    public CertificateException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What is wrong with it. */
    public Kind kind() {
        return kind;
    }
}
