package org.icws.testbench.client;

/** A frame is not what the canister certified for this client; the step names the first check that failed. */
public final class VerificationException extends TestClientException {

    private static final long serialVersionUID = 1L;

    private final VerificationStep step;

    VerificationException(VerificationStep step, String detail) {
        this(step, detail, null);
    }

    VerificationException(VerificationStep step, String detail, Throwable cause) {
        super(step.title() + ": " + detail, cause);
        this.step = step;
    }

    public VerificationStep step() {
        return step;
    }
}
