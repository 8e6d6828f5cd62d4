package org.icws.replica.management;

import org.icws.replica.ReplicaException;

/** An HTTP request of a canister failed on its way. */
final class OutcallException extends ReplicaException {
    private static final long serialVersionUID = 1L;

    private final boolean transientFailure;

    OutcallException(String message, boolean transientFailure, Throwable cause) {
        super(message, cause);
        this.transientFailure = transientFailure;
    }

    /** Whether the same request may succeed later. */
    boolean isTransient() {
        return transientFailure;
    }
}
