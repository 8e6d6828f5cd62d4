package org.icws.gateway;

/** Root of the failures this module reports to its callers; the message is written for the person who runs the gateway. */
public class GatewayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what happened and what to do about it */
    public GatewayException(String message) {
        super(message);
    }

    /**
     * @param message what happened and what to do about it
     * @param cause the underlying failure
     */
    public GatewayException(String message, Throwable cause) {
        super(message, cause);
    }
}
