package org.icws.gateway.protocol.v1;

import java.util.List;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.candid.CandidDecoder;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;

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

    /**
     * Reads the content of a service message.
     *
     * @param candid content of a {@link WebsocketMessage} whose {@code service} is true
     * @return the message
     * @throws V1Exception if it is none of the four
     */
    static ServiceMessage decode(byte[] candid) {
        try {
            List<CandidValue> values = CandidDecoder.decode(candid, 1_000);
            if (values.isEmpty()) {
                throw new V1Exception("the service message is empty");
            }
            return decode(values.get(0).asVariant());
        } catch (ProtocolException e) {
            throw new V1Exception(e.getMessage(), e);
        }
    }

    private static ServiceMessage decode(CandidValue.Variant message) {
        if (message.is("OpenMessage")) {
            return new OpenMessage(CanisterArgs.key(message.value().asRecord().get("client_key")));
        }
        if (message.is("AckMessage")) {
            return new AckMessage(lastNumber(message));
        }
        if (message.is("KeepAliveMessage")) {
            return new KeepAliveMessage(lastNumber(message));
        }
        if (message.is("CloseMessage")) {
            CandidValue.Variant reason =
                    message.value().asRecord().get("reason").asVariant();
            return new CloseMessage(CloseReasons.name(reason));
        }
        throw new V1Exception("unknown service message");
    }

    private static long lastNumber(CandidValue.Variant message) {
        return message.value().asRecord().get("last_incoming_sequence_num").asLong();
    }

    /** @return the Candid form */
    default byte[] encode() {
        return CandidEncoder.encode(CandidValue.variant(name(), body()));
    }

    private CandidValue body() {
        if (this instanceof OpenMessage open) {
            return CandidValue.record("client_key", CanisterArgs.key(open.clientKey()));
        }
        if (this instanceof CloseMessage close) {
            return CandidValue.record("reason", CandidValue.variant(close.reason()));
        }
        long last = this instanceof AckMessage ack
                ? ack.lastIncomingSequenceNumber()
                : ((KeepAliveMessage) this).lastIncomingSequenceNumber();
        return CandidValue.record("last_incoming_sequence_num", CandidValue.nat64(last));
    }
}
