package org.icws.testbench.bench;

import org.icws.testbench.TestbenchException;

/** A measurement could not be made. */
public final class BenchException extends TestbenchException {
    private static final long serialVersionUID = 1L;

    BenchException(String message) {
        super(message);
    }

    BenchException(String message, Throwable cause) {
        super(message, cause);
    }
}
