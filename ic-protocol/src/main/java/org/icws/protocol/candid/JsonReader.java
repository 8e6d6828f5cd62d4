package org.icws.protocol.candid;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads one value out of JSON against its type, token by token, so that errors know their place. One use only. */
final class JsonReader {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final String json;
    private JsonParser in;
    private int depth;

    JsonReader(String json) {
        this.json = json;
    }

    CandidValue read(CandidType type) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            in = parser;
            in.nextToken();
            CandidValue value = value(type, CandidPath.ROOT);
            if (in.nextToken() != null) {
                throw error("Expected the end of the text.", CandidPath.ROOT);
            }
            return value;
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation();
            int at = place == null ? 0 : (int) Math.max(0, Math.min(json.length(), place.getCharOffset()));
            throw new CandidSyntaxException("This is not JSON: " + e.getOriginalMessage(), at, at + 1, CandidPath.ROOT);
        } catch (IOException e) {
            throw new IllegalStateException("A text in memory can be read", e);
        }
    }

    private CandidValue value(CandidType declared, String path) throws IOException {
        if (++depth > CandidDecoder.MAX_DEPTH) {
            throw error("The value is nested deeper than " + CandidDecoder.MAX_DEPTH + " levels.", path);
        }
        CandidType type = declared.resolved();
        CandidValue value;
        if (type instanceof CandidType.Record record) {
            value = record(record, path);
        } else if (type instanceof CandidType.Variant variant) {
            value = variant(variant, path);
        } else if (type instanceof CandidType.Opt opt) {
            value = opt(opt, path);
        } else if (type instanceof CandidType.Vec vec) {
            value = vec.isBlob() && in.currentToken() == JsonToken.VALUE_STRING ? blob(path) : vec(vec, path);
        } else if (type instanceof CandidType.Primitive primitive) {
            value = leaf(primitive.kind(), path);
        } else {
            throw error("A " + type.summary() + " reference is written in Candid's own form only.", path);
        }
        depth--;
        return value;
    }

    static boolean contentMayBeNull(CandidType.Opt opt) {
        CandidType element = opt.element().resolved();
        return element instanceof CandidType.Opt
                || element instanceof CandidType.Primitive p
                        && (p.kind() == CandidType.Kind.NULL || p.kind() == CandidType.Kind.RESERVED);
    }

    private CandidValue opt(CandidType.Opt type, String path) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return CandidValue.none();
        }
        String inside = CandidPath.child(path, CandidPath.CONTENT);
        if (!contentMayBeNull(type)) {
            return CandidValue.some(value(type.element(), inside));
        }
        expect(JsonToken.START_ARRAY, "null, [] or a list of one value", path);
        if (in.nextToken() == JsonToken.END_ARRAY) {
            return CandidValue.none();
        }
        CandidValue content = value(type.element(), inside);
        in.nextToken();
        expect(JsonToken.END_ARRAY, "the end of the list", path);
        return CandidValue.some(content);
    }

    private CandidValue blob(String path) throws IOException {
        try {
            return LeafText.readBlob(in.getText());
        } catch (CandidException e) {
            throw error(e.getMessage(), path);
        }
    }

    private CandidValue vec(CandidType.Vec type, String path) throws IOException {
        expect(JsonToken.START_ARRAY, "a list", path);
        List<CandidValue> values = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            values.add(value(type.element(), CandidPath.child(path, values.size())));
        }
        if (!type.isBlob()) {
            return new CandidValue.Vec(values);
        }
        byte[] bytes = new byte[values.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values.get(i).asLong();
        }
        return CandidValue.blob(bytes);
    }

    private CandidValue record(CandidType.Record type, String path) throws IOException {
        expect(JsonToken.START_OBJECT, "an object with the fields of a record", path);
        int start = offset();
        Map<Long, CandidValue> fields = new TreeMap<>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            CandidType.Field field = find(type.fields(), in.currentName(), path);
            if (fields.containsKey(field.id())) {
                throw error("\"" + field.label() + "\" is there twice.", path);
            }
            in.nextToken();
            fields.put(field.id(), value(field.type(), CandidPath.child(path, field.label())));
        }
        for (CandidType.Field field : type.fields()) {
            if (!fields.containsKey(field.id())) {
                fields.put(field.id(), absent(field, start, path));
            }
        }
        return new CandidValue.Record(Collections.unmodifiableMap(fields));
    }

    private static CandidValue absent(CandidType.Field field, int start, String path) {
        if (field.type().resolved() instanceof CandidType.Opt) {
            return CandidValue.none();
        }
        throw new CandidSyntaxException(
                "\"" + field.label() + "\" is missing; it is "
                        + TypeWords.article(field.type().summary()) + ".",
                start,
                start + 1,
                path);
    }

    private CandidValue variant(CandidType.Variant type, String path) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_STRING) {
            CandidType.Field chosen = find(type.cases(), in.getText(), path);
            if (!ValueParser.isNull(chosen.type())) {
                throw error("\"" + chosen.label() + "\" has a value: {\"" + chosen.label() + "\": …}.", path);
            }
            return new CandidValue.Variant(chosen.id(), CandidValue.NULL);
        }
        expect(JsonToken.START_OBJECT, "the name of a case, or an object with one", path);
        in.nextToken();
        expect(JsonToken.FIELD_NAME, "a case", path);
        CandidType.Field chosen = find(type.cases(), in.currentName(), path);
        in.nextToken();
        CandidValue content = value(chosen.type(), CandidPath.child(path, chosen.label()));
        in.nextToken();
        expect(JsonToken.END_OBJECT, "the end of the variant, which is one of its cases", path);
        return new CandidValue.Variant(chosen.id(), content);
    }

    private CandidType.Field find(List<CandidType.Field> fields, String label, String path) throws IOException {
        return fields.stream()
                .filter(f -> f.label().equals(label))
                .findFirst()
                .orElseThrow(() -> error(
                        "There is no \"" + label + "\" here: "
                                + String.join(
                                        ", ",
                                        fields.stream()
                                                .map(CandidType.Field::label)
                                                .toList()) + ".",
                        path));
    }

    private CandidValue leaf(CandidType.Kind kind, String path) throws IOException {
        boolean fits =
                switch (kind) {
                    case NULL, RESERVED -> in.currentToken() == JsonToken.VALUE_NULL;
                    case BOOL -> in.currentToken().isBoolean();
                    case TEXT, PRINCIPAL -> in.currentToken() == JsonToken.VALUE_STRING;
                    default -> in.currentToken().isNumeric() || in.currentToken() == JsonToken.VALUE_STRING;
                };
        if (!fits) {
            throw error("Expected " + TypeWords.article(kind.typeName()) + ".", path);
        }
        try {
            return LeafText.read(kind, in.getText());
        } catch (CandidException e) {
            throw error(e.getMessage(), path);
        }
    }

    private void expect(JsonToken token, String what, String path) {
        if (in.currentToken() != token) {
            throw error("Expected " + what + ".", path);
        }
    }

    private int offset() {
        return (int) Math.max(0, in.currentTokenLocation().getCharOffset());
    }

    private CandidSyntaxException error(String message, String path) {
        int end = (int) Math.max(offset() + 1L, in.currentLocation().getCharOffset());
        return new CandidSyntaxException(message, offset(), Math.min(end, json.length()), path);
    }
}
