package org.icws.replica.execution.metering;

import java.util.function.LongPredicate;
import org.icws.replica.execution.binary.Emitter;
import org.icws.replica.execution.binary.Immediates;
import org.icws.replica.execution.binary.ModuleBytes;
import org.icws.replica.execution.binary.Opcodes;
import org.icws.replica.execution.binary.UnsupportedModuleException;

/**
 * Makes one function count. Each straight line of code adds its length to a local, which costs next to nothing; the local is taken
 * from the global with what is left when the function ends, and before calls that may ask for the count.
 *
 * <p>Code that has executed too many instructions is stopped early by its functions with loops or calls, when they end, and by loops
 * once in a while. This only saves time: whoever runs the module looks at the global afterwards. So a short function need not look,
 * and a long one does not either. Confined to one thread.
 */
final class FunctionMetering {
    /** A loop looks whether enough is left after so many instructions. */
    private static final long LOOP_PORTION = 1_000_000;

    /** The loops of longer functions, in bytes, do not look: HotSpot's optimising compiler is near its limits with them anyway. */
    private static final int LONG_FUNCTION = 6144;

    private final ModuleBytes in;
    private final Shape shape;
    private final int counter;
    private final Emitter out = new Emitter();
    private int local;
    private int nextLookLocal;
    private int sizeLocal;
    private boolean hasLoops;
    private boolean hasCalls;
    private boolean loopsLook;
    private boolean needsSizeLocal;
    private boolean needsBlock;
    private int depth;
    private long pending;
    private boolean localIsZero = true;

    /**
     * What surrounds a function.
     *
     * @param parameters how many
     * @param blockType encoded type of a block with the function's results
     * @param counter index of the global with what is left
     * @param wide whether sizes of memory are 64-bit numbers
     * @param mayLook whether a callee by its index may ask for the count
     * @param indirectMayLook whether one called through a table may
     */
    record Shape(
            int parameters,
            long blockType,
            int counter,
            boolean wide,
            LongPredicate mayLook,
            boolean indirectMayLook) {}

    FunctionMetering(ModuleBytes in, Shape shape) {
        this.in = in;
        this.shape = shape;
        this.counter = shape.counter();
    }

    /** The rewritten body: locals and instructions. */
    byte[] run(int end) {
        int groups = in.count();
        int start = in.position();
        long locals = shape.parameters();
        for (int i = 0; i < groups; i++) {
            locals += in.unsigned();
            in.u8();
        }
        if (locals < 0 || locals > Integer.MAX_VALUE - 3) {
            throw new UnsupportedModuleException("a function has too many local variables");
        }
        int afterLocals = in.position();
        local = (int) locals;
        survey(end);
        in.position(afterLocals);
        loopsLook = hasLoops && end - afterLocals <= LONG_FUNCTION;
        nextLookLocal = local + 1;
        sizeLocal = local + (loopsLook ? 2 : 1);
        while (in.position() < end) {
            instruction();
        }
        if (depth != -1) {
            throw new UnsupportedModuleException("the blocks of a function do not end where it does");
        }
        return assemble(groups, start, afterLocals);
    }

    /** Looks ahead for what decides how the function is made to count. */
    private void survey(int end) {
        while (in.position() < end) {
            int opcode = in.u8();
            hasLoops |= opcode == Opcodes.LOOP;
            hasCalls |= opcode == Opcodes.CALL || opcode == Opcodes.CALL_INDIRECT;
            Immediates.skip(in, opcode);
        }
    }

    private byte[] assemble(int groups, int start, int afterLocals) {
        Emitter body = new Emitter();
        body.unsigned(groups + (needsSizeLocal ? 2L : 1L)).copy(in, start, afterLocals);
        body.op(loopsLook ? 2 : 1, Opcodes.TYPE_I64);
        if (needsSizeLocal) {
            body.op(1, shape.wide() ? Opcodes.TYPE_I64 : Opcodes.TYPE_I32);
        }
        if (loopsLook) {
            body.op(Opcodes.I64_CONST)
                    .signed(LOOP_PORTION)
                    .op(Opcodes.LOCAL_SET)
                    .unsigned(nextLookLocal);
        }
        if (needsBlock) {
            body.op(Opcodes.BLOCK).signed(shape.blockType());
        }
        return body.add(out.toBytes()).toBytes();
    }

    private void instruction() {
        if (depth < 0) {
            throw new UnsupportedModuleException("code follows the end of a function");
        }
        int start = in.position();
        int opcode = in.u8();
        switch (opcode) {
            case Opcodes.END -> end();
            case Opcodes.ELSE -> {
                settle();
                out.op(opcode);
                localIsZero = false;
            }
            case Opcodes.LOOP -> loop(start);
            case Opcodes.BLOCK -> {
                depth++;
                plain(start, opcode);
            }
            case Opcodes.IF -> {
                depth++;
                branch(start, opcode);
            }
            case Opcodes.BR, Opcodes.BR_IF, Opcodes.BR_TABLE -> {
                noteTargets(opcode);
                in.position(start + 1);
                branch(start, opcode);
            }
            case Opcodes.RETURN -> {
                pending++;
                flush(true);
                out.op(opcode);
            }
            case Opcodes.CALL, Opcodes.CALL_INDIRECT -> call(start, opcode);
            case Opcodes.PREFIX_FC -> bulk(start);
            default -> plain(start, opcode);
        }
    }

    private void plain(int start, int opcode) {
        pending++;
        requireOwn(opcode);
        in.position(start + 1);
        Immediates.skip(in, opcode);
        out.copy(in, start, in.position());
    }

    /** The local and the global added here are no business of the canister's. */
    private void requireOwn(int opcode) {
        boolean ofLocal = opcode == Opcodes.LOCAL_GET || opcode == Opcodes.LOCAL_SET || opcode == Opcodes.LOCAL_TEE;
        boolean ofGlobal = opcode == Opcodes.GLOBAL_GET || opcode == Opcodes.GLOBAL_SET;
        if (ofLocal || ofGlobal) {
            long index = in.unsigned();
            if (index < 0 || index >= (ofLocal ? local : counter)) {
                throw new UnsupportedModuleException("a variable is used that does not exist");
            }
        }
    }

    private void branch(int start, int opcode) {
        pending++;
        settle();
        Immediates.skip(in, opcode);
        out.copy(in, start, in.position());
    }

    /** Branches out of the whole function end in a block around it, behind which the count is settled. */
    private void noteTargets(int opcode) {
        int targets = opcode == Opcodes.BR_TABLE ? in.count() : 0;
        for (int i = 0; i <= targets; i++) {
            needsBlock |= in.unsigned() == depth;
        }
    }

    private void end() {
        depth--;
        if (depth >= 0) {
            settle();
            out.op(Opcodes.END);
            localIsZero = false;
            return;
        }
        if (needsBlock) {
            settle();
            out.op(Opcodes.END);
            localIsZero = false;
        }
        flush(true);
        out.op(Opcodes.END);
    }

    private void loop(int start) {
        depth++;
        settle();
        Immediates.skip(in, Opcodes.LOOP);
        out.copy(in, start, in.position());
        localIsZero = false;
        if (loopsLook) {
            look();
        }
    }

    /** Only reads: a loop that may write the global is optimised less well, however seldom it does. */
    private void look() {
        out.op(Opcodes.LOCAL_GET).unsigned(local).op(Opcodes.LOCAL_GET).unsigned(nextLookLocal);
        out.op(Opcodes.I64_GT_S, Opcodes.IF, Opcodes.VOID);
        out.op(Opcodes.GLOBAL_GET).unsigned(counter).op(Opcodes.LOCAL_GET).unsigned(local);
        out.op(Opcodes.I64_LT_S, Opcodes.IF, Opcodes.VOID);
        out.op(Opcodes.GLOBAL_GET).unsigned(counter).op(Opcodes.LOCAL_GET).unsigned(local);
        out.op(Opcodes.I64_SUB, Opcodes.GLOBAL_SET).unsigned(counter).op(Opcodes.UNREACHABLE, Opcodes.END);
        out.op(Opcodes.LOCAL_GET).unsigned(local).op(Opcodes.I64_CONST).signed(LOOP_PORTION);
        out.op(Opcodes.I64_ADD, Opcodes.LOCAL_SET).unsigned(nextLookLocal).op(Opcodes.END);
    }

    private void call(int start, int opcode) {
        long callee = in.unsigned();
        in.position(start + 1);
        boolean looks = opcode == Opcodes.CALL ? shape.mayLook().test(callee) : shape.indirectMayLook();
        pending++;
        if (looks) {
            flush(false);
        }
        Immediates.skip(in, opcode);
        out.copy(in, start, in.position());
    }

    /** Operations on memory cost as much as they move. */
    private void bulk(int start) {
        int operation = in.count();
        in.position(start + 1);
        Immediates.skip(in, Opcodes.PREFIX_FC);
        pending++;
        boolean moves = operation == Opcodes.FC_MEMORY_COPY
                || operation == Opcodes.FC_MEMORY_FILL
                || operation == Opcodes.FC_MEMORY_INIT;
        if (moves && !(shape.wide() && operation == Opcodes.FC_MEMORY_INIT)) {
            addSize();
        }
        out.copy(in, start, in.position());
    }

    private void addSize() {
        needsSizeLocal = true;
        localIsZero = false;
        out.op(Opcodes.LOCAL_TEE).unsigned(sizeLocal);
        out.op(Opcodes.LOCAL_GET).unsigned(local).op(Opcodes.LOCAL_GET).unsigned(sizeLocal);
        if (!shape.wide()) {
            out.op(Opcodes.I64_EXTEND_U);
        }
        out.op(Opcodes.I64_ADD, Opcodes.LOCAL_SET).unsigned(local);
    }

    /** Adds what is pending to the local. */
    private void settle() {
        if (pending > 0) {
            out.op(Opcodes.LOCAL_GET).unsigned(local).op(Opcodes.I64_CONST).signed(pending);
            out.op(Opcodes.I64_ADD, Opcodes.LOCAL_SET).unsigned(local);
            pending = 0;
            localIsZero = false;
        }
    }

    /**
     * Takes the local and what is pending from the global.
     *
     * @param last whether the function ends then, so that the local no longer matters
     */
    private void flush(boolean last) {
        if (pending == 0 && localIsZero) {
            return;
        }
        out.op(Opcodes.GLOBAL_GET).unsigned(counter);
        if (pending > 0) {
            out.op(Opcodes.I64_CONST).signed(pending).op(Opcodes.I64_SUB);
        }
        if (!localIsZero) {
            out.op(Opcodes.LOCAL_GET).unsigned(local).op(Opcodes.I64_SUB);
        }
        if (hasLoops || hasCalls) {
            out.op(Opcodes.LOCAL_TEE).unsigned(local).op(Opcodes.GLOBAL_SET).unsigned(counter);
            out.op(Opcodes.LOCAL_GET).unsigned(local).op(Opcodes.I64_CONST).signed(0);
            out.op(Opcodes.I64_LT_S, Opcodes.IF, Opcodes.VOID, Opcodes.UNREACHABLE, Opcodes.END);
        } else {
            out.op(Opcodes.GLOBAL_SET).unsigned(counter);
        }
        if (!last) {
            out.op(Opcodes.I64_CONST).signed(0).op(Opcodes.LOCAL_SET).unsigned(local);
        }
        pending = 0;
        localIsZero = true;
    }
}
