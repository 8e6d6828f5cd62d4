package org.icws.replica.state;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ic4j.types.Principal;
import org.icws.replica.execution.EnvironmentVariable;

/**
 * What controllers decide about a canister (interface specification, "IC method update_settings"). Immutable.
 *
 * @param controllers who may manage it, at most 10
 * @param numbers the numeric settings by their name in the interface
 * @param logVisibility who may read its log
 * @param snapshotVisibility who may see its snapshots
 * @param statusVisibility who may see its status
 * @param variables its environment variables
 */
public record CanisterSettings(
        List<Principal> controllers,
        Map<Number, BigInteger> numbers,
        Visibility logVisibility,
        Visibility snapshotVisibility,
        Visibility statusVisibility,
        List<EnvironmentVariable> variables) {

    /** The numeric settings. Memory and execution are free here, so most of them are kept but have no effect. */
    public enum Number {
        /** Percent of a processor. */
        COMPUTE_ALLOCATION("compute_allocation", 0, 100),
        /** Bytes set aside. */
        MEMORY_ALLOCATION("memory_allocation", 0, -1),
        /** Seconds that the balance has to last. */
        FREEZING_THRESHOLD("freezing_threshold", 2_592_000, -1),
        /** Cycles that may be reserved for memory. */
        RESERVED_CYCLES_LIMIT("reserved_cycles_limit", 5_000_000_000_000L, 0),
        /** Bytes of linear memory; 0 = as much as there can be. */
        WASM_MEMORY_LIMIT("wasm_memory_limit", 0, 1L << 48),
        /** Bytes left of that at which {@code canister_on_low_wasm_memory} runs. */
        WASM_MEMORY_THRESHOLD("wasm_memory_threshold", 0, 1L << 48),
        /** Cycles that another canister's call has to bring. */
        MINIMUM_CALL_CYCLES("minimum_incoming_canister_call_cycles", 0, 0),
        /** Bytes of log that are kept. */
        LOG_MEMORY_LIMIT("log_memory_limit", 4096, 2 << 20);

        private final String wireName;
        private final BigInteger initial;
        private final BigInteger max;

        Number(String wireName, long initial, long max) {
            this.wireName = wireName;
            this.initial = BigInteger.valueOf(initial);
            this.max = max > 0 ? BigInteger.valueOf(max) : largest(max < 0 ? 64 : 128);
        }

        private static BigInteger largest(int bits) {
            return BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
        }

        /** Its name in the interface. */
        public String wireName() {
            return wireName;
        }

        /** The largest allowed value. */
        public BigInteger max() {
            return max;
        }
    }

    /** Keeps collections from being changed. */
    public CanisterSettings {
        controllers = List.copyOf(controllers);
        numbers = Map.copyOf(numbers);
        variables = List.copyOf(variables);
    }

    /** What a new canister has. */
    public static CanisterSettings defaults(List<Principal> controllers) {
        Map<Number, BigInteger> numbers = new TreeMap<>();
        for (Number number : Number.values()) {
            numbers.put(number, number.initial);
        }
        return new CanisterSettings(
                controllers,
                numbers,
                Visibility.CONTROLLERS,
                Visibility.CONTROLLERS,
                Visibility.CONTROLLERS,
                List.of());
    }

    /** A numeric setting. */
    public BigInteger number(Number number) {
        return numbers.get(number);
    }

    /** The same with other controllers. */
    public CanisterSettings withControllers(List<Principal> newControllers) {
        return new CanisterSettings(
                newControllers, numbers, logVisibility, snapshotVisibility, statusVisibility, variables);
    }

    /** The same with another value of a numeric setting. */
    public CanisterSettings with(Number number, BigInteger value) {
        Map<Number, BigInteger> changed = new TreeMap<>(numbers);
        changed.put(number, value);
        return new CanisterSettings(
                controllers, changed, logVisibility, snapshotVisibility, statusVisibility, variables);
    }

    /** The same with other visibilities; null = unchanged. */
    public CanisterSettings withVisibilities(Visibility log, Visibility snapshots, Visibility status) {
        return new CanisterSettings(
                controllers,
                numbers,
                log == null ? logVisibility : log,
                snapshots == null ? snapshotVisibility : snapshots,
                status == null ? statusVisibility : status,
                variables);
    }

    /** The same with other environment variables. */
    public CanisterSettings withVariables(List<EnvironmentVariable> newVariables) {
        return new CanisterSettings(
                controllers, numbers, logVisibility, snapshotVisibility, statusVisibility, newVariables);
    }
}
