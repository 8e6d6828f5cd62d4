package org.icws.replica.state;

import java.math.BigInteger;
import org.icws.replica.execution.Response;

/** Takes answers to where they belong. */
@FunctionalInterface
public interface ResponseSink {
    /**
     * Answers a call.
     *
     * @param origin who waits
     * @param response how it ends
     * @param refund cycles that go back to the caller
     */
    void respond(CallOrigin origin, Response response, BigInteger refund);
}
