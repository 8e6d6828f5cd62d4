package org.icws.replica.execution.metering;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.icws.replica.execution.binary.Immediates;
import org.icws.replica.execution.binary.ModuleBytes;
import org.icws.replica.execution.binary.Opcodes;

/**
 * The functions that may ask for the number of instructions, themselves or through others; what is called through a table may. Before
 * calls of the others the count need not be brought up to date. Immutable.
 */
final class CountLookers {
    /** The system function that tells the count. */
    static final String FUNCTION = "performance_counter";

    /** Nobody asks. */
    static final CountLookers NONE = new CountLookers(new BitSet());

    private final BitSet functions;

    private CountLookers(BitSet functions) {
        this.functions = functions;
    }

    boolean contains(long function) {
        return function >= 0 && function <= Integer.MAX_VALUE && functions.get((int) function);
    }

    /**
     * Looks through the code.
     *
     * @param in positioned at the content of the code section
     * @param imports names of the imported functions
     */
    static CountLookers find(ModuleBytes in, List<String> imports) {
        BitSet found = new BitSet();
        Deque<Integer> fresh = new ArrayDeque<>();
        List<List<Integer>> callers = new ArrayList<>();
        for (int i = 0; i < imports.size(); i++) {
            if (imports.get(i).equals(FUNCTION)) {
                fresh.add(i);
            }
        }
        int bodies = in.count();
        for (int i = 0; i < bodies; i++) {
            int function = imports.size() + i;
            if (readCalls(in, function, callers)) {
                fresh.add(function);
            }
        }
        while (!fresh.isEmpty()) {
            int function = fresh.remove();
            if (!found.get(function)) {
                found.set(function);
                fresh.addAll(function < callers.size() ? callers.get(function) : List.of());
            }
        }
        return new CountLookers(found);
    }

    /** Notes whom a function calls; whether it calls through a table. */
    private static boolean readCalls(ModuleBytes in, int function, List<List<Integer>> callers) {
        int size = in.count();
        int end = in.position() + size;
        int groups = in.count();
        for (int i = 0; i < groups; i++) {
            in.unsigned();
            in.u8();
        }
        boolean indirect = false;
        while (in.position() < end) {
            int opcode = in.u8();
            indirect |= opcode == Opcodes.CALL_INDIRECT;
            if (opcode == Opcodes.CALL) {
                note(in.count(), function, callers);
            } else {
                Immediates.skip(in, opcode);
            }
        }
        return indirect;
    }

    private static void note(int callee, int caller, List<List<Integer>> callers) {
        while (callers.size() <= callee) {
            callers.add(new ArrayList<>());
        }
        callers.get(callee).add(caller);
    }
}
