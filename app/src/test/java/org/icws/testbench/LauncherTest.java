package org.icws.testbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher's answers that need neither a build nor an installation. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the launcher looks at the system only on Linux")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LauncherTest {

    private static final Path LAUNCHER = Path.of("..", "testbench");

    @Test
    void helpNeedsNothingInstalled() throws Exception {
        Process help = launcher("/usr/bin:/bin", "--help");

        assertThat(output(help)).contains("serve").contains("verify").contains("--no-install");
        assertThat(help.exitValue()).isZero();
    }

    @Test
    void withoutAScreenItSaysWhatToDoInstead() throws Exception {
        Process window = launcher("/usr/bin:/bin");

        assertThat(output(window)).contains("DISPLAY").contains("./testbench serve");
        assertThat(window.exitValue()).isEqualTo(1);
    }

    @Test
    void whatIsMissingIsNamedAndNotInstalledAgainstTheUsersWill(@TempDir Path tools) throws Exception {
        for (String tool : List.of("dirname", "uname", "readlink", "sed", "grep", "find", "head", "id", "cat")) {
            Path script = Files.writeString(tools.resolve(tool), "#!/bin/sh\nexec /usr/bin/" + tool + " \"$@\"\n");
            assertThat(script.toFile().setExecutable(true)).isTrue();
        }
        Process verify = launcher(tools.toString(), "verify", "--no-install");

        assertThat(output(verify)).contains("missing: Maven 3.8");
        assertThat(verify.exitValue()).isEqualTo(1);
    }

    private static Process launcher(String path, String... arguments) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(LAUNCHER.toAbsolutePath().normalize().toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().clear();
        builder.environment().put("PATH", path);
        return builder.redirectErrorStream(true).start();
    }

    private static String output(Process process) throws Exception {
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return text;
    }
}
