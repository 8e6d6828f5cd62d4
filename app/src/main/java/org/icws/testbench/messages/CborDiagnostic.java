package org.icws.testbench.messages;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import org.icws.protocol.cbor.Cbor;

/** Prints a CBOR item in diagnostic notation; long byte strings are cut in the middle of the text, not the bytes. */
final class CborDiagnostic {

    private static final int LONGEST_BYTES = 48;
    private static final int TAG_BYTES = 3;

    private CborDiagnostic() {}

    static String print(byte[] bytes) {
        StringBuilder out = new StringBuilder();
        boolean tagged = bytes.length > TAG_BYTES
                && bytes[0] == (byte) 0xd9
                && bytes[1] == (byte) 0xd9
                && bytes[2] == (byte) 0xf7;
        if (tagged) {
            out.append("55799(");
        }
        print(Cbor.read(bytes), "", out);
        if (tagged) {
            out.append(')');
        }
        return out.toString();
    }

    private static void print(JsonNode node, String indent, StringBuilder out) {
        if (node.isObject()) {
            printMap(node, indent, out);
        } else if (node.isArray()) {
            printArray(node, indent, out);
        } else if (node.isBinary()) {
            printBytes(node, out);
        } else {
            out.append(node); // numbers, texts, booleans and null are written as in JSON
        }
    }

    private static void printMap(JsonNode node, String indent, StringBuilder out) {
        String inner = indent + "  ";
        out.append('{');
        Iterator<Map.Entry<String, JsonNode>> fields = node.fields();
        while (fields.hasNext()) {
            Map.Entry<String, JsonNode> field = fields.next();
            out.append('\n').append(inner).append('"').append(field.getKey()).append("\": ");
            print(field.getValue(), inner, out);
            out.append(fields.hasNext() ? "," : "");
        }
        out.append('\n').append(indent).append('}');
    }

    private static void printArray(JsonNode node, String indent, StringBuilder out) {
        out.append('[');
        for (int i = 0; i < node.size(); i++) {
            out.append(i == 0 ? "" : ", ");
            print(node.get(i), indent + "  ", out);
        }
        out.append(']');
    }

    private static void printBytes(JsonNode node, StringBuilder out) {
        try {
            byte[] value = node.binaryValue();
            String hex = HexFormat.of().formatHex(value, 0, Math.min(value.length, LONGEST_BYTES));
            out.append("h'").append(hex);
            if (value.length > LONGEST_BYTES) {
                out.append("…' /").append(value.length).append(" bytes/");
            } else {
                out.append('\'');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
