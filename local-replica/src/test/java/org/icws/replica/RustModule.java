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

/**
 * A compiled canister of this module, and what its build.sh wrote down about it.
 *
 * @param sources the crate's folder
 * @param name of its files
 */
record RustModule(Path sources, String name) {
    /** A canister for tests. */
    static final RustModule STABLE_CALLER = of("test", "stable-caller", "stable_caller");

    /** The asset canister that projects of the public network install, for tests. */
    static final RustModule CERTIFIED_ASSETS = of("test", "certified-assets", "certified_assets");

    /** The stand-in for the cycles ledger. */
    static final RustModule CYCLES_LEDGER = of("main", "cycles-ledger", "cycles_ledger");

    /** Surefire runs in the module's folder. */
    private static RustModule of(String tree, String crate, String name) {
        return new RustModule(Path.of("src", tree, "rust", crate).toAbsolutePath(), name);
    }

    byte[] wasm() throws IOException {
        return resource(name + ".wasm");
    }

    String candid() throws IOException {
        return Files.readString(sources.resolve(name + ".did"));
    }

    String recorded(String key) throws IOException {
        Properties record = new Properties();
        record.load(new StringReader(new String(resource(name + ".properties"), StandardCharsets.UTF_8)));
        return record.getProperty(key);
    }

    /** What {@code sha256sum} prints of the files a build uses, hashed once more. */
    String sourceHash() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String source : List.of("Cargo.toml", "Cargo.lock", name + ".did", "src")) {
            try (Stream<Path> tree = Files.walk(sources.resolve(source))) {
                tree.filter(Files::isRegularFile).forEach(files::add);
            }
        }
        files.sort(Comparator.comparing(this::unixName));
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

    private String unixName(Path file) {
        return sources.relativize(file).toString().replace('\\', '/');
    }

    private byte[] resource(String file) throws IOException {
        try (InputStream in = RustModule.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("The class path lacks " + file + "; run " + sources + "/build.sh");
            }
            return in.readAllBytes();
        }
    }
}
