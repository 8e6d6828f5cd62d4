package org.icws.testbench.client;

import java.util.List;
import org.icws.protocol.candid.CandidDecoder;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidException;
import org.icws.protocol.candid.CandidValue;

/**
 * What client and {@code ping_pong} canister send each other: {@code record { text : text; timestamp : nat64 }}.
 *
 * @param timestampNanos nanoseconds since the epoch, by the sender's clock
 */
public record PingPongMessage(String text, long timestampNanos) {

    /** The Candid form. */
    public byte[] encode() {
        return CandidEncoder.encode(
                CandidValue.record("text", CandidValue.text(text), "timestamp", CandidValue.nat64(timestampNanos)));
    }

    /**
     * Reads the Candid form.
     *
     * @throws CandidException if it is something else
     */
    public static PingPongMessage decode(byte[] candid) {
        List<CandidValue> values = CandidDecoder.decode(candid);
        if (values.size() != 1) {
            throw new CandidException("Expected one value, got " + values.size() + ".");
        }
        CandidValue.Record fields = values.get(0).asRecord();
        return new PingPongMessage(
                fields.get("text").asText(), fields.get("timestamp").asLong());
    }
}
