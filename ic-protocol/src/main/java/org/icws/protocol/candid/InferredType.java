package org.icws.protocol.candid;

import java.util.Map;
import java.util.TreeMap;

/**
 * The narrowest type of a value, as far as values tell: a vec without elements is a vec of empty, a variant has only the
 * cases that occur. Receivers accept these as subtypes of what they expect.
 *
 * @param code the opcode
 * @param parts fields and cases by id; the element of an opt or vec under 0
 */
record InferredType(int code, Map<Long, InferredType> parts) {

    private static final InferredType EMPTY = new InferredType(TypeCode.EMPTY, Map.of());

    static InferredType of(CandidValue value) {
        if (value instanceof CandidValue.Opt opt) {
            return element(TypeCode.OPT, opt.value() == null ? EMPTY : of(opt.value()));
        }
        if (value instanceof CandidValue.Blob) {
            return element(TypeCode.VEC, primitive(TypeCode.NAT8));
        }
        if (value instanceof CandidValue.Vec vec) {
            return element(
                    TypeCode.VEC, vec.values().stream().map(InferredType::of).reduce(EMPTY, InferredType::merge));
        }
        if (value instanceof CandidValue.Record record) {
            Map<Long, InferredType> parts = new TreeMap<>();
            record.fields().forEach((id, field) -> parts.put(id, of(field)));
            return new InferredType(TypeCode.RECORD, parts);
        }
        if (value instanceof CandidValue.Variant variant) {
            return new InferredType(TypeCode.VARIANT, new TreeMap<>(Map.of(variant.id(), of(variant.value()))));
        }
        return primitive(primitiveCode(value));
    }

    private static int primitiveCode(CandidValue value) {
        if (value instanceof CandidValue.Fixed fixed) {
            return TypeCode.of(fixed.kind());
        }
        if (value instanceof CandidValue.Text) {
            return TypeCode.TEXT;
        }
        if (value instanceof CandidValue.PrincipalValue) {
            return TypeCode.PRINCIPAL;
        }
        if (value instanceof CandidValue.Bool) {
            return TypeCode.BOOL;
        }
        if (value instanceof CandidValue.Nat) {
            return TypeCode.NAT;
        }
        if (value instanceof CandidValue.IntValue) {
            return TypeCode.INT;
        }
        if (value instanceof CandidValue.Float32) {
            return TypeCode.FLOAT32;
        }
        if (value instanceof CandidValue.Float64) {
            return TypeCode.FLOAT64;
        }
        if (value instanceof CandidValue.NullValue) {
            return TypeCode.NULL;
        }
        if (value instanceof CandidValue.Reserved) {
            return TypeCode.RESERVED;
        }
        throw new CandidException("References to a " + value.typeName() + " are decoded, but not encoded.");
    }

    private static InferredType primitive(int code) {
        return new InferredType(code, Map.of());
    }

    private static InferredType element(int code, InferredType type) {
        return new InferredType(code, Map.of(0L, type));
    }

    /** The one element of an opt or vec. */
    InferredType element() {
        return parts.get(0L);
    }

    /** A type that both are subtypes of. */
    private static InferredType merge(InferredType a, InferredType b) {
        if (a.equals(b) || b.code == TypeCode.EMPTY) {
            return a;
        }
        if (a.code == TypeCode.EMPTY) {
            return b;
        }
        boolean sameShape = a.code == b.code
                && (a.code == TypeCode.VARIANT || a.parts.keySet().equals(b.parts.keySet()));
        if (!sameShape || a.parts.isEmpty()) {
            throw new CandidException("The elements of a vec are of different types.");
        }
        Map<Long, InferredType> parts = new TreeMap<>(a.parts);
        b.parts.forEach((id, type) -> parts.merge(id, type, InferredType::merge));
        return new InferredType(a.code, parts);
    }
}
