package org.icws.protocol.candid;

import org.icws.protocol.ProtocolException;

/** Bytes that are not Candid, values of another type than expected, or messages beyond the decoder's limits. */
public class CandidException extends ProtocolException {

    /** An exception without a cause; the message says what is wrong and, where it is known, at which place. */
    public CandidException(String message) {
        super(message);
    }

    /** The same with what led to it. */
    public CandidException(String message, Throwable cause) {
        super(message, cause);
    }
}
