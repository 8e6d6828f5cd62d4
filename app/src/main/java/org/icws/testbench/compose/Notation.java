package org.icws.testbench.compose;

import java.util.HexFormat;
import java.util.List;
import org.icws.protocol.candid.CandidDecoder;
import org.icws.protocol.candid.CandidException;
import org.icws.protocol.candid.CandidText;
import org.icws.protocol.candid.CandidType;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.candid.CandidValueText;
import org.icws.protocol.candid.LeafText;
import org.icws.testbench.compose.ValueEditor.Format;
import org.icws.testbench.messages.KnownNames;

/** Reads and writes values the ways the text side shows them. Stateless. */
final class Notation {

    private Notation() {}

    /**
     * Reads what was typed.
     *
     * @throws CandidException if it does not fit
     */
    static CandidValue read(Format format, String text, MessageType type) {
        return format == Format.JSON && type.isKnown()
                ? CandidValueText.parseJson(text, type.type())
                : CandidValueText.parse(text, type.type());
    }

    /** The value in a notation other than Candid's. */
    static String write(Format format, CandidValue value, MessageType type) {
        return format == Format.JSON
                ? CandidValueText.printJson(value, type.type())
                : HexFormat.ofDelimiter(" ").formatHex(type.encode(value));
    }

    /**
     * Reads what was typed into the field of a part without parts.
     *
     * @throws CandidException if it does not fit
     */
    static CandidValue readLeaf(CandidType type, String text) {
        if (type instanceof CandidType.Vec) {
            return LeafText.readBlob(text);
        }
        return LeafText.read(((CandidType.Primitive) type).kind(), text);
    }

    /** Candid text of a message's bytes; of bytes that are none of this type, text that says so when it is read. */
    static String ofMessage(byte[] message, MessageType type) {
        try {
            List<CandidValue> values = CandidDecoder.decode(message);
            if (values.size() != 1) {
                return CandidText.render(values, KnownNames.all());
            }
            if (!type.isKnown()) {
                // Without a type, the brackets around a message may hold only one value.
                return CandidText.render(values, KnownNames.all()).replaceAll("^\\(|\\)$", "");
            }
            return CandidValueText.print(values.get(0), type.type()).text();
        } catch (CandidException | ClassCastException e) {
            return HexFormat.of().formatHex(message);
        }
    }
}
