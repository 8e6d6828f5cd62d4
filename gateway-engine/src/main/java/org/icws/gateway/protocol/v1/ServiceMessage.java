package org.icws.gateway.protocol.v1;

/** A message of the protocol itself, inside a {@link WebsocketMessage} whose {@code service} is true. */
public sealed interface ServiceMessage {
    /** @return the variant's name in the canister interface, for example "AckMessage" */
    default String name() {
        return getClass().getSimpleName();
    }

    /**
     * Canister to client, always the first: the connection is open.
     *
     * @param clientKey the client's own key
     */
    record OpenMessage(ClientKey clientKey) implements ServiceMessage {}

    /**
     * Canister to client: what has arrived so far.
     *
     * @param lastIncomingSequenceNumber highest number received from the client
     */
    record AckMessage(long lastIncomingSequenceNumber) implements ServiceMessage {}

    /**
     * Client to canister, in answer to an {@link AckMessage}.
     *
     * @param lastIncomingSequenceNumber highest number received from the canister
     */
    record KeepAliveMessage(long lastIncomingSequenceNumber) implements ServiceMessage {}

    /**
     * Canister to client: the connection is closed.
     *
     * @param reason WrongSequenceNumber, InvalidServiceMessage, KeepAliveTimeout or ClosedByApplication
     */
    record CloseMessage(String reason) implements ServiceMessage {}
}
