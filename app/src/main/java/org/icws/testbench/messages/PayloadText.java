package org.icws.testbench.messages;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.candid.CandidDecoder;
import org.icws.protocol.candid.CandidText;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.cbor.Cbor;
import org.icws.testbench.store.Format;

/** Payload bytes as text a person can read. Never throws: what cannot be read is shown as bytes with the reason. */
public final class PayloadText {

    private static final int ONE_LINE = 96;
    private static final byte[] CANDID_MAGIC = {'D', 'I', 'D', 'L'};

    private PayloadText() {}

    static boolean isCandid(byte[] bytes) {
        return bytes.length >= CANDID_MAGIC.length
                && Arrays.equals(bytes, 0, CANDID_MAGIC.length, CANDID_MAGIC, 0, CANDID_MAGIC.length);
    }

    /** Whether it can be a CBOR map, array or tagged item, which is what messages are that are not Candid. */
    private static boolean isCbor(byte[] bytes) {
        int major = bytes.length == 0 ? 0 : (bytes[0] & 0xff) >> 5;
        return major >= 4 && major <= 6;
    }

    /** The content in its textual form, on several lines: Candid, or CBOR as in the protocol of the proof of concept. */
    public static String candid(byte[] bytes) {
        if (!isCandid(bytes) && isCbor(bytes)) {
            return cbor(bytes);
        }
        try {
            return CandidLayout.lines(CandidText.render(CandidDecoder.decode(bytes), KnownNames.all()));
        } catch (ProtocolException e) {
            return "This is not Candid: " + e.getMessage() + "\n\n"
                    + HexFormat.of().formatHex(bytes);
        }
    }

    /** The content in one line, without the brackets every message has. */
    public static String oneLine(byte[] bytes) {
        if (!isCandid(bytes) && isCbor(bytes)) {
            return cborLine(bytes);
        }
        try {
            return bare(CandidText.render(CandidDecoder.decode(bytes), KnownNames.all(), 4 * ONE_LINE));
        } catch (ProtocolException e) {
            return Format.count(bytes.length, "byte") + " that are not Candid";
        }
    }

    private static String cborLine(byte[] bytes) {
        try {
            JsonNode node = Cbor.read(bytes);
            return node.isObject() && node.size() == 1 && node.path("text").isTextual()
                    ? quoted(node.path("text").asText())
                    : cut(CborDiagnostic.print(bytes).replaceAll("\\s+", " "));
        } catch (ProtocolException e) {
            return Format.count(bytes.length, "byte") + ", neither Candid nor CBOR";
        }
    }

    /** All of the content in one line, to be searched; bytes that are no Candid and no CBOR as hexadecimal digits. */
    static String whole(byte[] bytes) {
        try {
            String text = !isCandid(bytes) && isCbor(bytes)
                    ? CborDiagnostic.print(bytes)
                    : CandidText.render(CandidDecoder.decode(bytes), KnownNames.all());
            return text.replaceAll("\\s+", " ");
        } catch (ProtocolException e) {
            return HexFormat.of().formatHex(bytes);
        }
    }

    /** The part of a message that a person would call its content: its text if it has one, else all in a few words. */
    public static String headline(byte[] bytes) {
        if (!isCandid(bytes) && isCbor(bytes)) {
            return cborLine(bytes);
        }
        try {
            List<CandidValue> values = CandidDecoder.decode(bytes);
            return values.isEmpty() ? "()" : headline(values.get(0));
        } catch (ProtocolException e) {
            return oneLine(bytes);
        }
    }

    private static String headline(CandidValue value) {
        if (value instanceof CandidValue.Variant variant) {
            String name = KnownNames.all().name(variant.id()).orElse(String.valueOf(variant.id()));
            return variant.value() instanceof CandidValue.NullValue
                    ? name
                    : cut(name + " " + headline(variant.value()));
        }
        if (value instanceof CandidValue.Record fields
                && fields.find("text").orElse(null) instanceof CandidValue.Text text) {
            return quoted(text.value());
        }
        return cut(Headline.of(value).replaceAll("\\s+", " "));
    }

    private static String quoted(String text) {
        return "“" + cut(text) + "”";
    }

    private static String bare(String text) {
        String line = text.replaceAll("\\s+", " ").trim();
        line = without(line, "(", ")");
        line = without(line, "record {", "}");
        if (line.endsWith(";")) {
            line = line.substring(0, line.length() - 1);
        }
        return cut(line);
    }

    /** What stands between; of a long text the end has been cut off already. */
    private static String without(String line, String before, String after) {
        boolean shortened = line.endsWith("…");
        if (!line.startsWith(before) || !shortened && !line.endsWith(after)) {
            return line;
        }
        return line.substring(before.length(), shortened ? line.length() : line.length() - after.length())
                .trim();
    }

    private static String cut(String line) {
        return line.length() <= ONE_LINE ? line : line.substring(0, ONE_LINE) + "…";
    }

    /** CBOR bytes in diagnostic notation. */
    public static String cbor(byte[] bytes) {
        try {
            return CborDiagnostic.print(bytes);
        } catch (ProtocolException e) {
            return "This is not CBOR: " + e.getMessage() + "\n\n"
                    + HexFormat.of().formatHex(bytes);
        }
    }
}
