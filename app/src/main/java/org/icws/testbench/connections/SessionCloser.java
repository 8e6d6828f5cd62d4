package org.icws.testbench.connections;

import java.util.concurrent.CompletionStage;

/** Ends a session from the gateway's side. */
@FunctionalInterface
public interface SessionCloser {

    /**
     * Sends a close frame.
     *
     * @param code close code that may be sent (RFC 6455, 7.4)
     * @param reason at most 123 bytes of UTF-8
     * @return whether there was such a session; does not block
     */
    CompletionStage<Boolean> close(long sessionId, int code, String reason);
}
