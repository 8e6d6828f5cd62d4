package org.icws.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The hash that build.sh writes down for a canister's sources: what {@code sha256sum} prints, hashed once more. */
final class SourceHash {
    private SourceHash() {}

    static String of(Path workspace, String canister) throws IOException {
        List<Path> files = new ArrayList<>(List.of(workspace.resolve("Cargo.toml"), workspace.resolve("Cargo.lock")));
        for (String crate : List.of("common", "websocket", canister)) {
            try (Stream<Path> tree = Files.walk(workspace.resolve(crate))) {
                tree.filter(Files::isRegularFile).forEach(files::add);
            }
        }
        files.sort(Comparator.comparing(file -> unixName(workspace, file)));
        StringBuilder list = new StringBuilder();
        for (Path file : files) {
            list.append(sha256(Files.readAllBytes(file)))
                    .append("  ")
                    .append(unixName(workspace, file))
                    .append('\n');
        }
        return sha256(list.toString().getBytes(StandardCharsets.UTF_8));
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String unixName(Path workspace, Path file) {
        return workspace.relativize(file).toString().replace('\\', '/');
    }
}
