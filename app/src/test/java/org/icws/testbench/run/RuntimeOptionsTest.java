package org.icws.testbench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuntimeOptionsTest {

    private static final Path DIR = Path.of("data");

    @Test
    void aNetworkOfSomebodyElseGetsNoSample() {
        RuntimeOptions own = RuntimeOptions.defaults(DIR);
        RuntimeOptions theirs = new RuntimeOptions(
                8080, false, 4943, false, URI.create("https://icp-api.io"), Duration.ofMillis(100), DIR, true, true);

        assertThat(own.installsSample()).isTrue();
        assertThat(theirs.installsSample()).isFalse();
    }

    @Test
    void aPortOutOfRangeIsRefusedByName() {
        assertThatThrownBy(() ->
                        new RuntimeOptions(8080, false, 70_000, true, null, Duration.ofMillis(1), DIR, true, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("replica port")
                .hasMessageContaining("70000");
    }

    @Test
    void anIntervalOfZeroIsRefused() {
        assertThatThrownBy(() -> new RuntimeOptions(0, false, 0, false, null, Duration.ZERO, DIR, true, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("longer than zero");
    }

    @Test
    void theDataDirectoryFollowsTheOperatingSystem() {
        assertThat(DataDirectory.of("Linux", "/home/u", Map.of()))
                .isEqualTo(Path.of("/home/u/.local/share/icws-testbench"));
        assertThat(DataDirectory.of("Linux", "/home/u", Map.of("XDG_DATA_HOME", "/data")))
                .isEqualTo(Path.of("/data/icws-testbench"));
        assertThat(DataDirectory.of("Linux", "/home/u", Map.of("XDG_DATA_HOME", "relative")))
                .isEqualTo(Path.of("/home/u/.local/share/icws-testbench"));
        assertThat(DataDirectory.of("Mac OS X", "/Users/u", Map.of()))
                .isEqualTo(Path.of("/Users/u/Library/Application Support/icws-testbench"));
        assertThat(DataDirectory.of("Windows 11", "/u", Map.of()))
                .isEqualTo(Path.of("/u/AppData/Local/icws-testbench"));
    }
}
