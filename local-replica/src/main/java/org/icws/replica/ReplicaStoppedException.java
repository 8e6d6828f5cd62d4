package org.icws.replica;

/** The network has been stopped, or replaced by another one. */
public final class ReplicaStoppedException extends ReplicaException {
    private static final long serialVersionUID = 1L;

    /** With the sentence that says so. */
    public ReplicaStoppedException() {
        super("The local replica has been stopped");
    }
}
