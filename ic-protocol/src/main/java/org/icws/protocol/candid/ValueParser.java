package org.icws.protocol.candid;

import java.util.ArrayList;
import java.util.List;
import org.icws.protocol.candid.CandidLexer.Kind;
import org.icws.protocol.candid.CandidLexer.Token;

/**
 * Reads values in the textual form against the types they should have, so that what does not fit is found at its place. A
 * type of null stands for one that is not known: then the text alone decides. One use only. Source: the Candid
 * specification, "Textual format".
 */
final class ValueParser {

    private final TokenCursor in;
    private final LeafParser leaves;
    private int depth;

    ValueParser(String text) {
        in = new TokenCursor(text);
        leaves = new LeafParser(in);
    }

    /** Values in brackets; null for types that are not known. */
    List<CandidValue> arguments(List<CandidType> types) {
        List<CandidValue> values = new ArrayList<>();
        Token open = in.token();
        in.expect("(", CandidPath.ROOT);
        while (!in.take(")")) {
            if (types != null && values.size() == types.size()) {
                throw TokenCursor.error(count(types), in.token(), CandidPath.ROOT);
            }
            CandidType type = types == null ? null : types.get(values.size());
            boolean alone = types != null && types.size() == 1;
            values.add(value(type, alone ? CandidPath.ROOT : Integer.toString(values.size())));
            in.comma(CandidPath.ROOT);
        }
        if (types != null && values.size() < types.size()) {
            throw TokenCursor.error(count(types), open, CandidPath.ROOT);
        }
        end();
        return values;
    }

    /** One value, with or without brackets around it. */
    CandidValue single(CandidType type) {
        CandidValue value = value(type, CandidPath.ROOT);
        end();
        return value;
    }

    private static String count(List<CandidType> types) {
        return "Expected " + types.size() + (types.size() == 1 ? " value: " : " values: ") + CandidType.signature(types)
                + ".";
    }

    private void end() {
        if (in.token().kind() != Kind.END) {
            throw in.unexpected("the end of the text", CandidPath.ROOT);
        }
    }

    private CandidValue value(CandidType declared, String path) {
        if (++depth > CandidDecoder.MAX_DEPTH) {
            throw TokenCursor.error(
                    "The value is nested deeper than " + CandidDecoder.MAX_DEPTH + " levels.", in.token(), path);
        }
        CandidType type = declared == null ? null : declared.resolved();
        Token first = in.token();
        CandidValue value;
        if (in.take("(")) {
            value = value(type, path);
            in.expect(")", path);
        } else {
            value = bare(type, first, path);
        }
        if (in.take(":")) {
            annotation(type, path);
        }
        depth--;
        return value;
    }

    private CandidValue bare(CandidType type, Token first, String path) {
        if (type instanceof CandidType.Opt opt) {
            return opt(opt.element(), first, path);
        }
        if (first.kind() == Kind.NUMBER || first.kind() == Kind.STRING) {
            in.advance();
            return first.kind() == Kind.NUMBER ? leaves.number(type, first, path) : leaves.string(type, first, path);
        }
        if (first.kind() != Kind.WORD) {
            throw TypeWords.mismatch(type, first.shown(), first, path);
        }
        in.advance();
        return switch (first.text()) {
            case "record" -> record(type, first, path);
            case "variant" -> variant(type, first, path);
            case "vec" -> vec(type, first, path);
            case "blob" -> leaves.blob(type, first, path);
            case "opt" -> untypedOpt(type, first, path);
            case "true", "false" -> leaves.leaf(type, CandidType.Kind.BOOL, first, path);
            case "null" -> leaves.nothing(type, first, path);
            case "principal" -> leaves.principal(type, first, path);
            case "service" -> leaves.service(type, first, path);
            case "func" -> leaves.func(type, first, path);
            case "nan", "inf" -> leaves.leaf(type, CandidType.Kind.FLOAT64, first, path);
            default -> throw TypeWords.mismatch(type, first.shown(), first, path);
        };
    }

    private CandidValue opt(CandidType element, Token first, String path) {
        if (in.take("null")) {
            return CandidValue.none();
        }
        if (!in.take("opt")) {
            throw TokenCursor.error(
                    "An opt is null, or opt and a value such as opt " + TypeWords.example(element) + ".", first, path);
        }
        return CandidValue.some(value(element, CandidPath.child(path, CandidPath.CONTENT)));
    }

    private CandidValue untypedOpt(CandidType type, Token first, String path) {
        if (type != null) {
            throw TypeWords.mismatch(type, "an opt", first, path);
        }
        return CandidValue.some(value(null, CandidPath.child(path, CandidPath.CONTENT)));
    }

    private CandidValue vec(CandidType type, Token first, String path) {
        if (type != null && !(type instanceof CandidType.Vec)) {
            throw TypeWords.mismatch(type, "a vec", first, path);
        }
        CandidType element = type == null ? null : ((CandidType.Vec) type).element();
        List<CandidValue> values = new ArrayList<>();
        in.expect("{", path);
        while (!in.take("}")) {
            values.add(value(element, CandidPath.child(path, values.size())));
            in.separator(path);
        }
        return type != null && ((CandidType.Vec) type).isBlob() ? bytes(values) : new CandidValue.Vec(values);
    }

    private static CandidValue bytes(List<CandidValue> values) {
        byte[] bytes = new byte[values.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values.get(i).asLong();
        }
        return CandidValue.blob(bytes);
    }

    private CandidValue record(CandidType type, Token first, String path) {
        if (type != null && !(type instanceof CandidType.Record)) {
            throw TypeWords.mismatch(type, "a record", first, path);
        }
        RecordReader record = new RecordReader((CandidType.Record) type);
        in.expect("{", path);
        while (!in.take("}")) {
            recordField(record, path);
            in.separator(path);
        }
        return record.finish(first, path);
    }

    private void recordField(RecordReader record, String path) {
        Token name = in.token();
        boolean labelled = RecordReader.isLabel(name) && in.nextIs("=");
        if (!labelled) {
            CandidType.Field field = record.next(name, path);
            record.put(field, value(field.type(), CandidPath.child(path, field.label())), name, path);
            return;
        }
        in.advance();
        in.expect("=", path);
        CandidType.Field field = record.find(name, path);
        record.put(field, value(field.type(), CandidPath.child(path, field.label())), name, path);
    }

    private CandidValue variant(CandidType type, Token first, String path) {
        if (type != null && !(type instanceof CandidType.Variant)) {
            throw TypeWords.mismatch(type, "a variant", first, path);
        }
        in.expect("{", path);
        Token name = in.token();
        RecordReader cases =
                new RecordReader(type == null ? null : new CandidType.Record(((CandidType.Variant) type).cases()));
        if (!RecordReader.isLabel(name)) {
            throw TokenCursor.error("Expected a case" + cases.choices() + ", found " + name.shown() + ".", name, path);
        }
        in.advance();
        CandidType.Field chosen = cases.find(name, path);
        String inside = CandidPath.child(path, chosen.label());
        CandidValue content;
        if (in.take("=")) {
            content = value(chosen.type(), inside);
        } else if (chosen.type() == null || isNull(chosen.type())) {
            content = CandidValue.NULL;
        } else {
            throw TokenCursor.error(
                    "\"" + chosen.label() + "\" has a value: " + chosen.type().summary() + ".", name, path);
        }
        in.take(";");
        in.expect("}", path);
        return new CandidValue.Variant(chosen.id(), content);
    }

    static boolean isNull(CandidType type) {
        return type.resolved() instanceof CandidType.Primitive p && p.kind() == CandidType.Kind.NULL;
    }

    private void annotation(CandidType type, String path) {
        Token name = in.token();
        if (name.kind() != Kind.WORD) {
            throw TokenCursor.error("Expected a type, found " + name.shown() + ".", name, path);
        }
        in.advance();
        if (type instanceof CandidType.Primitive p && !p.kind().typeName().equals(name.text())) {
            throw TokenCursor.error("This is a " + p.kind().typeName() + ", not a " + name.text() + ".", name, path);
        }
        // Longer types than a word say nothing new: the value was read against its type.
        while (type != null
                && !(type instanceof CandidType.Primitive)
                && in.token().kind() == Kind.WORD) {
            in.advance();
        }
    }
}
