package org.icws.protocol;

/**
 * The root of every exception this module throws on purpose: bytes that are not what they claim to be, keys that cannot
 * be used, proofs that do not hold. The message is a sentence a person can act on.
 */
public class ProtocolException extends RuntimeException {

    /** An exception without a cause; the message is a sentence a person can act on. */
    public ProtocolException(String message) {
        super(message);
    }

    /** The same with what led to it. */
    public ProtocolException(String message, Throwable cause) {
        super(message, cause);
    }
}
