package org.icws.protocol.candid;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@link CandidValue} needs to tell its kinds apart, and to treat its many kinds of numbers alike. */
final class Numbers {

    private static final BigInteger UINT64_MASK = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private Numbers() {}

    static <T extends CandidValue> T as(CandidValue value, Class<T> type, String name) {
        if (!type.isInstance(value)) {
            throw new CandidException("Expected " + name + ", found " + typeName(value) + ".");
        }
        return type.cast(value);
    }

    static long asLong(CandidValue value) {
        if (value instanceof CandidValue.Fixed fixed) {
            return fixed.bits();
        }
        BigInteger big = asBigInteger(value);
        // An unsigned number may use the 64th bit, a signed one keeps it for the sign.
        int bits = value instanceof CandidValue.Nat ? Long.SIZE : Long.SIZE - 1;
        if (big.bitLength() > bits) {
            throw new CandidException("The " + typeName(value) + " does not fit into 64 bits.");
        }
        return big.longValue();
    }

    static BigInteger asBigInteger(CandidValue value) {
        if (value instanceof CandidValue.Nat nat) {
            return nat.value();
        }
        if (value instanceof CandidValue.IntValue number) {
            return number.value();
        }
        if (value instanceof CandidValue.Fixed fixed) {
            BigInteger signed = BigInteger.valueOf(fixed.bits());
            return fixed.kind().signed() ? signed : signed.and(UINT64_MASK);
        }
        throw new CandidException("Expected a whole number, found " + typeName(value) + ".");
    }

    static List<CandidValue> elements(byte[] bytes) {
        List<CandidValue> values = new ArrayList<>(bytes.length);
        for (byte element : bytes) {
            values.add(new CandidValue.Fixed(CandidValue.FixedKind.NAT8, element & 0xff));
        }
        return values;
    }

    static String typeName(CandidValue value) {
        if (value instanceof CandidValue.Fixed fixed) {
            return fixed.kind().typeName();
        }
        String name = value.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        return name.endsWith("value") ? name.substring(0, name.length() - "value".length()) : name;
    }
}
