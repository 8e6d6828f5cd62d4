package org.icws.replica;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidText;
import org.icws.protocol.encoding.Leb128;

/** An answer of {@code http_request} that goes on with a callback; references to functions are written by hand. */
final class StreamedPage {
    private static final int NAT8 = 0x7b;
    private static final int NAT16 = 0x7a;
    private static final int NAT32 = 0x79;
    private static final int TEXT = 0x71;
    private static final int OPT = 0x6e;
    private static final int VEC = 0x6d;
    private static final int RECORD = 0x6c;
    private static final int VARIANT = 0x6b;
    private static final int FUNC = 0x6a;
    private static final int QUERY = 1;

    private static final int BLOB_TYPE = 0;
    private static final int HEADER_TYPE = 1;
    private static final int HEADERS_TYPE = 2;
    private static final int FUNC_TYPE = 3;
    private static final int CALLBACK_TYPE = 4;
    private static final int STRATEGY_TYPE = 5;
    private static final int OPTION_TYPE = 6;
    private static final int PAGE_TYPE = 7;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A field of a record: its type, and what writes its value. */
    private record Field(String name, int type, Runnable value) {
        long hash() {
            return CandidText.hash(name);
        }
    }

    private StreamedPage() {}

    /**
     * @param body the first part
     * @param canister whose method is called for the next one
     * @param method its name; its token is the nat32 0
     */
    static byte[] of(String body, Principal canister, String method) {
        return new StreamedPage().write(body, canister, method);
    }

    private byte[] write(String body, Principal canister, String method) {
        List<Field> callback = List.of(
                new Field("callback", FUNC_TYPE, () -> func(canister, method)),
                new Field("token", NAT32, () -> bytes(0, 0, 0, 0)));
        List<Field> page = List.of(
                new Field("status_code", NAT16, () -> bytes(200, 0)),
                new Field("headers", HEADERS_TYPE, () -> bytes(0)),
                new Field("body", BLOB_TYPE, () -> text(body)),
                // Some, then the only alternative.
                new Field("streaming_strategy", OPTION_TYPE, () -> {
                    bytes(1, 0);
                    values(callback);
                }));
        out.writeBytes("DIDL".getBytes(StandardCharsets.US_ASCII));
        bytes(PAGE_TYPE + 1);
        bytes(VEC, NAT8, RECORD, 2, 0, TEXT, 1, TEXT, VEC, HEADER_TYPE, FUNC, 1, NAT32, 0, 1, QUERY);
        record(RECORD, callback);
        record(VARIANT, List.of(new Field("Callback", CALLBACK_TYPE, null)));
        bytes(OPT, STRATEGY_TYPE);
        record(RECORD, page);
        bytes(1, PAGE_TYPE);
        values(page);
        return out.toByteArray();
    }

    private static List<Field> sorted(List<Field> fields) {
        return fields.stream().sorted(Comparator.comparingLong(Field::hash)).toList();
    }

    private void record(int kind, List<Field> fields) {
        bytes(kind, fields.size());
        for (Field field : sorted(fields)) {
            Leb128.writeUnsigned(out, field.hash());
            bytes(field.type());
        }
    }

    private void values(List<Field> fields) {
        sorted(fields).forEach(field -> field.value().run());
    }

    private void func(Principal canister, String method) {
        byte[] id = canister.getValue();
        bytes(1, 1, id.length);
        out.writeBytes(id);
        text(method);
    }

    private void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        Leb128.writeUnsigned(out, utf8.length);
        out.writeBytes(utf8);
    }

    private void bytes(int... values) {
        for (int value : values) {
            out.write(value);
        }
    }
}
