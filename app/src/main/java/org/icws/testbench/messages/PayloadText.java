package org.icws.testbench.messages;

import java.util.HexFormat;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.candid.CandidDecoder;
import org.icws.protocol.candid.CandidText;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.candid.FieldNames;

/** Payload bytes as text a person can read. Never throws: what cannot be read is shown as bytes with the reason. */
public final class PayloadText {

    private static final int ONE_LINE = 160;

    private PayloadText() {}

    /** Candid bytes in the textual form, on several lines. */
    public static String candid(byte[] bytes) {
        try {
            return CandidLayout.lines(CandidText.render(CandidDecoder.decode(bytes), FieldNames.ICWS));
        } catch (ProtocolException e) {
            return "This is not Candid: " + e.getMessage() + "\n\n"
                    + HexFormat.of().formatHex(bytes);
        }
    }

    /** Candid bytes in one line, without the brackets every message has. */
    public static String oneLine(byte[] bytes) {
        String text;
        try {
            text = CandidText.render(CandidDecoder.decode(bytes), FieldNames.ICWS);
        } catch (ProtocolException e) {
            return bytes.length + " bytes that are not Candid";
        }
        String line = text.replaceAll("\\s+", " ").trim();
        if (line.startsWith("(") && line.endsWith(")")) {
            line = line.substring(1, line.length() - 1).trim();
        }
        if (line.startsWith("record {") && line.endsWith("}")) {
            line = line.substring("record {".length(), line.length() - 1).trim();
        }
        if (line.endsWith(";")) {
            line = line.substring(0, line.length() - 1);
        }
        return line.length() <= ONE_LINE ? line : line.substring(0, ONE_LINE) + "…";
    }

    /** The part of a message that a person would call its content: its text if it has one, else all in one line. */
    public static String headline(byte[] bytes) {
        try {
            for (CandidValue value : CandidDecoder.decode(bytes)) {
                if (value instanceof CandidValue.Record fields
                        && fields.find("text").orElse(null) instanceof CandidValue.Text text) {
                    return "“" + text.value() + "”";
                }
            }
        } catch (ProtocolException e) {
            return oneLine(bytes);
        }
        return oneLine(bytes);
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
