package org.icws.replica.execution.metering;

import java.util.Random;
import java.util.stream.IntStream;
import org.icws.replica.wasm.Code;
import org.icws.replica.wasm.ModuleBuilder;

/** A module of functions with blocks, loops, branches and calls in one another. It always ends: each round of a loop takes fuel. */
final class RandomProgram {
    private static final int FUNCTIONS = 5;
    private static final int FUEL = 60;
    private static final int MEMORY = 4096;

    private final Random random;
    private final boolean looks;
    private int left;

    private RandomProgram(Random random, boolean looks) {
        this.random = random;
        this.looks = looks;
    }

    /** @param looks whether it asks for the count in between */
    static byte[] build(long seed, boolean looks) {
        return new RandomProgram(new Random(seed), looks).build();
    }

    private byte[] build() {
        ModuleBuilder module = new ModuleBuilder()
                .globals(1)
                .table(IntStream.range(1, FUNCTIONS).mapToObj(i -> "f" + i).toArray(String[]::new));
        if (looks) {
            module.imports("performance_counter", "i>I");
        }
        module.export("run", code -> code.i32(FUEL).globalSet(0).call("f0"));
        for (int i = 0; i < FUNCTIONS; i++) {
            int self = i;
            left = 25;
            module.function("f" + i, ">", code -> statements(code, self, 0));
        }
        return module.build();
    }

    private Code statements(Code code, int self, int depth) {
        int count = random.nextInt(5);
        for (int i = 0; i < count && left > 0; i++) {
            left--;
            statement(code, self, depth);
        }
        return code;
    }

    private void statement(Code code, int self, int depth) {
        switch (random.nextInt(depth > 6 ? 4 : 11)) {
            case 0, 1 -> code.i32(address()).globalGet(0).store32(address());
            case 2 -> code.i32(address(), address(), random.nextInt(64)).memoryCopy();
            case 3 -> look(code);
            case 4 -> statements(code.block(), self, depth + 1).end();
            case 5 -> statements(condition(code).ifTrue(), self, depth + 1).end();
            case 6 -> loop(code, self, depth);
            case 7 -> condition(code).ifTrue().br(random.nextInt(depth + 2)).end();
            case 8 -> condition(code).ifTrue().ret().end();
            case 9 -> call(code, self);
            default ->
                code.block()
                        .i32(address())
                        .load8(0)
                        .brTable(random.nextInt(depth + 2), random.nextInt(depth + 2))
                        .end();
        }
    }

    private int address() {
        return random.nextInt(MEMORY);
    }

    /** A number that is sometimes zero. */
    private Code condition(Code code) {
        return random.nextBoolean()
                ? code.globalGet(0).i32(random.nextInt(FUEL)).sub32()
                : code.i32(address()).load8(0);
    }

    private void loop(Code code, int self, int depth) {
        code.loop().globalGet(0).ifTrue().globalGet(0).i32(1).sub32().globalSet(0);
        statements(code, self, depth + 2);
        condition(code).ifTrue().br(2).end().end().end();
    }

    /** Functions call only later ones. */
    private void call(Code code, int self) {
        if (self + 1 < FUNCTIONS) {
            int callee = self + 1 + random.nextInt(FUNCTIONS - self - 1);
            if (random.nextBoolean()) {
                code.call("f" + callee);
            } else {
                code.i32(callee - 1).callIndirect(0);
            }
        }
    }

    private void look(Code code) {
        if (looks) {
            code.i32(address(), 0).call("performance_counter").store64(0);
        }
    }
}
