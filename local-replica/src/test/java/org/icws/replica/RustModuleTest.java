package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RustModuleTest {
    private static final int SIZE_LIMIT = 800 * 1024;

    static Stream<RustModule> modules() {
        return Stream.of(RustModule.STABLE_CALLER, RustModule.CERTIFIED_ASSETS, RustModule.CYCLES_LEDGER);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void theModuleIsTheOneTheBuildRecorded(RustModule module) throws IOException {
        assertThat(RustModule.hash(module.wasm())).isEqualTo(module.recorded("wasm.sha256"));
        assertThat(module.recorded("toolchain")).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void theModuleWasBuiltFromThePresentSources(RustModule module) throws IOException {
        assertThat(module.sourceHash())
                .as("the Rust sources changed after the Wasm was built; run its build.sh")
                .isEqualTo(module.recorded("sources.sha256"));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void theModuleIsOfModestSizeAndCarriesItsInterface(RustModule module) throws IOException {
        String interfaceText = latin1(module.candid().getBytes(StandardCharsets.UTF_8));

        assertThat(module.wasm()).hasSizeLessThanOrEqualTo(SIZE_LIMIT);
        assertThat(latin1(module.wasm()).contains("icp:public candid:service" + interfaceText))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void theModuleNamesNoFolderOfTheMachineThatBuiltIt(RustModule module) throws IOException {
        String wasm = latin1(module.wasm());

        assertThat(wasm.contains("/home/")).isFalse();
        assertThat(wasm.contains("/root/")).isFalse();
        assertThat(wasm.contains("/tmp/")).isFalse();
        assertThat(wasm.contains(module.sources().toString())).isFalse();
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
