package org.icws.protocol.candid;

import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidLexer.Kind;
import org.icws.protocol.candid.CandidLexer.Token;

/**
 * Reads values that have no parts, after their first token was taken: numbers, texts, blobs, principals and references. A
 * type of null stands for one that is not known.
 */
final class LeafParser {

    private final TokenCursor in;

    LeafParser(TokenCursor in) {
        this.in = in;
    }

    /** The word null. */
    CandidValue nothing(CandidType type, Token first, String path) {
        if (type instanceof CandidType.Primitive p && p.kind() == CandidType.Kind.RESERVED) {
            return CandidValue.RESERVED;
        }
        return leaf(type, CandidType.Kind.NULL, first, path);
    }

    CandidValue number(CandidType type, Token first, String path) {
        if (type == null) {
            // The annotation, if there is one, says what number it is.
            CandidType.Kind kind = first.text().matches("[+-]?\\d[\\d_]*|[+-]?0x[0-9a-fA-F_]+")
                    ? CandidType.Kind.INT
                    : CandidType.Kind.FLOAT64;
            if (in.is(":")) {
                in.advance();
                Token name = in.token();
                kind = CandidType.Kind.named(name.text())
                        .orElseThrow(
                                () -> TokenCursor.error("\"" + name.text() + "\" is no type of numbers.", name, path));
                in.advance();
            }
            return read(kind, first.text(), first, path);
        }
        if (type instanceof CandidType.Primitive p && isNumber(p.kind())) {
            return read(p.kind(), first.text(), first, path);
        }
        throw TypeWords.mismatch(type, "a number", first, path);
    }

    static boolean isNumber(CandidType.Kind kind) {
        return kind.code() <= TypeCode.NAT && kind.code() >= TypeCode.FLOAT64;
    }

    private static CandidValue read(CandidType.Kind kind, String text, Token where, String path) {
        try {
            return LeafText.read(kind, text);
        } catch (CandidSyntaxException e) {
            throw e;
        } catch (CandidException e) {
            throw TokenCursor.error(e.getMessage(), where, path);
        }
    }

    /** A word or number of a kind that its first token tells. */
    CandidValue leaf(CandidType type, CandidType.Kind kind, Token first, String path) {
        boolean real = kind == CandidType.Kind.FLOAT64
                && type instanceof CandidType.Primitive p
                && p.kind() == CandidType.Kind.FLOAT32;
        if (type != null && !real && !type.equals(CandidType.of(kind))) {
            throw TypeWords.mismatch(type, first.shown(), first, path);
        }
        return read(real ? CandidType.Kind.FLOAT32 : kind, first.text(), first, path);
    }

    CandidValue string(CandidType type, Token first, String path) {
        if (type instanceof CandidType.Vec vec && vec.isBlob()) {
            throw TokenCursor.error("A blob is written blob \"…\".", first, path);
        }
        if (type != null && !type.equals(CandidType.of(CandidType.Kind.TEXT))) {
            throw TypeWords.mismatch(type, "a text", first, path);
        }
        if (first.text() == null) {
            throw TokenCursor.error("A text is UTF-8; bytes that are not are written blob \"…\".", first, path);
        }
        return CandidValue.text(first.text());
    }

    CandidValue blob(CandidType type, Token first, String path) {
        if (type != null && !(type instanceof CandidType.Vec vec && vec.isBlob())) {
            throw TypeWords.mismatch(type, "a blob", first, path);
        }
        return CandidValue.blob(quoted("blob", path).bytes());
    }

    CandidValue principal(CandidType type, Token first, String path) {
        if (type != null && !type.equals(CandidType.of(CandidType.Kind.PRINCIPAL))) {
            throw TypeWords.mismatch(type, "a principal", first, path);
        }
        return CandidValue.principal(principal("principal", path));
    }

    private Principal principal(String word, String path) {
        Token text = quoted(word, path);
        return ((CandidValue.PrincipalValue) read(CandidType.Kind.PRINCIPAL, String.valueOf(text.text()), text, path))
                .principal();
    }

    CandidValue service(CandidType type, Token first, String path) {
        if (type != null && !(type instanceof CandidType.Service)) {
            throw TypeWords.mismatch(type, "a service", first, path);
        }
        return new CandidValue.Service(principal("service", path));
    }

    CandidValue func(CandidType type, Token first, String path) {
        if (type != null && !(type instanceof CandidType.Func)) {
            throw TypeWords.mismatch(type, "a func", first, path);
        }
        Principal service = principal("func", path);
        in.expect(".", path);
        return new CandidValue.Func(service, label(path).text());
    }

    private Token quoted(String before, String path) {
        Token text = in.token();
        if (text.kind() != Kind.STRING) {
            throw TokenCursor.error("Expected " + before + " \"…\", found " + text.shown() + ".", text, path);
        }
        in.advance();
        return text;
    }

    private Token label(String path) {
        Token name = in.token();
        if (name.kind() != Kind.WORD && name.kind() != Kind.STRING) {
            throw TokenCursor.error("Expected a name, found " + name.shown() + ".", name, path);
        }
        in.advance();
        return name;
    }
}
