package org.icws.replica.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.OpCode;
import java.util.Arrays;
import org.icws.replica.execution.binary.UnsupportedModuleException;
import org.icws.replica.wasm.ProbeCanister;
import org.junit.jupiter.api.Test;

class HollowModuleTest {

    @Test
    void everything_but_the_instructions_is_as_before() {
        byte[] module = ProbeCanister.wasm();
        WasmModule whole = Parser.parse(module);
        WasmModule hollow = Parser.parse(HollowModule.of(module));

        assertThat(hollow.typeSection()).isEqualTo(whole.typeSection());
        assertThat(hollow.importSection()).isEqualTo(whole.importSection());
        assertThat(hollow.functionSection()).isEqualTo(whole.functionSection());
        assertThat(hollow.exportSection()).isEqualTo(whole.exportSection());
        assertThat(hollow.memorySection()).isEqualTo(whole.memorySection());
        assertThat(hollow.globalSection()).isEqualTo(whole.globalSection());
        assertThat(hollow.codeSection().functionBodyCount())
                .isEqualTo(whole.codeSection().functionBodyCount())
                .isPositive();
        assertThat(Arrays.stream(hollow.codeSection().functionBodies())
                        .map(body -> body.instructions().get(0).opcode()))
                .containsOnly(OpCode.UNREACHABLE);
    }

    @Test
    void a_module_that_ends_in_the_middle_is_refused() {
        byte[] module = ProbeCanister.wasm();
        assertThatThrownBy(() -> HollowModule.of(Arrays.copyOf(module, module.length - 1)))
                .isInstanceOf(UnsupportedModuleException.class);
    }
}
