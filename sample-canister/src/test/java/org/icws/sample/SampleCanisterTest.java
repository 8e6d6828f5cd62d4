package org.icws.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SampleCanisterTest {
    /** Surefire runs in the module's folder. */
    private static final Path WORKSPACE = Path.of("").toAbsolutePath();

    private static final byte[] WASM_VERSION_1 = {0, 'a', 's', 'm', 1, 0, 0, 0};
    private static final int SIZE_LIMIT = 700 * 1024;

    @ParameterizedTest
    @EnumSource
    void theModuleIsTheOneTheBuildRecorded(SampleCanister canister) {
        assertThat(SourceHash.sha256(canister.wasm())).isEqualTo(canister.sha256());
        assertThat(canister.toolchain()).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource
    void theModuleWasBuiltFromThePresentSources(SampleCanister canister) throws IOException {
        assertThat(SourceHash.of(WORKSPACE, canister.canisterName()))
                .as("the Rust sources changed after the Wasm was built; run sample-canister/build.sh")
                .isEqualTo(canister.sourcesSha256());
    }

    @ParameterizedTest
    @EnumSource
    void theModuleIsWebAssemblyOfModestSize(SampleCanister canister) {
        assertThat(canister.wasm()).startsWith(WASM_VERSION_1).hasSizeLessThanOrEqualTo(SIZE_LIMIT);
    }

    @ParameterizedTest
    @EnumSource
    void theModuleCarriesItsInterfaceAsPublicMetadata(SampleCanister canister) {
        String module = new String(canister.wasm(), StandardCharsets.ISO_8859_1);
        String section = "icp:public candid:service"
                + new String(canister.candid().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

        assertThat(module.contains(section)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void theModuleNamesNoFolderOfTheMachineThatBuiltIt(SampleCanister canister) {
        String module = new String(canister.wasm(), StandardCharsets.ISO_8859_1);

        assertThat(module.contains("/home/")).isFalse();
        assertThat(module.contains("/root/")).isFalse();
        assertThat(module.contains("/tmp/")).isFalse();
        assertThat(module.contains(WORKSPACE.toString())).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void theInterfaceDeclaresTheMethodsOfTheProtocol(SampleCanister canister) {
        assertThat(canister.candid())
                .containsPattern("(?m)^service : (\\(opt Feed\\) -> )?\\{$")
                .contains("ws_open : (", "ws_close : (", "ws_message : (", "ws_get_messages : (")
                .containsPattern("ws_get_messages : .* query;")
                .contains("stats : () -> (Stats) query;", "http_request : (HttpRequest) -> (HttpResponse) query;");
        assertThat(count(canister.candid(), '{')).isEqualTo(count(canister.candid(), '}'));
    }

    @ParameterizedTest
    @EnumSource
    void theInterfaceSaysWhatTheMessagesAreAndWhatTheLimits(SampleCanister canister) {
        assertThat(canister.candid()).contains("// For tools:", "// Limits: ");
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(c -> c == wanted).count();
    }
}
