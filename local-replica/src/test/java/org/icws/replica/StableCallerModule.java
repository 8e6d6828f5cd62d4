package org.icws.replica;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.icws.protocol.hash.Sha256;

/** The compiled canister of {@code src/test/rust/stable-caller}, and what its build.sh wrote down about it. */
final class StableCallerModule {
    /** Surefire runs in the module's folder. */
    static final Path SOURCES = Path.of("src", "test", "rust", "stable-caller").toAbsolutePath();

    private StableCallerModule() {}

    static byte[] wasm() throws IOException {
        return resource("stable_caller.wasm");
    }

    static String candid() throws IOException {
        return Files.readString(SOURCES.resolve("stable_caller.did"));
    }

    static String recorded(String key) throws IOException {
        Properties record = new Properties();
        record.load(new StringReader(new String(resource("stable_caller.properties"), StandardCharsets.UTF_8)));
        return record.getProperty(key);
    }

    /** What {@code sha256sum} prints of the files a build uses, hashed once more. */
    static String sourceHash() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String source : List.of("Cargo.toml", "Cargo.lock", "stable_caller.did", "src")) {
            try (Stream<Path> tree = Files.walk(SOURCES.resolve(source))) {
                tree.filter(Files::isRegularFile).forEach(files::add);
            }
        }
        files.sort(Comparator.comparing(StableCallerModule::unixName));
        StringBuilder list = new StringBuilder();
        for (Path file : files) {
            list.append(hash(Files.readAllBytes(file)))
                    .append("  ")
                    .append(unixName(file))
                    .append('\n');
        }
        return hash(list.toString().getBytes(StandardCharsets.UTF_8));
    }

    static String hash(byte[] bytes) {
        return HexFormat.of().formatHex(Sha256.of(bytes));
    }

    private static String unixName(Path file) {
        return SOURCES.relativize(file).toString().replace('\\', '/');
    }

    private static byte[] resource(String file) throws IOException {
        try (InputStream in = StableCallerModule.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("The class path lacks " + file + "; run " + SOURCES + "/build.sh");
            }
            return in.readAllBytes();
        }
    }
}
