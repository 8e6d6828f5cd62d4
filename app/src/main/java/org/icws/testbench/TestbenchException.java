package org.icws.testbench;

/** The root of the application's own exceptions; its message is meant for a person. */
public class TestbenchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TestbenchException(String message) {
        super(message);
    }

    public TestbenchException(String message, Throwable cause) {
        super(message, cause);
    }
}
