package org.icws.protocol.candid;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.icws.protocol.candid.CandidLexer.Kind;
import org.icws.protocol.candid.CandidLexer.Token;

/** Reads one interface description. One use only. Source: the Candid specification, "Core Grammar". */
final class InterfaceParser {

    private static final long MAX_ID = 0xffff_ffffL;

    private final CandidType.Definitions definitions = new CandidType.Definitions();
    private final Map<String, CandidType> types = new LinkedHashMap<>();
    private final Map<String, Token> references = new LinkedHashMap<>();
    private final TokenCursor in;
    private int depth;

    InterfaceParser(String did) {
        in = new TokenCursor(did);
    }

    CandidInterface parse() {
        List<CandidType> init = List.of();
        CandidType service = new CandidType.Service(Map.of());
        while (in.is("type") || in.is("import")) {
            definition();
        }
        if (in.take("service")) {
            if (in.token().kind() == Kind.WORD) {
                in.advance();
            }
            expect(":");
            if (in.is("(")) {
                init = tuple();
                expect("->");
            }
            service = in.is("{") ? actor() : type();
            in.take(";");
        }
        if (in.token().kind() != Kind.END) {
            throw error("Expected \"type\" or \"service\", found " + in.token().shown() + ".");
        }
        checkReferences();
        return new CandidInterface(types, init, methods(service));
    }

    /** Service and methods may be declared by the names of their types. */
    private static Map<String, CandidType.Func> methods(CandidType declared) {
        if (!(declared.resolved() instanceof CandidType.Service service)) {
            throw new CandidException("The service is declared as something that is no service.");
        }
        Map<String, CandidType.Func> methods = new LinkedHashMap<>();
        service.methods().forEach((name, type) -> {
            if (!(type.resolved() instanceof CandidType.Func func)) {
                throw new CandidException("The method \"" + name + "\" is not a function.");
            }
            methods.put(name, func);
        });
        return methods;
    }

    private void definition() {
        if (in.is("import")) {
            throw error("Imports cannot be followed; paste the imported types in their place.");
        }
        in.advance();
        Token name = word("the name of a type");
        if (definitions.contains(name.text())) {
            throw error("The type \"" + name.text() + "\" is declared twice.", name);
        }
        expect("=");
        CandidType type = type();
        definitions.put(name.text(), type);
        types.put(name.text(), type);
        if (!in.take(";") && in.token().kind() != Kind.END && !in.is("service")) {
            throw error("Expected \";\" after a type, found " + in.token().shown() + ".");
        }
    }

    private void checkReferences() {
        references.forEach((name, where) -> {
            if (!definitions.contains(name)) {
                throw error("The type \"" + name + "\" is not declared.", where);
            }
        });
        types.values().forEach(CandidType::resolved);
    }

    private CandidType type() {
        if (++depth > CandidDecoder.MAX_DEPTH) {
            throw error("The type is nested deeper than " + CandidDecoder.MAX_DEPTH + " levels.");
        }
        Token name = word("a type");
        CandidType type =
                switch (name.text()) {
                    case "opt" -> new CandidType.Opt(type());
                    case "vec" -> new CandidType.Vec(type());
                    case "blob" -> new CandidType.Vec(CandidType.of(CandidType.Kind.NAT8));
                    case "record" -> new CandidType.Record(fields(true));
                    case "variant" -> new CandidType.Variant(fields(false));
                    case "func" -> func();
                    case "service" -> actor();
                    default -> named(name);
                };
        depth--;
        return type;
    }

    private CandidType named(Token name) {
        return CandidType.Kind.named(name.text()).map(CandidType::of).orElseGet(() -> {
            references.putIfAbsent(name.text(), name);
            return new CandidType.Named(name.text(), definitions);
        });
    }

    private List<CandidType.Field> fields(boolean ofRecord) {
        List<CandidType.Field> fields = new ArrayList<>();
        Set<Long> ids = new HashSet<>();
        expect("{");
        long nextId = 0;
        while (!in.take("}")) {
            Token where = in.token();
            CandidType.Field field = field(ofRecord, nextId);
            if (!ids.add(field.id())) {
                throw error("\"" + field.label() + "\" is there twice, by its name or by its hash.", where);
            }
            fields.add(field);
            nextId = field.id() + 1;
            in.separator(CandidPath.ROOT);
        }
        return fields;
    }

    private CandidType.Field field(boolean ofRecord, long nextId) {
        Token first = in.token();
        if (first.kind() == Kind.NUMBER) {
            in.advance();
            long id = id(first);
            return new CandidType.Field(null, id, in.take(":") ? type() : nothing());
        }
        if (first.kind() != Kind.STRING && first.kind() != Kind.WORD) {
            throw error("Expected a field or \"}\", found " + first.shown() + ".");
        }
        if (first.kind() == Kind.STRING || !ofRecord || !isTypeOnly()) {
            in.advance();
            return CandidType.Field.named(name(first), in.take(":") ? type() : nothing());
        }
        return new CandidType.Field(null, nextId, type());
    }

    /** In a record, a word that no colon follows is the type of a field that has only a place. */
    private boolean isTypeOnly() {
        return !in.nextIs(":");
    }

    private long id(Token number) {
        try {
            long id = Long.decode(number.text().replace("_", ""));
            if (id >= 0 && id <= MAX_ID) {
                return id;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw error("A field's number is from 0 to 4,294,967,295.", number);
    }

    private static String name(Token token) {
        if (token.text() == null) {
            throw error("A name is text; these bytes are not UTF-8.", token);
        }
        return token.text();
    }

    private static CandidType nothing() {
        return CandidType.of(CandidType.Kind.NULL);
    }

    private CandidType.Func func() {
        List<CandidType> arguments = tuple();
        expect("->");
        List<CandidType> results = tuple();
        Set<String> modes = new TreeSet<>();
        while (in.is("query") || in.is("composite_query") || in.is("oneway")) {
            modes.add(in.token().text());
            in.advance();
        }
        return new CandidType.Func(arguments, results, modes);
    }

    /** Types in brackets; each may be given a name, which means nothing. */
    private List<CandidType> tuple() {
        List<CandidType> all = new ArrayList<>();
        expect("(");
        while (!in.take(")")) {
            if (in.token().kind() == Kind.STRING || isArgumentName()) {
                in.advance();
                expect(":");
            }
            all.add(type());
            in.comma(CandidPath.ROOT);
        }
        return all;
    }

    private boolean isArgumentName() {
        return in.token().kind() == Kind.WORD && !isTypeOnly();
    }

    private CandidType.Service actor() {
        Map<String, CandidType> declared = new LinkedHashMap<>();
        expect("{");
        while (!in.take("}")) {
            Token name = in.token();
            if (name.kind() != Kind.WORD && name.kind() != Kind.STRING) {
                throw error("Expected a method or \"}\", found " + name.shown() + ".");
            }
            in.advance();
            expect(":");
            CandidType type = in.is("(") ? func() : type();
            declared.put(name(name), type);
            in.separator(CandidPath.ROOT);
        }
        return new CandidType.Service(declared);
    }

    private Token word(String what) {
        Token found = in.token();
        if (found.kind() != Kind.WORD) {
            throw error("Expected " + what + ", found " + found.shown() + ".");
        }
        in.advance();
        return found;
    }

    private void expect(String sign) {
        in.expect(sign, CandidPath.ROOT);
    }

    private CandidSyntaxException error(String message) {
        return error(message, in.token());
    }

    private static CandidSyntaxException error(String message, Token where) {
        return TokenCursor.error(message, where, CandidPath.ROOT);
    }
}
