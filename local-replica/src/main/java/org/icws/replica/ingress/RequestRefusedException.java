package org.icws.replica.ingress;

import org.icws.replica.ReplicaException;

/** A request that is answered with an HTTP error and a sentence instead of being handled. */
public final class RequestRefusedException extends ReplicaException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * @param status HTTP status, 400 or above
     * @param message the body of the answer
     */
    public RequestRefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The HTTP status to answer with. */
    public int status() {
        return status;
    }
}
