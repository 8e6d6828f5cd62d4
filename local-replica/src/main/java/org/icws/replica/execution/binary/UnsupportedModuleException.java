package org.icws.replica.execution.binary;

import org.icws.replica.ReplicaException;

/** A module uses something that cannot be rewritten, or is damaged. */
public final class UnsupportedModuleException extends ReplicaException {
    private static final long serialVersionUID = 1L;

    /** @param message what it is, to be read after "the module is not valid:" */
    public UnsupportedModuleException(String message) {
        super(message);
    }
}
