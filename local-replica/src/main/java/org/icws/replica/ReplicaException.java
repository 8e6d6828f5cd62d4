package org.icws.replica;

/** Root of everything the local replica throws at its embedder. */
public class ReplicaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what happened and, where possible, what to do about it */
    public ReplicaException(String message) {
        super(message);
    }

    /**
     * @param message what happened and, where possible, what to do about it
     * @param cause what led to it
     */
    public ReplicaException(String message, Throwable cause) {
        super(message, cause);
    }
}
