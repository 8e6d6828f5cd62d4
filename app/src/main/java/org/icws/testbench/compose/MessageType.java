package org.icws.testbench.compose;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidException;
import org.icws.protocol.candid.CandidInterface;
import org.icws.protocol.candid.CandidType;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.candid.CandidValueText;
import org.icws.testbench.messages.KnownNames;

/**
 * What the messages to a canister look like.
 *
 * @param type their Candid type; null while it is not known: then any Candid value can be sent as text
 * @param codec how they become bytes
 * @param origin where the type is known from, for people
 */
public record MessageType(CandidType type, Codec codec, String origin) {

    /** How a value becomes the bytes of a message. */
    public enum Codec {
        /** Candid: the v1 protocol's applications. */
        CANDID,
        /** A CBOR map with text keys: the demo of the proof of concept. */
        CBOR
    }

    /** Nothing is known of them. */
    public static final MessageType UNKNOWN = new MessageType(null, Codec.CANDID, "no interface known");

    private static final byte[] SELF_DESCRIBE = HexFormat.of().parseHex("d9d9f7");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());

    /** The messages of the proof of concept's demo; its interface does not tell. */
    public static MessageType proofOfConcept() {
        CandidType type =
                new CandidType.Record(List.of(CandidType.Field.named("text", CandidType.of(CandidType.Kind.TEXT))));
        return new MessageType(type, Codec.CBOR, "a CBOR map, as in the PoC's demo");
    }

    /**
     * The messages that an interface declares.
     *
     * @param did the text of a {@code .did} file
     * @throws CandidException if it is none, or does not tell the type of messages
     */
    public static MessageType of(String did, String origin) {
        KnownNames.learn(did);
        CandidType type = CandidInterface.parse(did)
                .webSocketMessage()
                .orElseThrow(() -> new CandidException(
                        "This interface has no ws_message with a second argument, which tells the type of messages."));
        return new MessageType(type, Codec.CANDID, origin);
    }

    /** Whether there is a type to make a form from. */
    public boolean isKnown() {
        return type != null;
    }

    /** The type in a few words. */
    public String summary() {
        return type == null ? "any value" : type.summary();
    }

    /** The bytes of a value. */
    public byte[] encode(CandidValue value) {
        if (type == null) {
            return CandidEncoder.encode(value);
        }
        return codec == Codec.CANDID ? CandidEncoder.encode(List.of(type), List.of(value)) : cbor(value);
    }

    private byte[] cbor(CandidValue value) {
        try {
            byte[] map = CBOR.writeValueAsBytes(JSON.readTree(CandidValueText.printJson(value, type)));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(SELF_DESCRIBE);
            out.writeBytes(map);
            return out.toByteArray();
        } catch (JsonProcessingException e) {
            throw new CandidException("The value cannot be written as CBOR: " + e.getOriginalMessage(), e);
        }
    }
}
