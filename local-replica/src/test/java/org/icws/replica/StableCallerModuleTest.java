package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StableCallerModuleTest {
    private static final int SIZE_LIMIT = 700 * 1024;

    @Test
    void theModuleIsTheOneTheBuildRecorded() throws IOException {
        assertThat(StableCallerModule.hash(StableCallerModule.wasm()))
                .isEqualTo(StableCallerModule.recorded("wasm.sha256"));
        assertThat(StableCallerModule.recorded("toolchain")).isNotBlank();
    }

    @Test
    void theModuleWasBuiltFromThePresentSources() throws IOException {
        assertThat(StableCallerModule.sourceHash())
                .as("the Rust sources changed after the Wasm was built; run src/test/rust/stable-caller/build.sh")
                .isEqualTo(StableCallerModule.recorded("sources.sha256"));
    }

    @Test
    void theModuleIsOfModestSizeAndCarriesItsInterface() throws IOException {
        String interfaceText = latin1(StableCallerModule.candid().getBytes(StandardCharsets.UTF_8));

        assertThat(StableCallerModule.wasm()).hasSizeLessThanOrEqualTo(SIZE_LIMIT);
        assertThat(latin1(StableCallerModule.wasm()).contains("icp:public candid:service" + interfaceText))
                .isTrue();
    }

    @Test
    void theModuleNamesNoFolderOfTheMachineThatBuiltIt() throws IOException {
        String module = latin1(StableCallerModule.wasm());

        assertThat(module.contains("/home/")).isFalse();
        assertThat(module.contains("/root/")).isFalse();
        assertThat(module.contains("/tmp/")).isFalse();
        assertThat(module.contains(StableCallerModule.SOURCES.toString())).isFalse();
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
