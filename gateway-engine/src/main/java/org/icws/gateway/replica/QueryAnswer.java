package org.icws.gateway.replica;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.icws.gateway.replica.ReplicaException.Kind;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.request.QueryResponseHash;

/**
 * The answer to a query with the signatures of the nodes that vouch for it (interface specification, "Request: Query").
 *
 * @param arg the reply; null for a reject
 * @param rejectCode reject code; 0 for a reply
 * @param rejectMessage the network's words; null for a reply
 * @param errorCode such as IC0503; null if there is none
 * @param signatures may be empty
 */
record QueryAnswer(
        byte[] arg, long rejectCode, String rejectMessage, String errorCode, List<NodeSignature> signatures) {
    /**
     * A node's signature.
     *
     * @param node the node's principal, as bytes
     * @param timestamp the node's time, ns since the epoch
     * @param signature 64 bytes
     */
    record NodeSignature(byte[] node, long timestamp, byte[] signature) {}

    /** Throws ProtocolException if the answer is not readable. */
    static QueryAnswer decode(byte[] cbor) {
        JsonNode map = Cbor.read(cbor);
        if (Cbor.text(map, "status").equals("replied")) {
            return new QueryAnswer(Cbor.bytes(Cbor.field(map, "reply"), "arg"), 0, null, null, signatures(map));
        }
        String error = map.hasNonNull("error_code") ? Cbor.text(map, "error_code") : null;
        return new QueryAnswer(
                null, Cbor.unsignedLong(map, "reject_code"), Cbor.text(map, "reject_message"), error, signatures(map));
    }

    private static List<NodeSignature> signatures(JsonNode map) {
        List<NodeSignature> all = new ArrayList<>();
        if (map.hasNonNull("signatures")) {
            for (JsonNode one : Cbor.field(map, "signatures")) {
                all.add(new NodeSignature(
                        Cbor.bytes(one, "identity"),
                        Cbor.unsignedLong(one, "timestamp"),
                        Cbor.bytes(one, "signature")));
            }
        }
        return all;
    }

    /** @return what a node signs that vouches for this answer at that time */
    byte[] signedBytes(long timestamp, byte[] requestId) {
        return arg != null
                ? QueryResponseHash.replied(arg, timestamp, requestId)
                : QueryResponseHash.rejected(rejectCode, rejectMessage, errorCode, timestamp, requestId);
    }

    /** @return the reply; throws a ReplicaException for a reject */
    byte[] reply() {
        if (arg == null) {
            throw new ReplicaException(Kind.REJECTED, "rejected with code " + rejectCode + ": " + rejectMessage);
        }
        return arg;
    }
}
