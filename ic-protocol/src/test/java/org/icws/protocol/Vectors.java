package org.icws.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Assumptions;

/** Recorded data of real networks, kept beside the checkout as {@code shared/vectors}; without it tests are skipped. */
public final class Vectors {

    private Vectors() {}

    /** A file, or the visible end of the test. */
    public static byte[] file(String name) {
        Path folder = folder();
        Assumptions.assumeTrue(
                folder != null,
                "Skipped: no folder shared/vectors above " + Path.of("").toAbsolutePath() + ".");
        Path file = folder.resolve(name);
        Assumptions.assumeTrue(Files.isRegularFile(file), "Skipped: the vectors have no " + name + ".");
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A JSON file. */
    public static JsonNode json(String name) {
        try {
            return new ObjectMapper().readTree(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A field of hexadecimal digits. */
    public static byte[] hex(JsonNode node, String field) {
        return hex(node.get(field).textValue());
    }

    public static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    private static Path folder() {
        for (Path path = Path.of("").toAbsolutePath(); path != null; path = path.getParent()) {
            Path candidate = path.resolve("shared").resolve("vectors");
            if (Files.isDirectory(candidate)) {
                return candidate;
            }
        }
        return null;
    }
}
