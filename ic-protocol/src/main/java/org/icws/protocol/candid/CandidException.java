package org.icws.protocol.candid;

import org.icws.protocol.ProtocolException;

/** Bytes that are not Candid, values of another type than expected, or messages beyond the decoder's limits. */
public class CandidException extends ProtocolException {

    public CandidException(String message) {
        super(message);
    }

    public CandidException(String message, Throwable cause) {
        super(message, cause);
    }
}
