package org.icws.replica.persistence;

import org.icws.replica.ReplicaException;

/** A network's state on disk cannot be read: it is damaged, of a newer version, or of another network. */
public final class DamagedStateException extends ReplicaException {
    private static final long serialVersionUID = 1L;

    DamagedStateException(String message) {
        super(message);
    }

    DamagedStateException(String message, Throwable cause) {
        super(message, cause);
    }
}
