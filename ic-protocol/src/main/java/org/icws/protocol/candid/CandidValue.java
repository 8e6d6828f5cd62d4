package org.icws.protocol.candid;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ic4j.types.Principal;

/**
 * A Candid value as it is on the wire: fields and cases have ids (hashes of their names), not names.
 *
 * <p>The {@code as…} methods return the value's content or throw a {@link CandidException} that says what is there
 * instead. Immutable; treat arrays as such. Source: the Candid specification.
 */
public sealed interface CandidValue {

    /** {@code null}. */
    record NullValue() implements CandidValue {}

    /** {@code bool}. */
    record Bool(boolean value) implements CandidValue {}

    /** {@code text}. */
    record Text(String value) implements CandidValue {}

    /** {@code vec nat8}. */
    record Blob(byte[] bytes) implements CandidValue {
        @Override
        public boolean equals(Object other) {
            return other instanceof Blob blob && Arrays.equals(bytes, blob.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Blob[" + bytes.length + " bytes]";
        }
    }

    /** {@code principal}. */
    record PrincipalValue(Principal principal) implements CandidValue {}

    /** {@code nat}, of any size. */
    record Nat(BigInteger value) implements CandidValue {}

    /** {@code int}, of any size. */
    record IntValue(BigInteger value) implements CandidValue {}

    /** A number of fixed width; the bits of an unsigned one are not sign-extended, those of a signed one are. */
    record Fixed(FixedKind kind, long bits) implements CandidValue {}

    /** {@code float32}. */
    record Float32(float value) implements CandidValue {}

    /** {@code float64}. */
    record Float64(double value) implements CandidValue {}

    /** {@code opt}; the value is null when there is none. */
    record Opt(CandidValue value) implements CandidValue {}

    /** {@code vec} of anything but nat8. */
    record Vec(List<CandidValue> values) implements CandidValue {
        /** Keeps elements from being changed. */
        public Vec {
            values = List.copyOf(values);
        }
    }

    /** {@code record}, by field id in increasing order. */
    record Record(Map<Long, CandidValue> fields) implements CandidValue {

        /** The field with this name. */
        public CandidValue get(String name) {
            CandidValue value = fields.get(CandidText.hash(name));
            if (value == null) {
                throw new CandidException("The record has no field \"" + name + "\".");
            }
            return value;
        }

        /** The field with this name, if there is one. */
        public Optional<CandidValue> find(String name) {
            return Optional.ofNullable(fields.get(CandidText.hash(name)));
        }
    }

    /** {@code variant}; a case without content holds {@link #NULL}. */
    record Variant(long id, CandidValue value) implements CandidValue {

        /** Whether it is the case with this name. */
        public boolean is(String name) {
            return id == CandidText.hash(name);
        }
    }

    /** {@code func} reference; service and method are null when it is opaque. */
    record Func(Principal service, String method) implements CandidValue {}

    /** {@code service} reference; the principal is null when it is opaque. */
    record Service(Principal principal) implements CandidValue {}

    /** {@code reserved}: a value nobody is meant to read, also one of a type of the future. */
    record Reserved() implements CandidValue {}

    /** The kinds of numbers of fixed width, called as in the specification. */
    enum FixedKind {
        NAT8(1, false),
        NAT16(2, false),
        NAT32(4, false),
        NAT64(8, false),
        INT8(1, true),
        INT16(2, true),
        INT32(4, true),
        INT64(8, true);

        private final int bytes;
        private final boolean signed;

        FixedKind(int bytes, boolean signed) {
            this.bytes = bytes;
            this.signed = signed;
        }

        /** The size on the wire. */
        public int bytes() {
            return bytes;
        }

        /** Whether the highest bit is a sign. */
        public boolean signed() {
            return signed;
        }

        /** The type's name in Candid. */
        public String typeName() {
            return (signed ? "int" : "nat") + bytes * Byte.SIZE;
        }
    }

    /** The one {@code null}. */
    NullValue NULL = new NullValue();

    /** The one reserved value. */
    Reserved RESERVED = new Reserved();

    /** A text. */
    static CandidValue text(String value) {
        return new Text(value);
    }

    /** A bool. */
    static CandidValue bool(boolean value) {
        return new Bool(value);
    }

    /** A {@code vec nat8}; the bytes are not copied. */
    static CandidValue blob(byte[] bytes) {
        return new Blob(bytes);
    }

    /** A principal. */
    static CandidValue principal(Principal principal) {
        return new PrincipalValue(principal);
    }

    /** A nat64 by its 64 bits. */
    static CandidValue nat64(long bits) {
        return new Fixed(FixedKind.NAT64, bits);
    }

    /** A nat32, from 0 to 2^32 - 1. */
    static CandidValue nat32(long value) {
        return new Fixed(FixedKind.NAT32, value);
    }

    /** A nat, from 0 on. */
    static CandidValue nat(long value) {
        return new Nat(BigInteger.valueOf(value));
    }

    /** A nat of any size, from 0 on. */
    static CandidValue nat(BigInteger value) {
        return new Nat(value);
    }

    /** An int of any size. */
    static CandidValue integer(BigInteger value) {
        return new IntValue(value);
    }

    /** An opt with a content. */
    static CandidValue some(CandidValue value) {
        return new Opt(value);
    }

    /** An opt without content. */
    static CandidValue none() {
        return new Opt(null);
    }

    /** A vec of anything but nat8. */
    static CandidValue vec(List<? extends CandidValue> values) {
        return new Vec(List.copyOf(values));
    }

    /** A record from names and values in turn. */
    static Record record(Object... namesAndValues) {
        Map<String, CandidValue> fields = new LinkedHashMap<>();
        for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], (CandidValue) namesAndValues[i + 1]);
        }
        return record(fields);
    }

    /** A record from named values. */
    static Record record(Map<String, ? extends CandidValue> named) {
        Map<Long, CandidValue> fields = new TreeMap<>();
        named.forEach((name, value) -> fields.put(CandidText.hash(name), value));
        return new Record(Collections.unmodifiableMap(fields));
    }

    /** A tuple: a record whose fields are numbered. */
    static Record tuple(CandidValue... values) {
        Map<Long, CandidValue> fields = new TreeMap<>();
        for (int i = 0; i < values.length; i++) {
            fields.put((long) i, values[i]);
        }
        return new Record(Collections.unmodifiableMap(fields));
    }

    /** A variant's case with content. */
    static Variant variant(String name, CandidValue value) {
        return new Variant(CandidText.hash(name), value);
    }

    /** A variant's case without content. */
    static Variant variant(String name) {
        return variant(name, NULL);
    }

    /**
     * The value of a bool.
     *
     * @throws CandidException when it is none
     */
    default boolean asBool() {
        return Numbers.as(this, Bool.class, "bool").value();
    }

    /**
     * The value of a text.
     *
     * @throws CandidException when it is none
     */
    default String asText() {
        return Numbers.as(this, Text.class, "text").value();
    }

    /** The bytes of a {@code vec nat8}; a vec without elements counts as one. */
    default byte[] asBlob() {
        if (this instanceof Vec vec && vec.values().isEmpty()) {
            return new byte[0];
        }
        return Numbers.as(this, Blob.class, "blob").bytes();
    }

    /**
     * The value of a principal.
     *
     * @throws CandidException when it is none
     */
    default Principal asPrincipal() {
        return Numbers.as(this, PrincipalValue.class, "principal").principal();
    }

    /**
     * This as a record.
     *
     * @throws CandidException when it is none
     */
    default Record asRecord() {
        return Numbers.as(this, Record.class, "record");
    }

    /**
     * This as a variant.
     *
     * @throws CandidException when it is none
     */
    default Variant asVariant() {
        return Numbers.as(this, Variant.class, "variant");
    }

    /** The elements of a vec. */
    default List<CandidValue> asList() {
        if (this instanceof Blob blob) {
            return Numbers.elements(blob.bytes());
        }
        return Numbers.as(this, Vec.class, "vec").values();
    }

    /** The content of an opt; a null counts as an empty one. */
    default Optional<CandidValue> asOptional() {
        if (this instanceof NullValue || this instanceof Reserved) {
            return Optional.empty();
        }
        return Optional.ofNullable(Numbers.as(this, Opt.class, "opt").value());
    }

    /**
     * A whole number of at most 64 bits: a nat64 above 2^63 - 1 as its bits, that is negative.
     *
     * @throws CandidException when it is no whole number, or a nat or int that does not fit
     */
    default long asLong() {
        return Numbers.asLong(this);
    }

    /** A whole number of any kind. */
    default BigInteger asBigInteger() {
        return Numbers.asBigInteger(this);
    }

    /** The kind of this value in Candid's words, for messages. */
    default String typeName() {
        return Numbers.typeName(this);
    }
}
