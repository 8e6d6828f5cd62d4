package org.icws.replica.http;

import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import org.icws.protocol.cbor.Cbor;
import org.icws.replica.certification.NetworkKeys;
import org.icws.replica.execution.Response;
import org.icws.replica.ingress.CallAnswer;
import org.icws.replica.ingress.QueryAnswer;

/** The CBOR bodies of the public API. The key {@code status} always comes first, because some agents rely on it. */
final class ApiAnswers {
    private static final int ACCEPTED = 202;
    private static final String API_VERSION = "0.18.0";

    private ApiAnswers() {}

    static HttpAnswer status(NetworkKeys keys, long height, String implementationVersion, boolean runs) {
        return HttpAnswer.cbor(Cbor.writeSelfDescribed(g -> {
            g.writeStartObject(null, 5);
            g.writeStringField("ic_api_version", API_VERSION);
            g.writeStringField("impl_version", implementationVersion);
            g.writeStringField("replica_health_status", runs ? "healthy" : "certified_state_behind");
            g.writeBinaryField("root_key", keys.rootKeyDer());
            g.writeNumberField("certified_height", height);
            g.writeEndObject();
        }));
    }

    static HttpAnswer call(CallAnswer answer, boolean synchronous) {
        if (answer instanceof CallAnswer.Certified certified) {
            return HttpAnswer.cbor(Cbor.writeSelfDescribed(g -> {
                g.writeStartObject(null, 2);
                g.writeStringField("status", "replied");
                g.writeBinaryField("certificate", certified.certificate());
                g.writeEndObject();
            }));
        }
        if (answer instanceof CallAnswer.NotAccepted refused) {
            return notAccepted(refused.reject(), synchronous);
        }
        return HttpAnswer.empty(ACCEPTED);
    }

    private static HttpAnswer notAccepted(Response.Reject reject, boolean synchronous) {
        return HttpAnswer.cbor(Cbor.writeSelfDescribed(g -> {
            g.writeStartObject(null, synchronous ? 4 : 3);
            if (synchronous) {
                g.writeStringField("status", "non_replicated_rejection");
            }
            writeReject(g, reject);
            g.writeEndObject();
        }));
    }

    private static void writeReject(CBORGenerator generator, Response.Reject reject) throws IOException {
        generator.writeNumberField("reject_code", reject.code());
        generator.writeStringField("reject_message", reject.message());
        generator.writeStringField("error_code", reject.errorCode());
    }

    static HttpAnswer query(QueryAnswer answer, NetworkKeys keys) {
        return HttpAnswer.cbor(Cbor.writeSelfDescribed(g -> {
            if (answer.response() instanceof Response.Reply reply) {
                g.writeStartObject(null, 3);
                g.writeStringField("status", "replied");
                g.writeFieldName("reply");
                g.writeStartObject(null, 1);
                g.writeBinaryField("arg", reply.data());
                g.writeEndObject();
            } else {
                g.writeStartObject(null, 5);
                g.writeStringField("status", "rejected");
                writeReject(g, (Response.Reject) answer.response());
            }
            writeSignature(g, answer, keys);
            g.writeEndObject();
        }));
    }

    private static void writeSignature(CBORGenerator generator, QueryAnswer answer, NetworkKeys keys)
            throws IOException {
        generator.writeFieldName("signatures");
        generator.writeStartArray(null, 1);
        generator.writeStartObject(null, 3);
        generator.writeNumberField("timestamp", answer.timestampNanos());
        generator.writeBinaryField("signature", answer.signature());
        generator.writeBinaryField("identity", keys.nodeId().getValue());
        generator.writeEndObject();
        generator.writeEndArray();
    }

    static HttpAnswer readState(byte[] certificate) {
        return HttpAnswer.cbor(Cbor.writeSelfDescribed(g -> {
            g.writeStartObject(null, 1);
            g.writeBinaryField("certificate", certificate);
            g.writeEndObject();
        }));
    }
}
