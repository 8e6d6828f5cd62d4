package org.icws.replica.execution.memory64;

import org.icws.replica.ReplicaException;

/** A module uses something that cannot be rewritten, or is damaged. */
public final class UnsupportedModuleException extends ReplicaException {
    private static final long serialVersionUID = 1L;

    UnsupportedModuleException(String message) {
        super(message);
    }
}
