package org.icws.protocol.candid;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/**
 * A Candid type as an interface description declares it, with the names of fields. Immutable and thread-safe. Source: the
 * Candid specification, "Types".
 */
public sealed interface CandidType {

    /** The types without parts, called as in the specification. */
    enum Kind {
        NULL(TypeCode.NULL),
        BOOL(TypeCode.BOOL),
        NAT(TypeCode.NAT),
        INT(TypeCode.INT),
        NAT8(TypeCode.NAT8),
        NAT16(TypeCode.NAT16),
        NAT32(TypeCode.NAT32),
        NAT64(TypeCode.NAT64),
        INT8(TypeCode.INT8),
        INT16(TypeCode.INT16),
        INT32(TypeCode.INT32),
        INT64(TypeCode.INT64),
        FLOAT32(TypeCode.FLOAT32),
        FLOAT64(TypeCode.FLOAT64),
        TEXT(TypeCode.TEXT),
        RESERVED(TypeCode.RESERVED),
        EMPTY(TypeCode.EMPTY),
        PRINCIPAL(TypeCode.PRINCIPAL);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        /** The type's name in Candid. */
        public String typeName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The kind with this name in Candid. */
        static Optional<Kind> named(String name) {
            for (Kind kind : values()) {
                if (kind.typeName().equals(name)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    /** A type without parts. */
    record Primitive(Kind kind) implements CandidType {}

    /** {@code opt}. */
    record Opt(CandidType element) implements CandidType {}

    /** {@code vec}. */
    record Vec(CandidType element) implements CandidType {

        /** Whether it is a {@code blob}. */
        public boolean isBlob() {
            return element.resolved() instanceof Primitive p && p.kind() == Kind.NAT8;
        }
    }

    /** {@code record}; fields in the order of their declaration. */
    record Record(List<Field> fields) implements CandidType {
        /** Keeps fields from being changed. */
        public Record {
            fields = List.copyOf(fields);
        }

        /** Whether its fields are numbered 0, 1, … instead of named. */
        public boolean isTuple() {
            for (int i = 0; i < fields.size(); i++) {
                if (fields.get(i).name() != null || fields.get(i).id() != i) {
                    return false;
                }
            }
            return !fields.isEmpty();
        }
    }

    /** {@code variant}; cases in the order of their declaration. */
    record Variant(List<Field> cases) implements CandidType {
        /** Keeps cases from being changed. */
        public Variant {
            cases = List.copyOf(cases);
        }

        /** The case with this id. */
        public Optional<Field> find(long id) {
            return cases.stream().filter(c -> c.id() == id).findFirst();
        }
    }

    /** {@code func}. */
    record Func(List<CandidType> arguments, List<CandidType> results, Set<String> modes) implements CandidType {
        /** Keeps collections from being changed. */
        public Func {
            arguments = List.copyOf(arguments);
            results = List.copyOf(results);
            modes = Set.copyOf(modes);
        }

        /** Whether it can be called as a query. */
        public boolean isQuery() {
            return modes.contains("query") || modes.contains("composite_query");
        }
    }

    /** {@code service}; methods by name in the order of their declaration. */
    record Service(Map<String, CandidType> methods) implements CandidType {
        /** Keeps methods, and their order, from being changed. */
        public Service {
            methods = Collections.unmodifiableMap(new LinkedHashMap<>(methods));
        }
    }

    /** A declared name; types may refer to each other and to themselves. */
    record Named(String name, Definitions definitions) implements CandidType {}

    /**
     * A field of a record or a case of a variant.
     *
     * @param name its name; null when it has only a number
     * @param id the hash of the name, or the number
     */
    record Field(String name, long id, CandidType type) {

        /** A field with a name. */
        public static Field named(String name, CandidType type) {
            return new Field(name, CandidText.hash(name), type);
        }

        /** The name, or the number. */
        public String label() {
            return name == null ? Long.toString(id) : name;
        }
    }

    /** What names stand for. Filled while an interface is read, unchanged after that; compared by identity. */
    final class Definitions {

        private final Map<String, CandidType> types = new HashMap<>();

        void put(String name, CandidType type) {
            types.put(name, type);
        }

        boolean contains(String name) {
            return types.containsKey(name);
        }

        CandidType get(String name) {
            CandidType type = types.get(name);
            if (type == null) {
                throw new CandidException("The type \"" + name + "\" is not declared.");
            }
            return type;
        }
    }

    /** A type without parts. */
    static CandidType of(Kind kind) {
        return new Primitive(kind);
    }

    /** The type itself in place of a name. */
    default CandidType resolved() {
        CandidType type = this;
        for (int steps = 0; type instanceof Named named; steps++) {
            if (steps > CandidDecoder.MAX_DEPTH) {
                throw new CandidException("The type \"" + named.name() + "\" stands only for itself.");
            }
            type = named.definitions().get(named.name());
        }
        return type;
    }

    /** The type in a few words: what it is, not all that it contains. */
    default String summary() {
        if (this instanceof Named named) {
            return named.name();
        }
        if (this instanceof Primitive p) {
            return p.kind().typeName();
        }
        if (this instanceof Opt opt) {
            return "opt " + opt.element().summary();
        }
        if (this instanceof Vec vec) {
            return vec.isBlob() ? "blob" : "vec " + vec.element().summary();
        }
        if (this instanceof Func func) {
            return signature(func.arguments()) + " -> " + signature(func.results());
        }
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** Types in brackets, as before and behind the arrow of a method. */
    static String signature(List<CandidType> types) {
        StringJoiner all = new StringJoiner(", ", "(", ")");
        types.forEach(type -> all.add(type.summary()));
        return all.toString();
    }

    /** The names of all fields and cases inside these types. */
    static FieldNames names(List<CandidType> types) {
        List<String> found = new ArrayList<>();
        Set<CandidType> seen = new HashSet<>();
        types.forEach(type -> collect(type, found, seen));
        return FieldNames.of(found.toArray(String[]::new));
    }

    private static void collect(CandidType type, List<String> found, Set<CandidType> seen) {
        if (type instanceof Named named) {
            if (seen.add(type)) {
                collect(named.resolved(), found, seen);
            }
        } else if (type instanceof Opt opt) {
            collect(opt.element(), found, seen);
        } else if (type instanceof Vec vec) {
            collect(vec.element(), found, seen);
        } else if (type instanceof Record || type instanceof Variant) {
            List<Field> fields = type instanceof Record record ? record.fields() : ((Variant) type).cases();
            for (Field field : fields) {
                if (field.name() != null) {
                    found.add(field.name());
                }
                collect(field.type(), found, seen);
            }
        }
    }
}
