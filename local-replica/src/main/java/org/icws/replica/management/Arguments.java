package org.icws.replica.management;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidDecoder;
import org.icws.protocol.candid.CandidException;
import org.icws.protocol.candid.CandidValue;
import org.icws.replica.execution.CanisterFault;
import org.icws.replica.execution.ErrorCode;
import org.icws.replica.state.Canister;

/**
 * The record a management method is called with. It is read as Candid's subtyping wants it: unknown fields are ignored, missing
 * optional ones are absent.
 */
final class Arguments {
    private static final int MAX_VALUES = 200_000;
    private static final BigInteger MAX_64 = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private final CandidValue.Record record;

    private Arguments(CandidValue.Record record) {
        this.record = record;
    }

    /**
     * @param argument Candid bytes
     * @throws CanisterFault they are no record
     */
    static Arguments decode(byte[] argument) {
        return reading(() -> {
            List<CandidValue> values = CandidDecoder.decode(argument, MAX_VALUES);
            return new Arguments(
                    values.isEmpty()
                            ? new CandidValue.Record(new TreeMap<>())
                            : values.get(0).asRecord());
        });
    }

    /** Reads values, for as long as they are as expected. */
    interface Reading<T> {
        T read();
    }

    /** @throws CanisterFault a value is not of the type that is read */
    static <T> T reading(Reading<T> reading) {
        try {
            return reading.read();
        } catch (CandidException | ArithmeticException | IllegalArgumentException e) {
            throw unreadable(e.getMessage());
        }
    }

    static CanisterFault unreadable(String why) {
        return new CanisterFault(ErrorCode.ARGUMENT_UNREADABLE, "Error decoding candid: " + why);
    }

    private CandidValue required(String name) {
        return record.find(name).orElseThrow(() -> unreadable("the argument has no field \"" + name + "\""));
    }

    /** A field that may be missing, whether or not it is written as an opt. */
    private Optional<CandidValue> present(String name) {
        return record.find(name).flatMap(value -> {
            if (value instanceof CandidValue.Opt opt) {
                return Optional.ofNullable(opt.value());
            }
            boolean nothing = value instanceof CandidValue.NullValue || value instanceof CandidValue.Reserved;
            return nothing ? Optional.empty() : Optional.of(value);
        });
    }

    <T> Optional<T> optional(String name, Function<CandidValue, T> reader) {
        return reading(() -> present(name).map(reader));
    }

    Optional<Arguments> optionalRecord(String name) {
        return optional(name, value -> new Arguments(value.asRecord()));
    }

    Principal principal(String name) {
        return reading(() -> required(name).asPrincipal());
    }

    Optional<Principal> optionalPrincipal(String name) {
        return optional(name, CandidValue::asPrincipal);
    }

    byte[] blob(String name) {
        return reading(() -> required(name).asBlob());
    }

    Optional<byte[]> optionalBlob(String name) {
        return optional(name, CandidValue::asBlob);
    }

    String text(String name) {
        return reading(() -> required(name).asText());
    }

    BigInteger nat(String name) {
        return reading(() -> natural(required(name)));
    }

    Optional<BigInteger> optionalNat(String name) {
        return optional(name, Arguments::natural);
    }

    /** An amount of cycles, which has 128 bits. */
    Optional<BigInteger> optionalCycles(String name) {
        Optional<BigInteger> amount = optionalNat(name);
        if (amount.isPresent() && amount.get().bitLength() > Canister.CYCLES_BITS) {
            throw unreadable(name + " is more cycles than fit into " + Canister.CYCLES_BITS + " bits");
        }
        return amount;
    }

    private static BigInteger natural(CandidValue value) {
        BigInteger number = value.asBigInteger();
        if (number.signum() < 0) {
            throw new CandidException("Expected a natural number, found " + number + ".");
        }
        return number;
    }

    /** A nat64 that may be missing; larger numbers than fit count as the largest. */
    Optional<Long> optionalNat64(String name) {
        return optionalNat(name).map(number -> number.min(MAX_64).longValue());
    }

    boolean flag(String name) {
        return optional(name, CandidValue::asBool).orElse(false);
    }

    CandidValue.Variant variant(String name) {
        return reading(() -> required(name).asVariant());
    }

    /** A variant that may be missing; as Candid's subtyping wants it, an alternative that is not known is missing too. */
    Optional<CandidValue.Variant> optionalVariant(String name, String... known) {
        return optional(name, CandidValue::asVariant)
                .filter(variant -> Arrays.stream(known).anyMatch(variant::is));
    }

    /** The records of a vec. */
    List<Arguments> records(String name) {
        return reading(() -> required(name).asList().stream()
                .map(value -> new Arguments(value.asRecord()))
                .toList());
    }

    /** The values of a vec. */
    List<CandidValue> values(String name) {
        return reading(() -> required(name).asList());
    }

    /** A record inside a variant or an opt. */
    static Optional<Arguments> inside(CandidValue value) {
        CandidValue content = value instanceof CandidValue.Opt opt ? opt.value() : value;
        return content instanceof CandidValue.Record found ? Optional.of(new Arguments(found)) : Optional.empty();
    }
}
