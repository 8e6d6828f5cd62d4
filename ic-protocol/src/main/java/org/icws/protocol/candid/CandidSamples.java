package org.icws.protocol.candid;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.icws.protocol.principal.Principals;

/** Values of a type that nobody has written yet: an empty one to start from, and random ones. Stateless. */
public final class CandidSamples {

    private static final int SHALLOW = 4;
    private static final int MOST_ELEMENTS = 3;
    private static final int MOST_BYTES = 12;

    /** The last byte of the ids that a network gives to canisters. */
    private static final byte OPAQUE = 1;

    private static final String[] WORDS = {
        "alpha", "breeze", "canyon", "delta", "ember", "fjord", "grove", "harbour", "iris", "juniper", "kelp", "lumen"
    };

    private CandidSamples() {}

    /**
     * The plainest value: zeros, empty texts, absent opts, first cases.
     *
     * @throws CandidException if the type has no finite value
     */
    public static CandidValue plain(CandidType type) {
        return make(type, null, 0);
    }

    /**
     * A random value; the same seed gives the same one.
     *
     * @throws CandidException if the type has no finite value
     */
    public static CandidValue random(CandidType type, long seed) {
        return make(type, new Random(seed), 0);
    }

    private static CandidValue make(CandidType declared, Random random, int depth) {
        if (depth > CandidDecoder.MAX_DEPTH) {
            throw new CandidException("The type " + declared.summary() + " has no finite value.");
        }
        CandidType type = declared.resolved();
        boolean deep = depth > SHALLOW;
        if (type instanceof CandidType.Record record) {
            Map<Long, CandidValue> fields = new TreeMap<>();
            record.fields().forEach(f -> fields.put(f.id(), make(f.type(), random, depth + 1)));
            return new CandidValue.Record(Collections.unmodifiableMap(fields));
        }
        if (type instanceof CandidType.Variant variant) {
            return variant(variant, random, depth);
        }
        if (type instanceof CandidType.Opt opt) {
            boolean there = random != null && !deep && random.nextBoolean();
            return there ? CandidValue.some(make(opt.element(), random, depth + 1)) : CandidValue.none();
        }
        if (type instanceof CandidType.Vec vec) {
            return vec(vec, random, depth);
        }
        if (type instanceof CandidType.Func) {
            return new CandidValue.Func(Principals.ANONYMOUS, "method");
        }
        if (type instanceof CandidType.Service) {
            return new CandidValue.Service(Principals.ANONYMOUS);
        }
        return leaf(((CandidType.Primitive) type).kind(), random);
    }

    /** Deep inside, a case without further variants is chosen if there is one, so that lists come to an end. */
    private static CandidValue variant(CandidType.Variant type, Random random, int depth) {
        List<CandidType.Field> cases = type.cases();
        if (cases.isEmpty()) {
            throw new CandidException("There is no value of a variant without cases.");
        }
        CandidType.Field chosen = random == null || depth > SHALLOW
                ? cases.stream().filter(c -> isLeaf(c.type())).findFirst().orElse(cases.get(0))
                : cases.get(random.nextInt(cases.size()));
        if (random == null && depth <= SHALLOW) {
            chosen = cases.get(0);
        }
        return new CandidValue.Variant(chosen.id(), make(chosen.type(), random, depth + 1));
    }

    private static boolean isLeaf(CandidType type) {
        return type.resolved() instanceof CandidType.Primitive;
    }

    private static CandidValue vec(CandidType.Vec type, Random random, int depth) {
        if (type.isBlob()) {
            byte[] bytes = new byte[random == null ? 0 : random.nextInt(MOST_BYTES + 1)];
            if (random != null) {
                random.nextBytes(bytes);
            }
            return CandidValue.blob(bytes);
        }
        List<CandidValue> elements = new ArrayList<>();
        int count = random == null || depth > SHALLOW ? 0 : random.nextInt(MOST_ELEMENTS + 1);
        for (int i = 0; i < count; i++) {
            elements.add(make(type.element(), random, depth + 1));
        }
        return new CandidValue.Vec(elements);
    }

    private static CandidValue leaf(CandidType.Kind kind, Random random) {
        return switch (kind) {
            case NULL -> CandidValue.NULL;
            case RESERVED -> CandidValue.RESERVED;
            case BOOL -> CandidValue.bool(random != null && random.nextBoolean());
            case TEXT -> CandidValue.text(random == null ? "" : words(random));
            case PRINCIPAL -> CandidValue.principal(random == null ? Principals.ANONYMOUS : principal(random));
            case FLOAT32 -> new CandidValue.Float32(random == null ? 0 : random.nextInt(2_000) / 8f);
            case FLOAT64 -> new CandidValue.Float64(random == null ? 0 : random.nextInt(2_000_000) / 64.0);
            case EMPTY -> throw new CandidException("There is no value of the type empty.");
            case NAT -> CandidValue.nat(random == null ? BigInteger.ZERO : new BigInteger(40, random));
            case INT ->
                CandidValue.integer(
                        random == null
                                ? BigInteger.ZERO
                                : new BigInteger(40, random).subtract(BigInteger.ONE.shiftLeft(39)));
            default -> fixed(TypeCode.fixedKind(kind.code()), random);
        };
    }

    private static CandidValue fixed(CandidValue.FixedKind kind, Random random) {
        if (random == null) {
            return new CandidValue.Fixed(kind, 0);
        }
        BigInteger span = LeafText.greatest(kind).subtract(LeafText.least(kind)).add(BigInteger.ONE);
        BigInteger drawn = new BigInteger(kind.bytes() * Byte.SIZE, random).mod(span);
        return new CandidValue.Fixed(kind, drawn.add(LeafText.least(kind)).longValue());
    }

    private static String words(Random random) {
        StringBuilder text = new StringBuilder(WORDS[random.nextInt(WORDS.length)]);
        for (int i = random.nextInt(3); i > 0; i--) {
            text.append(' ').append(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.toString();
    }

    private static org.ic4j.types.Principal principal(Random random) {
        byte[] bytes = new byte[10];
        random.nextBytes(bytes);
        bytes[bytes.length - 1] = OPAQUE;
        return Principals.of(bytes);
    }
}
