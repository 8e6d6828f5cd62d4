package org.icws.testbench.load;

import org.icws.testbench.TestbenchException;

/** The load cannot be put on at all. */
public final class LoadException extends TestbenchException {
    private static final long serialVersionUID = 1L;

    LoadException(String message) {
        super(message);
    }

    LoadException(String message, Throwable cause) {
        super(message, cause);
    }
}
