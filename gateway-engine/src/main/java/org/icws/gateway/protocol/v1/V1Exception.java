package org.icws.gateway.protocol.v1;

import org.icws.gateway.GatewayException;

/** Bytes that are not what the v1 protocol prescribes; the message says where they differ. */
public final class V1Exception extends GatewayException {
    private static final long serialVersionUID = 1L;

    /** @param message how the bytes differ from the protocol */
    public V1Exception(String message) {
        super(message);
    }

    /**
     * @param message how the bytes differ from the protocol
     * @param cause the decoder's failure
     */
    public V1Exception(String message, Throwable cause) {
        super(message, cause);
    }
}
