package org.icws.testbench.client;

import java.util.List;
import org.ic4j.types.Principal;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.protocol.v1.ServiceMessage;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.candid.CandidDecoder;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;

/** The Candid that a client of the v1 protocol writes and reads. Source: the interface of ic-websocket-cdk. */
final class ClientMessages {

    private static final String LAST_INCOMING = "last_incoming_sequence_num";

    private ClientMessages() {}

    /** The argument of {@code ws_open}. */
    static byte[] openArgument(long clientNonce, Principal gateway) {
        return CandidEncoder.encode(CandidValue.record(
                "client_nonce", CandidValue.nat64(clientNonce), "gateway_principal", CandidValue.principal(gateway)));
    }

    /** The arguments of {@code ws_message}; the second only tells the canister's application type and stays empty. */
    static byte[] messageArguments(
            ClientKey key, long sequenceNumber, long timestampNanos, boolean service, byte[] content) {
        CandidValue clientKey = CandidValue.record(
                "client_principal",
                CandidValue.principal(key.principal()),
                "client_nonce",
                CandidValue.nat64(key.nonce()));
        CandidValue message = CandidValue.record(
                "client_key",
                clientKey,
                "sequence_num",
                CandidValue.nat64(sequenceNumber),
                "timestamp",
                CandidValue.nat64(timestampNanos),
                "is_service_message",
                CandidValue.bool(service),
                "content",
                CandidValue.blob(content));
        return CandidEncoder.encode(CandidValue.record("msg", message), CandidValue.NULL);
    }

    /** The content of a client's only service message. */
    static byte[] keepAlive(long lastIncoming) {
        return CandidEncoder.encode(CandidValue.variant(
                "KeepAliveMessage", CandidValue.record(LAST_INCOMING, CandidValue.nat64(lastIncoming))));
    }

    /**
     * Reads a service message of a canister.
     *
     * @throws TestClientException if it is none that a canister may send
     */
    static ServiceMessage service(byte[] content) {
        try {
            return service(single(content).asVariant());
        } catch (ProtocolException e) {
            throw new TestClientException("The canister's service message is not readable: " + e.getMessage(), e);
        }
    }

    private static ServiceMessage service(CandidValue.Variant variant) {
        CandidValue.Record fields = variant.value().asRecord();
        if (variant.is("OpenMessage")) {
            return new ServiceMessage.OpenMessage(
                    clientKey(fields.get("client_key").asRecord()));
        }
        if (variant.is("AckMessage")) {
            return new ServiceMessage.AckMessage(fields.get(LAST_INCOMING).asLong());
        }
        if (variant.is("CloseMessage")) {
            return new ServiceMessage.CloseMessage(reason(fields.get("reason").asVariant()));
        }
        throw new TestClientException(
                "A canister sends OpenMessage, AckMessage or CloseMessage; this is none of them.");
    }

    private static ClientKey clientKey(CandidValue.Record fields) {
        return new ClientKey(
                fields.get("client_principal").asPrincipal(),
                fields.get("client_nonce").asLong());
    }

    private static String reason(CandidValue.Variant reason) {
        return List.of("WrongSequenceNumber", "InvalidServiceMessage", "KeepAliveTimeout", "ClosedByApplication")
                .stream()
                .filter(reason::is)
                .findFirst()
                .orElse("unknown reason " + reason.id());
    }

    private static CandidValue single(byte[] candid) {
        List<CandidValue> values = CandidDecoder.decode(candid);
        if (values.size() != 1) {
            throw new TestClientException("Expected one Candid value, got " + values.size() + ".");
        }
        return values.get(0);
    }
}
