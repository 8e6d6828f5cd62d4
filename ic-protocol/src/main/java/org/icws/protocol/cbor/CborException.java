package org.icws.protocol.cbor;

import org.icws.protocol.ProtocolException;

/** Bytes that are not the CBOR, or not the shape of CBOR, that was asked for. */
public final class CborException extends ProtocolException {

    public CborException(String message) {
        super(message);
    }

    public CborException(String message, Throwable cause) {
        super(message, cause);
    }
}
