package org.icws.protocol.candid;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.icws.protocol.candid.CandidLexer.Kind;
import org.icws.protocol.candid.CandidLexer.Token;

/** The fields of a record, or the cases of a variant, as a text gives them, in any order. One use only. */
final class RecordReader {

    private final CandidType.Record type;
    private final Map<Long, CandidValue> fields = new TreeMap<>();
    private long nextId;

    RecordReader(CandidType.Record type) {
        this.type = type;
    }

    static boolean isLabel(Token token) {
        return token.kind() == Kind.WORD || token.kind() == Kind.STRING || token.kind() == Kind.NUMBER;
    }

    CandidType.Field next(Token where, String path) {
        return field(nextId, where, Long.toString(nextId), path);
    }

    CandidType.Field find(Token name, String path) {
        if (name.kind() == Kind.NUMBER) {
            try {
                return field(Long.decode(name.text().replace("_", "")), name, name.text(), path);
            } catch (NumberFormatException e) {
                throw TokenCursor.error("A field's number is a whole number.", name, path);
            }
        }
        String label = String.valueOf(name.text());
        return field(CandidText.hash(label), name, label, path);
    }

    private CandidType.Field field(long id, Token where, String label, String path) {
        nextId = id + 1;
        if (type == null) {
            return new CandidType.Field(where.kind() == Kind.NUMBER ? null : label, id, null);
        }
        return type.fields().stream()
                .filter(f -> f.id() == id)
                .findFirst()
                .orElseThrow(
                        () -> TokenCursor.error("There is no \"" + label + "\" here" + choices() + ".", where, path));
    }

    String choices() {
        if (type == null || type.fields().isEmpty()) {
            return "";
        }
        return ": "
                + String.join(
                        ", ",
                        type.fields().stream().map(CandidType.Field::label).toList());
    }

    void put(CandidType.Field field, CandidValue value, Token where, String path) {
        if (fields.put(field.id(), value) != null) {
            throw TokenCursor.error("\"" + field.label() + "\" is there twice.", where, path);
        }
    }

    CandidValue finish(Token where, String path) {
        if (type != null) {
            type.fields().forEach(field -> fields.computeIfAbsent(field.id(), id -> absent(field, where, path)));
        }
        return new CandidValue.Record(Collections.unmodifiableMap(new TreeMap<>(fields)));
    }

    private static CandidValue absent(CandidType.Field field, Token where, String path) {
        CandidType type = field.type().resolved();
        if (type instanceof CandidType.Opt) {
            return CandidValue.none();
        }
        if (ValueParser.isNull(type)) {
            return CandidValue.NULL;
        }
        if (type.equals(CandidType.of(CandidType.Kind.RESERVED))) {
            return CandidValue.RESERVED;
        }
        throw TokenCursor.error(
                "\"" + field.label() + "\" is missing; it is " + TypeWords.article(type.summary()) + ".", where, path);
    }
}
