package org.icws.replica;

/** The requested port is taken by another program. */
public final class PortInUseException extends ReplicaException {
    private static final long serialVersionUID = 1L;

    private final int port;

    /**
     * @param host the address that was asked for
     * @param port the port that was asked for
     * @param cause the failure of the bind
     */
    public PortInUseException(String host, int port, Throwable cause) {
        super(
                "Port " + port + " on " + host + " is already in use; stop the other program or choose another port",
                cause);
        this.port = port;
    }

    /** The port that was asked for. */
    public int port() {
        return port;
    }
}
