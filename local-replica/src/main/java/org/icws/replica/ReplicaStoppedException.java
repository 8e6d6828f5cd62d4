package org.icws.replica;

/** The network has been stopped, has been replaced by another one, or can go no further. */
public final class ReplicaStoppedException extends ReplicaException {
    private static final long serialVersionUID = 1L;

    /**
     * It has stopped by itself.
     *
     * @param message what happened and what to do about it
     * @param cause what led to it
     */
    public ReplicaStoppedException(String message, Throwable cause) {
        super(message, cause);
    }

    /** With the sentence that says so. */
    public ReplicaStoppedException() {
        super("The local replica has been stopped");
    }
}
