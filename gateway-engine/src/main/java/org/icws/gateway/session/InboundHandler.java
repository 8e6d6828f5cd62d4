package org.icws.gateway.session;

/** Receives what one client sends. Called by one thread at a time, which must not be blocked. */
public interface InboundHandler {
    /** @param message payload of a whole binary message; the callee's to keep */
    void onBinary(byte[] message);

    /**
     * Input that cannot become a message.
     *
     * @param cause what is wrong with it
     * @param bytes its size as far as known
     * @param details what the cause's text has places for
     */
    void onRefused(CloseCause cause, int bytes, Object... details);

    /**
     * The client sent a close frame on its own account.
     *
     * @param code its code, 1005 if it sent none
     * @param reason its reason, may be empty
     */
    void onClientClose(int code, String reason);

    /** The socket is gone; the last call. */
    void onGone();
}
