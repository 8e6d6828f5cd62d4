package org.icws.protocol.cbor;

import org.icws.protocol.ProtocolException;

/** Bytes that are not the CBOR, or not the shape of CBOR, that was asked for. */
public final class CborException extends ProtocolException {

    /** An exception without a cause; the message says what is wrong and, where it is known, at which place. */
    public CborException(String message) {
        super(message);
    }

    /** The same with what led to it. */
    public CborException(String message, Throwable cause) {
        super(message, cause);
    }
}
