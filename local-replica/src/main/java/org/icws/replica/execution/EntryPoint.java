package org.icws.replica.execution;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.icws.replica.InstructionLimits;

/**
 * The ways into a canister; each decides which system functions are available. Source: interface specification, "Overview of
 * imports", whose symbols they have.
 */
public enum EntryPoint {
    INIT("I", "init", true),
    PRE_UPGRADE("G", "pre upgrade", true),
    UPDATE("U", "update", true),
    REPLICATED_QUERY("RQ", "replicated query", true),
    QUERY("NRQ", "non replicated query", false),
    TRANSFORM("TQ", "transform", false),
    COMPOSITE_QUERY("CQ", "composite query", false),
    REPLY("Ry", "reply callback", true),
    REJECT("Rt", "reject callback", true),
    COMPOSITE_REPLY("CRy", "composite reply callback", false),
    COMPOSITE_REJECT("CRt", "composite reject callback", false),
    CLEANUP("C", "cleanup callback", true),
    COMPOSITE_CLEANUP("CC", "composite cleanup callback", false),
    START("s", "start", true),
    INSPECT("F", "inspect message", false),
    SYSTEM_TASK("T", "system task", true);

    private static final long GIB = 1L << 30;
    private static final Map<String, EntryPoint> BY_SYMBOL =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(e -> e.symbol, Function.identity()));

    private final String symbol;
    private final String mode;
    private final boolean replicated;

    EntryPoint(String symbol, String mode, boolean replicated) {
        this.symbol = symbol;
        this.mode = mode;
        this.replicated = replicated;
    }

    /** How many instructions one execution may take. */
    long instructionLimit(InstructionLimits limits) {
        return switch (this) {
            case INIT, PRE_UPGRADE, START -> limits.install();
            case QUERY, TRANSFORM, COMPOSITE_QUERY, COMPOSITE_REPLY, COMPOSITE_REJECT, COMPOSITE_CLEANUP ->
                limits.query();
            case INSPECT -> limits.inspection();
            case UPDATE, REPLICATED_QUERY, REPLY, REJECT, CLEANUP, SYSTEM_TASK -> limits.update();
        };
    }

    /** How many bytes of stable memory one execution may read or write on the public network, counted in whole pages. */
    long stableAccessLimit() {
        return switch (this) {
            case INIT, PRE_UPGRADE, START -> 8 * GIB;
            case QUERY,
                    REPLICATED_QUERY,
                    TRANSFORM,
                    COMPOSITE_QUERY,
                    COMPOSITE_REPLY,
                    COMPOSITE_REJECT,
                    COMPOSITE_CLEANUP,
                    INSPECT -> GIB;
            case UPDATE, REPLY, REJECT, CLEANUP, SYSTEM_TASK -> 2 * GIB;
        };
    }

    /** The name used in contract violations. */
    public String mode() {
        return mode;
    }

    /** Whether every replica of a real subnet would run this; state changes count only then. */
    public boolean replicated() {
        return replicated;
    }

    /**
     * The entry points named by the symbols of the specification's table.
     *
     * @param symbols separated by blanks; {@code *} stands for all but the start function
     */
    static Set<EntryPoint> set(String symbols) {
        EnumSet<EntryPoint> result = EnumSet.noneOf(EntryPoint.class);
        for (String symbol : symbols.split(" ")) {
            if (symbol.equals("*")) {
                result.addAll(EnumSet.complementOf(EnumSet.of(START)));
            } else {
                result.add(BY_SYMBOL.get(symbol));
            }
        }
        return Collections.unmodifiableSet(result);
    }
}
