package org.icws.testbench.client;

import org.icws.testbench.TestbenchException;

/** A test client cannot do what was asked, or its connection ended; the message says why. */
public class TestClientException extends TestbenchException {

    private static final long serialVersionUID = 1L;

    public TestClientException(String message) {
        super(message);
    }

    public TestClientException(String message, Throwable cause) {
        super(message, cause);
    }
}
