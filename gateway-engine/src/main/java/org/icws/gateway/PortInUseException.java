package org.icws.gateway;

/** Another program already listens on the port the gateway was asked to use. */
public final class PortInUseException extends GatewayException {
    private static final long serialVersionUID = 1L;
    private final int port;

    /**
     * @param host address that was asked for
     * @param port port that is taken
     * @param cause the bind failure
     */
    public PortInUseException(String host, int port, Throwable cause) {
        super(
                "Port " + port + " on " + host + " is already in use; stop the other program or choose another port",
                cause);
        this.port = port;
    }

    /** @return the taken port */
    public int port() {
        return port;
    }
}
