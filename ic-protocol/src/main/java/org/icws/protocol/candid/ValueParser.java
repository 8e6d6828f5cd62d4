package org.icws.protocol.candid;

import java.util.ArrayList;
import java.util.List;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidLexer.Kind;
import org.icws.protocol.candid.CandidLexer.Token;

/**
 * Reads values in the textual form against the types they should have, so that what does not fit is found at its place. A
 * type of null stands for one that is not known: then the text alone decides. One use only. Source: the Candid
 * specification, "Textual format".
 */
final class ValueParser {

    private final CandidLexer lexer;
    private Token token;
    private Token pushed;
    private int depth;

    ValueParser(String text) {
        lexer = new CandidLexer(text);
        token = lexer.next();
    }

    /** Values in brackets; null for types that are not known. */
    List<CandidValue> arguments(List<CandidType> types) {
        List<CandidValue> values = new ArrayList<>();
        Token open = token;
        expect("(", CandidPath.ROOT);
        while (!take(")")) {
            if (types != null && values.size() == types.size()) {
                throw error(count(types), token, CandidPath.ROOT);
            }
            CandidType type = types == null ? null : types.get(values.size());
            boolean alone = types != null && types.size() == 1;
            values.add(value(type, alone ? CandidPath.ROOT : Integer.toString(values.size())));
            if (!take(",") && !token.is(")")) {
                throw error("Expected \",\" or \")\", found " + token.shown() + ".", token, CandidPath.ROOT);
            }
        }
        if (types != null && values.size() < types.size()) {
            throw error(count(types), open, CandidPath.ROOT);
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
        if (token.kind() != Kind.END) {
            throw error("Expected the end of the text, found " + token.shown() + ".", token, CandidPath.ROOT);
        }
    }

    private CandidValue value(CandidType declared, String path) {
        if (++depth > CandidDecoder.MAX_DEPTH) {
            throw error("The value is nested deeper than " + CandidDecoder.MAX_DEPTH + " levels.", token, path);
        }
        CandidType type = declared == null ? null : declared.resolved();
        Token first = token;
        CandidValue value;
        if (take("(")) {
            value = value(type, path);
            expect(")", path);
        } else {
            value = bare(type, first, path);
        }
        if (take(":")) {
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
            advance();
            return first.kind() == Kind.NUMBER ? number(type, first, path) : string(type, first, path);
        }
        if (first.kind() != Kind.WORD) {
            throw error("Expected " + wanted(type) + ", found " + first.shown() + ".", first, path);
        }
        advance();
        return switch (first.text()) {
            case "record" -> record(type, first, path);
            case "variant" -> variant(type, first, path);
            case "vec" -> vec(type, first, path);
            case "blob" -> blob(type, first, path);
            case "opt" -> untypedOpt(type, first, path);
            case "true", "false" -> leaf(type, CandidType.Kind.BOOL, first, path);
            case "null" -> nothing(type, first, path);
            case "principal" -> principal(type, first, path);
            case "service" -> service(type, first, path);
            case "func" -> func(type, first, path);
            case "nan", "inf" -> leaf(type, CandidType.Kind.FLOAT64, first, path);
            default -> throw error("Expected " + wanted(type) + ", found " + first.shown() + ".", first, path);
        };
    }

    private CandidValue opt(CandidType element, Token first, String path) {
        if (take("null")) {
            return CandidValue.none();
        }
        if (!take("opt")) {
            throw error("An opt is null, or opt and a value such as opt " + example(element) + ".", first, path);
        }
        return CandidValue.some(value(element, CandidPath.child(path, CandidPath.CONTENT)));
    }

    private CandidValue untypedOpt(CandidType type, Token first, String path) {
        if (type != null) {
            throw mismatch(type, "an opt", first, path);
        }
        return CandidValue.some(value(null, CandidPath.child(path, CandidPath.CONTENT)));
    }

    private CandidValue nothing(CandidType type, Token first, String path) {
        if (type instanceof CandidType.Primitive p && p.kind() == CandidType.Kind.RESERVED) {
            return CandidValue.RESERVED;
        }
        return leaf(type, CandidType.Kind.NULL, first, path);
    }

    private CandidValue number(CandidType type, Token first, String path) {
        if (type == null) {
            // The annotation, if there is one, says what number it is.
            CandidType.Kind kind = first.text().matches("[+-]?\\d[\\d_]*|[+-]?0x[0-9a-fA-F_]+")
                    ? CandidType.Kind.INT
                    : CandidType.Kind.FLOAT64;
            if (token.is(":")) {
                advance();
                Token name = token;
                kind = CandidType.Kind.named(name.text())
                        .orElseThrow(() -> error("\"" + name.text() + "\" is no type of numbers.", name, path));
                advance();
            }
            return read(kind, first.text(), first, path);
        }
        if (type instanceof CandidType.Primitive p && isNumber(p.kind())) {
            return read(p.kind(), first.text(), first, path);
        }
        throw mismatch(type, "a number", first, path);
    }

    private static boolean isNumber(CandidType.Kind kind) {
        return kind.code() <= TypeCode.NAT && kind.code() >= TypeCode.FLOAT64;
    }

    private static CandidValue read(CandidType.Kind kind, String text, Token where, String path) {
        try {
            return LeafText.read(kind, text);
        } catch (CandidSyntaxException e) {
            throw e;
        } catch (CandidException e) {
            throw error(e.getMessage(), where, path);
        }
    }

    private CandidValue leaf(CandidType type, CandidType.Kind kind, Token first, String path) {
        boolean real = kind == CandidType.Kind.FLOAT64
                && type instanceof CandidType.Primitive p
                && p.kind() == CandidType.Kind.FLOAT32;
        if (type != null && !real && !type.equals(CandidType.of(kind))) {
            throw mismatch(type, first.shown(), first, path);
        }
        return read(real ? CandidType.Kind.FLOAT32 : kind, first.text(), first, path);
    }

    private CandidValue string(CandidType type, Token first, String path) {
        if (type instanceof CandidType.Vec vec && vec.isBlob()) {
            throw error("A blob is written blob \"…\".", first, path);
        }
        if (type != null && !type.equals(CandidType.of(CandidType.Kind.TEXT))) {
            throw mismatch(type, "a text", first, path);
        }
        if (first.text() == null) {
            throw error("A text is UTF-8; bytes that are not are written blob \"…\".", first, path);
        }
        return CandidValue.text(first.text());
    }

    private CandidValue blob(CandidType type, Token first, String path) {
        if (type != null && !(type instanceof CandidType.Vec vec && vec.isBlob())) {
            throw mismatch(type, "a blob", first, path);
        }
        return CandidValue.blob(quoted("blob", path).bytes());
    }

    private CandidValue principal(CandidType type, Token first, String path) {
        if (type != null && !type.equals(CandidType.of(CandidType.Kind.PRINCIPAL))) {
            throw mismatch(type, "a principal", first, path);
        }
        return CandidValue.principal(principal("principal", path));
    }

    private Principal principal(String word, String path) {
        Token text = quoted(word, path);
        return ((CandidValue.PrincipalValue) read(CandidType.Kind.PRINCIPAL, String.valueOf(text.text()), text, path))
                .principal();
    }

    private CandidValue service(CandidType type, Token first, String path) {
        if (type != null && !(type instanceof CandidType.Service)) {
            throw mismatch(type, "a service", first, path);
        }
        return new CandidValue.Service(principal("service", path));
    }

    private CandidValue func(CandidType type, Token first, String path) {
        if (type != null && !(type instanceof CandidType.Func)) {
            throw mismatch(type, "a func", first, path);
        }
        Principal service = principal("func", path);
        expect(".", path);
        return new CandidValue.Func(service, label(path).text());
    }

    private CandidValue vec(CandidType type, Token first, String path) {
        if (type != null && !(type instanceof CandidType.Vec)) {
            throw mismatch(type, "a vec", first, path);
        }
        CandidType element = type == null ? null : ((CandidType.Vec) type).element();
        List<CandidValue> values = new ArrayList<>();
        expect("{", path);
        while (!take("}")) {
            values.add(value(element, CandidPath.child(path, values.size())));
            separator(path);
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
            throw mismatch(type, "a record", first, path);
        }
        RecordReader record = new RecordReader((CandidType.Record) type);
        expect("{", path);
        while (!take("}")) {
            recordField(record, path);
            separator(path);
        }
        return record.finish(first, path);
    }

    private void recordField(RecordReader record, String path) {
        Token name = token;
        boolean labelled = RecordReader.isLabel(name) && nextIs("=");
        if (!labelled) {
            CandidType.Field field = record.next(name, path);
            record.put(field, value(field.type(), CandidPath.child(path, field.label())), name, path);
            return;
        }
        advance();
        expect("=", path);
        CandidType.Field field = record.find(name, path);
        record.put(field, value(field.type(), CandidPath.child(path, field.label())), name, path);
    }

    private boolean nextIs(String sign) {
        Token now = token;
        advance();
        boolean there = token.is(sign);
        pushed = token;
        token = now;
        return there;
    }

    private CandidValue variant(CandidType type, Token first, String path) {
        if (type != null && !(type instanceof CandidType.Variant)) {
            throw mismatch(type, "a variant", first, path);
        }
        expect("{", path);
        Token name = token;
        RecordReader cases =
                new RecordReader(type == null ? null : new CandidType.Record(((CandidType.Variant) type).cases()));
        if (!RecordReader.isLabel(name)) {
            throw error("Expected a case" + cases.choices() + ", found " + name.shown() + ".", name, path);
        }
        advance();
        CandidType.Field chosen = cases.find(name, path);
        String inside = CandidPath.child(path, chosen.label());
        CandidValue content;
        if (take("=")) {
            content = value(chosen.type(), inside);
        } else if (chosen.type() == null || isNull(chosen.type())) {
            content = CandidValue.NULL;
        } else {
            throw error(
                    "\"" + chosen.label() + "\" has a value: " + chosen.type().summary() + ".", name, path);
        }
        take(";");
        expect("}", path);
        return new CandidValue.Variant(chosen.id(), content);
    }

    static boolean isNull(CandidType type) {
        return type.resolved() instanceof CandidType.Primitive p && p.kind() == CandidType.Kind.NULL;
    }

    private void annotation(CandidType type, String path) {
        Token name = token;
        if (name.kind() != Kind.WORD) {
            throw error("Expected a type, found " + name.shown() + ".", name, path);
        }
        advance();
        if (type instanceof CandidType.Primitive p && !p.kind().typeName().equals(name.text())) {
            throw error("This is a " + p.kind().typeName() + ", not a " + name.text() + ".", name, path);
        }
        // Longer types than a word say nothing new: the value was read against its type.
        while (type != null && !(type instanceof CandidType.Primitive) && token.kind() == Kind.WORD) {
            advance();
        }
    }

    private Token quoted(String before, String path) {
        Token text = token;
        if (text.kind() != Kind.STRING) {
            throw error("Expected " + before + " \"…\", found " + text.shown() + ".", text, path);
        }
        advance();
        return text;
    }

    private Token label(String path) {
        Token name = token;
        if (name.kind() != Kind.WORD && name.kind() != Kind.STRING) {
            throw error("Expected a name, found " + name.shown() + ".", name, path);
        }
        advance();
        return name;
    }

    private void separator(String path) {
        if (!take(";") && !token.is("}")) {
            throw error("Expected \";\" or \"}\", found " + token.shown() + ".", token, path);
        }
    }

    private void expect(String sign, String path) {
        if (!take(sign)) {
            throw error("Expected \"" + sign + "\", found " + token.shown() + ".", token, path);
        }
    }

    private boolean take(String sign) {
        boolean there = token.is(sign);
        if (there) {
            advance();
        }
        return there;
    }

    private void advance() {
        token = pushed != null ? pushed : lexer.next();
        pushed = null;
    }

    private static String wanted(CandidType type) {
        return type == null ? "a value" : article(type.summary());
    }

    static String article(String name) {
        return ("aeiou".indexOf(name.charAt(0)) >= 0 ? "an " : "a ") + name;
    }

    private static String example(CandidType element) {
        return element.resolved() instanceof CandidType.Primitive p && isNumber(p.kind()) ? "7" : "(…)";
    }

    private static CandidSyntaxException mismatch(CandidType type, String found, Token where, String path) {
        return error("Expected " + wanted(type) + ", found " + found + ".", where, path);
    }

    static CandidSyntaxException error(String message, Token where, String path) {
        return new CandidSyntaxException(message, where.start(), where.end(), path);
    }
}
