package org.icws.replica.wasm;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A canister that does what a {@link Script} says: it interprets its argument. Scripts in its memory run as callbacks, timer,
 * heartbeat, before upgrades, and to inspect messages.
 */
public final class ScriptCanister {
    /** Where the scripts of entry points without argument start. */
    public static final int TIMER = 0x1000;

    public static final int HEARTBEAT = 0x2000;
    public static final int INSPECT = 0x3000;
    public static final int PRE_UPGRADE = 0x4000;
    public static final int LOW_MEMORY = 0x4800;
    public static final int TRANSFORM = 0x4C00;

    /** Free for scripts and their data. */
    public static final int FREE = 0x5000;

    /** The argument is copied here. */
    public static final int PROGRAM = 0x10000;

    private static final int STACK = 0x800;
    private static final int PC = 0;
    private static final int SP = 1;
    private static final int PAGES = 8;

    /** Opcodes before those of the system functions. */
    enum Op {
        END,
        PUSH,
        DATA,
        DROP,
        LOAD64,
        STORE64,
        ADD,
        JUMP,
        JUMP_IF_ZERO,
        UNREACHABLE,
        MEMORY_SIZE,
        MEMORY_GROW,
        COPY,
        LOAD8
    }

    private ScriptCanister() {}

    /** The canister without heartbeat and inspection, which change how every message is handled. */
    public static byte[] wasm() {
        return with(Set.of());
    }

    /**
     * @param more entry points to add: canister_heartbeat, canister_inspect_message, canister_on_low_wasm_memory,
     *     canister_query transform
     */
    public static byte[] with(Set<String> more) {
        return builder(more).build();
    }

    public static ModuleBuilder builder(Set<String> more) {
        ModuleBuilder module = new ModuleBuilder().pages(PAGES).globals(2).table("callback", "not_a_callback");
        SystemApi.functions().forEach(f -> module.imports(f.name(), f.signature()));
        module.function("interpret", "i>", ScriptCanister::interpreter)
                .function("callback", "i>", c -> c.local(0).call("interpret"))
                .function("not_a_callback", "ii>", c -> c)
                .function("run_argument", ">", ScriptCanister::runArgument)
                .export("canister_init", c -> c.call("run_argument"))
                .export("canister_post_upgrade", c -> c.call("run_argument"))
                .export("canister_update run", c -> c.call("run_argument"))
                .export("canister_query ask", c -> c.call("run_argument"))
                .export("canister_composite_query compose", c -> c.call("run_argument"))
                .export("canister_pre_upgrade", c -> c.i32(PRE_UPGRADE).call("interpret"))
                .export("canister_global_timer", c -> c.i32(TIMER).call("interpret"));
        if (more.contains("canister_heartbeat")) {
            module.export("canister_heartbeat", c -> c.i32(HEARTBEAT).call("interpret"));
        }
        if (more.contains("canister_inspect_message")) {
            module.export("canister_inspect_message", c -> c.i32(INSPECT).call("interpret"));
        }
        if (more.contains("canister_query transform")) {
            module.export("canister_query transform", c -> c.i32(TRANSFORM).call("interpret"));
        }
        if (more.contains("canister_on_low_wasm_memory")) {
            module.export("canister_on_low_wasm_memory", c -> c.i32(LOW_MEMORY).call("interpret"));
        }
        return module;
    }

    private static Code runArgument(Code code) {
        return code.i32(PROGRAM, 0)
                .call("msg_arg_data_size")
                .call("msg_arg_data_copy")
                .i32(PROGRAM)
                .call("msg_arg_data_size")
                .add32()
                .i32(0)
                .store8(0)
                .i32(PROGRAM)
                .call("interpret");
    }

    private static Code interpreter(Code code) {
        List<Consumer<Code>> cases = new ArrayList<>();
        for (Op op : Op.values()) {
            cases.add(body(op));
        }
        SystemApi.functions().forEach(f -> cases.add(c -> systemCall(c, f)));
        code.local(0).globalSet(PC).i32(STACK).globalSet(SP).loop();
        code.block();
        cases.forEach(unused -> code.block());
        code.globalGet(PC).load8(0).brTable(cases.size(), cases.size()).end();
        for (int i = 0; i < cases.size(); i++) {
            cases.get(i).accept(code);
            code.br(cases.size() - i).end();
        }
        return code.end();
    }

    private static Code advance(Code code, int bytes) {
        return code.globalGet(PC).i32(bytes).add32().globalSet(PC);
    }

    private static Code moveStack(Code code, int entries) {
        return code.globalGet(SP).i32(8 * entries).add32().globalSet(SP);
    }

    private static Consumer<Code> body(Op op) {
        switch (op) {
            case END:
                return Code::ret;
            case PUSH:
                return c -> {
                    c.globalGet(SP).globalGet(PC).load64(1).store64(0);
                    moveStack(advance(c, 9), 1);
                };
            case DATA:
                // destination, length, bytes
                return c -> {
                    c.globalGet(PC)
                            .load32(1)
                            .globalGet(PC)
                            .i32(9)
                            .add32()
                            .globalGet(PC)
                            .load32(5)
                            .memoryCopy();
                    c.globalGet(PC)
                            .i32(9)
                            .add32()
                            .globalGet(PC)
                            .load32(5)
                            .add32()
                            .globalSet(PC);
                };
            case DROP:
                return c -> moveStack(advance(c, 1), -1);
            case LOAD64:
                return c -> {
                    c.globalGet(SP)
                            .i32(8)
                            .sub32()
                            .globalGet(SP)
                            .i32(8)
                            .sub32()
                            .load64(0)
                            .wrap()
                            .load64(0)
                            .store64(0);
                    advance(c, 1);
                };
            case LOAD8:
                return c -> {
                    c.globalGet(SP)
                            .i32(8)
                            .sub32()
                            .globalGet(SP)
                            .i32(8)
                            .sub32()
                            .load64(0)
                            .wrap()
                            .load8(0)
                            .extend();
                    advance(c.store64(0), 1);
                };
            case STORE64:
                // address, value
                return c -> {
                    moveStack(advance(c, 1), -2);
                    c.globalGet(SP).load64(0).wrap().globalGet(SP).load64(8).store64(0);
                };
            case ADD:
                return c -> {
                    moveStack(advance(c, 1), -1);
                    c.globalGet(SP).i32(8).sub32();
                    c.globalGet(SP)
                            .i32(8)
                            .sub32()
                            .load64(0)
                            .globalGet(SP)
                            .load64(0)
                            .add64()
                            .store64(0);
                };
            case JUMP:
                return c -> c.globalGet(PC).load32(1).globalSet(PC);
            case JUMP_IF_ZERO:
                return c -> {
                    moveStack(c, -1);
                    c.globalGet(SP).load64(0).isZero64().ifTrue();
                    c.globalGet(PC).load32(1).i32(5).sub32().globalSet(PC).end();
                    advance(c, 5);
                };
            case UNREACHABLE:
                return Code::unreachable;
            case MEMORY_SIZE:
                return c -> {
                    c.globalGet(SP).memorySize().extend().store64(0);
                    moveStack(advance(c, 1), 1);
                };
            case MEMORY_GROW:
                return c -> {
                    c.globalGet(SP)
                            .i32(8)
                            .sub32()
                            .globalGet(SP)
                            .i32(8)
                            .sub32()
                            .load64(0)
                            .wrap()
                            .memoryGrow()
                            .extend();
                    advance(c.store64(0), 1);
                };
            default:
                // destination, source, length
                return c -> {
                    moveStack(advance(c, 1), -3);
                    c.globalGet(SP).load64(0).wrap();
                    c.globalGet(SP)
                            .load64(8)
                            .wrap()
                            .globalGet(SP)
                            .load64(16)
                            .wrap()
                            .memoryCopy();
                };
        }
    }

    private static void systemCall(Code code, SystemApi.Function function) {
        String parameters = function.parameters();
        moveStack(advance(code, 1), -parameters.length());
        boolean answers = !function.result().isEmpty();
        if (answers) {
            code.globalGet(SP);
        }
        for (int i = 0; i < parameters.length(); i++) {
            code.globalGet(SP).load64(8 * i);
            if (parameters.charAt(i) == 'i') {
                code.wrap();
            }
        }
        code.call(function.name());
        if (answers) {
            if (function.result().equals("i")) {
                code.extend();
            }
            moveStack(code.store64(0), 1);
        }
    }
}
