package org.icws.protocol.candid;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ic4j.types.Principal;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.principal.Principals;

/**
 * Decodes Candid messages by the types they declare themselves, without subtyping.
 *
 * <p>Made for bytes from strangers: every length is checked against what is left, and the work is bounded by a number of
 * values and a depth, because a few bytes can declare billions of values that take no bytes. Source: the Candid
 * specification, "Binary format". Stateless.
 */
public final class CandidDecoder {

    /** The most values of a message unless told otherwise; a blob or text counts as one. */
    public static final int DEFAULT_MAX_VALUES = 1_000_000;

    /** The deepest nesting. */
    public static final int MAX_DEPTH = 200;

    private static final int INITIAL_CAPACITY = 64;

    private final ByteReader in;
    private final int maxValues;
    private TypeTable types;
    private int values;
    private int depth;

    private CandidDecoder(byte[] message, int maxValues) {
        this.in = new ByteReader(message);
        this.maxValues = maxValues;
    }

    /**
     * The values of a message.
     *
     * @throws CandidException when it is not Candid, or too large
     */
    public static List<CandidValue> decode(byte[] message) {
        return decode(message, DEFAULT_MAX_VALUES);
    }

    /** The same with another bound on the number of values, those inside others counted too. */
    public static List<CandidValue> decode(byte[] message, int maxValues) {
        return new CandidDecoder(message, maxValues).message();
    }

    private List<CandidValue> message() {
        for (byte expected : TypeCode.MAGIC) {
            if (in.remaining() == 0 || in.next() != expected) {
                throw new CandidException("The message does not start with DIDL.");
            }
        }
        types = TypeTable.read(in);
        int[] arguments = new int[in.count()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = types.readReference();
        }
        List<CandidValue> decoded = new ArrayList<>(arguments.length);
        for (int argument : arguments) {
            decoded.add(value(argument));
        }
        if (in.remaining() > 0) {
            throw new CandidException(in.remaining() + " bytes follow the message's last value.");
        }
        return Collections.unmodifiableList(decoded);
    }

    private CandidValue value(int type) {
        if (++values > maxValues) {
            throw new CandidException("The message has more than " + maxValues + " values.");
        }
        return type < 0 ? primitive(type) : composite(types.get(type));
    }

    private CandidValue primitive(int type) {
        return switch (type) {
            case TypeCode.NULL -> CandidValue.NULL;
            case TypeCode.BOOL -> bool();
            case TypeCode.NAT -> new CandidValue.Nat(in.nat());
            case TypeCode.INT -> new CandidValue.IntValue(in.integer());
            case TypeCode.FLOAT32 -> new CandidValue.Float32(Float.intBitsToFloat((int) in.littleEndian(4)));
            case TypeCode.FLOAT64 -> new CandidValue.Float64(Double.longBitsToDouble(in.littleEndian(8)));
            case TypeCode.TEXT -> new CandidValue.Text(in.text());
            case TypeCode.RESERVED -> CandidValue.RESERVED;
            case TypeCode.EMPTY -> throw new CandidException("The message has a value of the type empty.");
            case TypeCode.PRINCIPAL -> new CandidValue.PrincipalValue(principal());
            default -> fixed(TypeCode.fixedKind(type));
        };
    }

    private CandidValue bool() {
        int flag = in.next();
        if (flag > 1) {
            throw new CandidException("A bool is neither 0 nor 1.");
        }
        return new CandidValue.Bool(flag == 1);
    }

    private CandidValue fixed(CandidValue.FixedKind kind) {
        long bits = in.littleEndian(kind.bytes());
        int unused = kind.signed() ? Long.SIZE - kind.bytes() * Byte.SIZE : 0;
        return new CandidValue.Fixed(kind, bits << unused >> unused);
    }

    private Principal principal() {
        if (in.next() != 1) {
            throw new CandidException("A principal is opaque.");
        }
        try {
            return Principals.of(in.take(in.count()));
        } catch (CandidException e) {
            throw e;
        } catch (ProtocolException e) {
            throw new CandidException(e.getMessage(), e);
        }
    }

    private CandidValue composite(TypeTable.Type type) {
        if (++depth > MAX_DEPTH) {
            throw new CandidException("The message is nested deeper than " + MAX_DEPTH + " levels.");
        }
        CandidValue value =
                switch (type.code()) {
                    case TypeCode.OPT -> opt(type.parts()[0]);
                    case TypeCode.VEC -> vec(type.parts()[0]);
                    case TypeCode.RECORD -> record(type);
                    case TypeCode.VARIANT -> variant(type);
                    case TypeCode.FUNC -> func();
                    case TypeCode.SERVICE -> service();
                    default -> future();
                };
        depth--;
        return value;
    }

    private CandidValue opt(int type) {
        return switch (in.next()) {
            case 0 -> new CandidValue.Opt(null);
            case 1 -> new CandidValue.Opt(value(type));
            default -> throw new CandidException("An opt is neither there nor absent.");
        };
    }

    private CandidValue vec(int type) {
        if (type == TypeCode.NAT8) {
            return new CandidValue.Blob(in.take(in.count()));
        }
        // Elements may take no bytes at all, so only the bound on values limits their number.
        long count = in.unsigned();
        if (count > maxValues) {
            throw new CandidException("A vec has " + count + " elements; at most " + maxValues + " are read.");
        }
        List<CandidValue> elements = new ArrayList<>((int) Math.min(count, INITIAL_CAPACITY));
        for (long i = 0; i < count; i++) {
            elements.add(value(type));
        }
        return new CandidValue.Vec(elements);
    }

    private CandidValue record(TypeTable.Type type) {
        Long[] ids = type.ids();
        Map<Long, CandidValue> fields = new LinkedHashMap<>(ids.length * 4 / 3 + 1);
        for (int i = 0; i < ids.length; i++) {
            fields.put(ids[i], value(type.parts()[i]));
        }
        return new CandidValue.Record(Collections.unmodifiableMap(fields));
    }

    private CandidValue variant(TypeTable.Type type) {
        long index = in.unsigned();
        if (index >= type.ids().length) {
            throw new CandidException("A variant has no case number " + index + ".");
        }
        return new CandidValue.Variant(type.ids()[(int) index], value(type.parts()[(int) index]));
    }

    private CandidValue func() {
        if (in.next() == 0) {
            return new CandidValue.Func(null, null);
        }
        CandidValue.Service service = service();
        return new CandidValue.Func(service.principal(), in.text());
    }

    private CandidValue.Service service() {
        if (in.next() == 0) {
            return new CandidValue.Service(null);
        }
        try {
            return new CandidValue.Service(Principals.of(in.take(in.count())));
        } catch (CandidException e) {
            throw e;
        } catch (ProtocolException e) {
            throw new CandidException(e.getMessage(), e);
        }
    }

    /** A value of a type this decoder does not know says how many bytes it takes, so that it can be stepped over. */
    private CandidValue future() {
        int bytes = in.count();
        if (in.unsigned() != 0) {
            throw new CandidException("The message has references of an unknown type.");
        }
        in.take(bytes);
        return CandidValue.RESERVED;
    }
}
