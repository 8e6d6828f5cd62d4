package org.icws.replica.management;

import java.util.ArrayList;
import java.util.List;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.replica.management.HttpOutcall.Header;

/**
 * The answer to an HTTP request of a canister.
 *
 * @param status HTTP status
 * @param headers in their order
 * @param body what was sent
 */
record OutcallAnswer(int status, List<Header> headers, byte[] body) {
    CandidValue.Record value() {
        return CandidValue.record(
                "status",
                CandidValue.nat(status),
                "headers",
                CandidValue.vec(headers.stream()
                        .map(header -> CandidValue.record(
                                "name", CandidValue.text(header.name()), "value", CandidValue.text(header.value())))
                        .toList()),
                "body",
                CandidValue.blob(body));
    }

    byte[] encode() {
        return CandidEncoder.encode(value());
    }

    /** The argument of a transform function. */
    byte[] transformArgument(byte[] context) {
        return CandidEncoder.encode(CandidValue.record("response", value(), "context", CandidValue.blob(context)));
    }

    /** Reads what a transform function answered. */
    static OutcallAnswer decode(byte[] candid) {
        Arguments arguments = Arguments.decode(candid);
        List<Header> headers = new ArrayList<>();
        for (Arguments header : arguments.records("headers")) {
            headers.add(new Header(header.text("name"), header.text("value")));
        }
        return new OutcallAnswer(arguments.nat("status").intValue(), headers, arguments.blob("body"));
    }

    int size() {
        return body.length + headers.stream().mapToInt(Header::size).sum();
    }
}
