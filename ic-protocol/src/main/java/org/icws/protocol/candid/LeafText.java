package org.icws.protocol.candid;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.principal.Principals;

/** Values without parts as a person types them into a field of a form. Stateless. */
public final class LeafText {

    private static final String HEX = "0x";

    private LeafText() {}

    /**
     * A value of a type without parts.
     *
     * @param text digits, {@code true} or {@code false}, a principal, or the text itself; digits may have {@code _} or
     *     {@code ,} between them
     * @throws CandidException saying what the type wants
     */
    public static CandidValue read(CandidType.Kind kind, String text) {
        return switch (kind) {
            case NULL -> CandidValue.NULL;
            case RESERVED -> CandidValue.RESERVED;
            case EMPTY -> throw new CandidException("There is no value of the type empty.");
            case BOOL -> bool(text);
            case TEXT -> CandidValue.text(text);
            case PRINCIPAL -> principal(text);
            case FLOAT32, FLOAT64 -> real(kind, text);
            default -> whole(kind, text);
        };
    }

    /** A blob: hexadecimal digits after {@code 0x}, else the text's bytes in UTF-8. */
    public static CandidValue readBlob(String text) {
        if (!text.startsWith(HEX)) {
            return CandidValue.blob(text.getBytes(StandardCharsets.UTF_8));
        }
        try {
            return CandidValue.blob(
                    HexFormat.of().parseHex(text.substring(HEX.length()).replaceAll("[\\s_]", "")));
        } catch (IllegalArgumentException e) {
            throw new CandidException("Behind 0x stand hexadecimal digits, two for each byte.");
        }
    }

    /** The text that {@link #read} or {@link #readBlob} takes for a value without parts. */
    public static String write(CandidValue value) {
        if (value instanceof CandidValue.Text text) {
            return text.value();
        }
        if (value instanceof CandidValue.Bool bool) {
            return Boolean.toString(bool.value());
        }
        if (value instanceof CandidValue.PrincipalValue principal) {
            return principal.principal().toString();
        }
        if (value instanceof CandidValue.Float32 number) {
            return Float.toString(number.value());
        }
        if (value instanceof CandidValue.Float64 number) {
            return Double.toString(number.value());
        }
        if (value instanceof CandidValue.Blob blob) {
            return HEX + HexFormat.of().formatHex(blob.bytes());
        }
        if (value instanceof CandidValue.NullValue || value instanceof CandidValue.Reserved) {
            return "null";
        }
        return value.asBigInteger().toString();
    }

    private static CandidValue bool(String text) {
        String word = text.trim();
        if (word.equals("true") || word.equals("false")) {
            return CandidValue.bool(word.equals("true"));
        }
        throw new CandidException("bool is true or false.");
    }

    static CandidValue principal(String text) {
        try {
            return CandidValue.principal(Principals.parse(text.trim()));
        } catch (ProtocolException e) {
            throw new CandidException("This is not a principal. " + e.getMessage(), e);
        }
    }

    private static CandidValue real(CandidType.Kind kind, String text) {
        String digits = plain(text).toLowerCase(Locale.ROOT);
        double number;
        try {
            number = switch (digits) {
                case "nan" -> Double.NaN;
                case "inf", "+inf", "infinity" -> Double.POSITIVE_INFINITY;
                case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
                default -> new BigDecimal(digits).doubleValue();
            };
        } catch (NumberFormatException e) {
            throw new CandidException(kind.typeName() + " is a number such as 3.25 or 1e-6.");
        }
        return kind == CandidType.Kind.FLOAT32
                ? new CandidValue.Float32((float) number)
                : new CandidValue.Float64(number);
    }

    private static CandidValue whole(CandidType.Kind kind, String text) {
        BigInteger number = digits(kind, plain(text));
        if (kind == CandidType.Kind.INT) {
            return CandidValue.integer(number);
        }
        if (kind == CandidType.Kind.NAT) {
            if (number.signum() < 0) {
                throw new CandidException("nat is a whole number of 0 or more.");
            }
            return CandidValue.nat(number);
        }
        CandidValue.FixedKind fixed = TypeCode.fixedKind(kind.code());
        if (number.compareTo(least(fixed)) < 0 || number.compareTo(greatest(fixed)) > 0) {
            throw new CandidException(String.format(
                    Locale.ROOT, "%s is from %,d to %,d.", kind.typeName(), least(fixed), greatest(fixed)));
        }
        return new CandidValue.Fixed(fixed, number.longValue());
    }

    private static BigInteger digits(CandidType.Kind kind, String text) {
        try {
            int sign = text.startsWith("-") ? -1 : 1;
            String digits = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
            BigInteger number =
                    digits.startsWith(HEX) ? new BigInteger(digits.substring(2), 16) : new BigInteger(digits);
            if (number.signum() < 0) {
                throw new NumberFormatException("two signs");
            }
            return sign < 0 ? number.negate() : number;
        } catch (NumberFormatException e) {
            throw new CandidException(kind.typeName() + " is a whole number.");
        }
    }

    static BigInteger least(CandidValue.FixedKind kind) {
        return kind.signed()
                ? BigInteger.ONE.shiftLeft(kind.bytes() * Byte.SIZE - 1).negate()
                : BigInteger.ZERO;
    }

    static BigInteger greatest(CandidValue.FixedKind kind) {
        int bits = kind.bytes() * Byte.SIZE - (kind.signed() ? 1 : 0);
        return BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
    }

    private static String plain(String text) {
        return text.trim().replace("_", "").replace(",", "");
    }
}
