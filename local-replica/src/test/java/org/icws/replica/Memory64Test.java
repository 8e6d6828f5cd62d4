package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.ic4j.types.Principal;
import org.icws.protocol.encoding.Leb128;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class Memory64Test {
    private static final String METHOD = "canister_update go";
    private final ScriptNetwork network = new ScriptNetwork();

    @AfterEach
    void stop() {
        network.close();
    }

    /** A module with one method; its memory has one page and 64-bit addresses, or 32-bit ones. */
    private static byte[] module(boolean wide, String instructions) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(hex("0061736d01000000"));
        section(out, 1, hex("01600000"));
        section(out, 3, hex("0100"));
        section(out, 5, new byte[] {1, (byte) (wide ? 4 : 0), 1});
        ByteArrayOutputStream export = new ByteArrayOutputStream();
        export.writeBytes(new byte[] {1, (byte) METHOD.length()});
        export.writeBytes(METHOD.getBytes());
        export.writeBytes(hex("0000"));
        section(out, 7, export.toByteArray());
        byte[] code = hex(instructions.replace(" ", ""));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(1);
        Leb128.writeUnsigned(body, code.length + 2L);
        body.write(0);
        body.writeBytes(code);
        body.write(0x0b);
        section(out, 10, body.toByteArray());
        return out.toByteArray();
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static void section(ByteArrayOutputStream out, int id, byte[] content) {
        out.write(id);
        Leb128.writeUnsigned(out, content.length);
        out.writeBytes(content);
    }

    private TestAgent.Outcome run(byte[] module) {
        Principal canister = network.replica.createCanister(List.of());
        network.replica.install(canister, module, new byte[0]);
        return network.agent.update(canister, "go", new byte[0]);
    }

    /** The method does not reply, so one that runs to its end is rejected for that. */
    private void assertEnds(String instructions) {
        TestAgent.Outcome outcome = run(module(true, instructions));
        assertThat(outcome.errorCode()).as(outcome.message()).isEqualTo("IC0506");
    }

    private void assertTraps(String instructions, String text) {
        TestAgent.Outcome outcome = run(module(true, instructions));
        assertThat(outcome.errorCode()).isEqualTo("IC0502");
        assertThat(outcome.message()).contains(text);
    }

    @Test
    void accessesWithinMemoryWork() {
        // i64.const 8, i32.const 5, i32.store, i64.const 8, i32.load, i32.const 5, i32.ne, if unreachable end
        assertEnds("4208 4105 360200 4208 280200 4105 47 0440 00 0b");
        // the same with i64.store32 and i64.load32_u
        assertEnds("4208 4205 3e0200 4208 350200 4205 52 0440 00 0b");
    }

    @Test
    void addressesBeyondFourGibibytesAreOutOfBounds() {
        // i64.const 2^32 + 8, i32.load, drop
        assertTraps("428880808010 280200 1a", "out of bounds");
        // i64.const -1, i32.const 1, i32.store8
        assertTraps("427f 4101 3a0000", "out of bounds");
    }

    @Test
    void growingBeyondWhatIsPossibleGivesMinusOne() {
        // i64.const 2^40, memory.grow, i64.const -1, i64.ne, if unreachable end
        assertEnds("428080808080 20 4000 427f 52 0440 00 0b");
        // i64.const 1, memory.grow, i64.const 1, i64.ne, if unreachable end; memory.size, i64.const 2, i64.ne, if
        // unreachable end
        assertEnds("4201 4000 4201 52 0440 00 0b 3f00 4202 52 0440 00 0b");
    }

    @Test
    void fillAndCopyCheckTheirRanges() {
        // i64.const 0, i32.const 7, i64.const 16, memory.fill; i64.const 32, i64.const 0, i64.const 16, memory.copy
        assertEnds("4200 4107 4210 fc0b00 4220 4200 4210 fc0a0000 4220 2d0000 4107 47 0440 00 0b");
        assertTraps("4200 4107 428880808010 fc0b00", "out of bounds");
    }

    @Test
    void simdIsRefusedInBothWidthsWithASentence() {
        String vector = "fd0c" + "00".repeat(16) + "1a";
        for (boolean wide : new boolean[] {true, false}) {
            Principal canister = network.replica.createCanister(List.of());
            assertThatThrownBy(() -> network.replica.install(canister, module(wide, vector), new byte[0]))
                    .isInstanceOf(ReplicaException.class)
                    .hasMessageContaining("SIMD");
        }
    }

    @Test
    void damagedModulesAreRefusedNotFatal() {
        byte[] good = module(true, "4208 280200 1a");
        Random random = new Random(5);
        Principal canister = network.replica.createCanister(List.of());
        for (int i = 8; i < good.length; i++) {
            byte[] cut = Arrays.copyOf(good, i);
            byte[] flipped = good.clone();
            flipped[8 + random.nextInt(good.length - 8)] ^= (byte) (1 << random.nextInt(8));
            for (byte[] module : List.of(cut, flipped)) {
                try {
                    network.replica.control().reinstall(canister, module, new byte[0]);
                } catch (ReplicaException refused) {
                    assertThat(refused.getMessage()).contains("Wasm module is not valid");
                }
            }
        }
        assertThat(network.update(new org.icws.replica.wasm.Script().reply()).replied())
                .isTrue();
    }
}
