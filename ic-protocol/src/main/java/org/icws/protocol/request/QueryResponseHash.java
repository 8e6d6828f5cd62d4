package org.icws.protocol.request;

import java.util.LinkedHashMap;
import java.util.Map;
import org.icws.protocol.hash.RepresentationHash;

/**
 * What the nodes of a subnet sign about a query's answer: the domain separator and the hash of the answer. Source: IC
 * interface specification, "Request: Query". Stateless.
 */
public final class QueryResponseHash {

    private QueryResponseHash() {}

    /**
     * The message a node signs for a reply.
     *
     * @param timestamp the node's time, nanoseconds since 1970
     * @param requestId of the query
     */
    public static byte[] replied(byte[] replyArg, long timestamp, byte[] requestId) {
        Map<String, Object> fields = common("replied", timestamp, requestId);
        fields.put("reply", Map.of("arg", replyArg));
        return DomainSeparator.RESPONSE.prepend(RepresentationHash.of(fields));
    }

    /**
     * The message a node signs for a reject.
     *
     * @param errorCode such as {@code IC0503}; null when the answer has none
     */
    public static byte[] rejected(
            long rejectCode, String rejectMessage, String errorCode, long timestamp, byte[] requestId) {
        Map<String, Object> fields = common("rejected", timestamp, requestId);
        fields.put("reject_code", rejectCode);
        fields.put("reject_message", rejectMessage);
        fields.put("error_code", errorCode);
        return DomainSeparator.RESPONSE.prepend(RepresentationHash.of(fields));
    }

    private static Map<String, Object> common(String status, long timestamp, byte[] requestId) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("status", status);
        fields.put("timestamp", timestamp);
        fields.put("request_id", requestId);
        return fields;
    }
}
