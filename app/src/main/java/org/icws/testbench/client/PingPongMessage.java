package org.icws.testbench.client;

import java.util.List;
import org.ic4j.candid.annotations.Field;
import org.ic4j.candid.types.Type;
import org.icws.protocol.candid.CandidDecoder;
import org.icws.protocol.candid.CandidException;
import org.icws.protocol.candid.CandidPojo;
import org.icws.protocol.candid.CandidValue;

/**
 * What client and {@code ping_pong} canister send each other: {@code record { text : text; timestamp : nat64 }}.
 *
 * @param timestampNanos nanoseconds since the epoch, by the sender's clock
 */
public record PingPongMessage(String text, long timestampNanos) {

    /** The Candid type, declared for ic4j. */
    public static final class AppMessage {
        @Field(Type.TEXT)
        public final String text;

        @Field(Type.NAT64)
        public final Long timestamp;

        AppMessage(String text, long timestamp) {
            this.text = text;
            this.timestamp = timestamp;
        }
    }

    /** The Candid form. */
    public byte[] encode() {
        return CandidPojo.encode(new AppMessage(text, timestampNanos));
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
