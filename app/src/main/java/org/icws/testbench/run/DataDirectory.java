package org.icws.testbench.run;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where this operating system wants a program's own data of one user. */
public final class DataDirectory {

    private static final String NAME = "icws-testbench";

    private DataDirectory() {}

    /** The default data directory of the user who runs this JVM; need not exist yet. */
    public static Path ofUser() {
        return of(System.getProperty("os.name", ""), System.getProperty("user.home", "."), System.getenv());
    }

    static Path of(String osName, String userHome, Map<String, String> environment) {
        String os = osName.toLowerCase(Locale.ROOT);
        Path home = Path.of(userHome);
        if (os.startsWith("win")) {
            return fromVariable(
                            environment.get("LOCALAPPDATA"),
                            home.resolve("AppData").resolve("Local"))
                    .resolve(NAME);
        }
        if (os.contains("mac")) {
            return home.resolve("Library").resolve("Application Support").resolve(NAME);
        }
        return fromVariable(
                        environment.get("XDG_DATA_HOME"), home.resolve(".local").resolve("share"))
                .resolve(NAME);
    }

    /** The XDG rules say that a relative path in the variable is to be ignored. */
    private static Path fromVariable(String value, Path otherwise) {
        if (value == null || value.isBlank()) {
            return otherwise;
        }
        Path path = Path.of(value);
        return path.isAbsolute() ? path : otherwise;
    }
}
