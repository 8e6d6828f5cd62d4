package org.icws.gateway.session;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.icws.gateway.protocol.GatewayProtocol;
import org.icws.gateway.session.ClientRequest.Refusal;

/** One client's side of the talk, by the rules of its protocol. Frames come on the socket's thread. */
sealed interface Conversation permits V1Conversation, PocConversation {
    /** Begins the conversation of a session by the rules of its protocol. */
    static Conversation begin(GatewayProtocol protocol, ClientSession session, SessionServices services) {
        return protocol == GatewayProtocol.POC
                ? new PocConversation(session, services)
                : new V1Conversation(session, services);
    }

    /** The frame the gateway sends before the client says anything, if the protocol has one. */
    Optional<byte[]> greeting();

    /** Takes a frame of a session that is not ending. */
    void onFrame(byte[] frame) throws Refusal;

    /**
     * Asked when a call's turn has come; may need the network. Any thread.
     *
     * @return false if the call must not be made; the session is ending then
     */
    CompletableFuture<Boolean> admit(RelayQueue.Waiting call);
}
