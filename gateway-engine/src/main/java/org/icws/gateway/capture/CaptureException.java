package org.icws.gateway.capture;

import org.icws.gateway.GatewayException;

/** A capture file cannot be written or read; the message says why. */
public final class CaptureException extends GatewayException {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong, in words */
    public CaptureException(String message) {
        super(message);
    }

    /**
     * @param message what is wrong, in words
     * @param cause the underlying failure
     */
    public CaptureException(String message, Throwable cause) {
        super(message, cause);
    }
}
