package org.icws.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/conformance.md} names tests that exist, and each numbered check has tests under its number. */
class ConformanceIndexTest {
    private static final Path INDEX = Path.of("..", "docs", "conformance.md");
    private static final Pattern REFERENCE = Pattern.compile("`(\\w+Test)\\.(\\w+)`");
    private static final Pattern CHECK = Pattern.compile("^\\| H(\\d\\d) \\|");
    private static final Pattern NUMBERED = Pattern.compile("void (h\\d\\d\\w+)\\(");
    private static final int CHECKS = 24;

    @Test
    void everyTestItNamesExists() throws IOException {
        Map<String, String> sources = sources();
        List<String> missing = new ArrayList<>();
        Matcher reference = REFERENCE.matcher(Files.readString(INDEX));
        while (reference.find()) {
            String source = sources.getOrDefault(reference.group(1), "");
            if (!source.contains("void " + reference.group(2) + "(")) {
                missing.add(reference.group());
            }
        }

        assertThat(missing).isEmpty();
    }

    @Test
    void everyCheckHasATestUnderItsNumberAndEachOfTheseIsListed() throws IOException {
        List<String> rows = Files.readAllLines(INDEX);
        for (int number = 1; number <= CHECKS; number++) {
            String wanted = String.format("%02d", number);
            String row = rows.stream()
                    .filter(line -> CHECK.matcher(line).results().anyMatch(r -> r.group(1)
                            .equals(wanted)))
                    .findFirst()
                    .orElse("");
            assertThat(row).as("row H%s", wanted).contains(".h" + wanted);
        }
        String index = Files.readString(INDEX);
        sources().forEach((name, source) -> NUMBERED.matcher(source).results().forEach(test -> assertThat(index)
                .contains(name + "." + test.group(1))));
    }

    /** The tests of all modules by their class's name. */
    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            for (Path module : modules.toList()) {
                Path tests = module.resolve(Path.of("src", "test", "java"));
                if (Files.isDirectory(tests)) {
                    read(tests, sources);
                }
            }
        }
        return sources;
    }

    private static void read(Path tests, Map<String, String> sources) throws IOException {
        try (Stream<Path> files = Files.walk(tests)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith("Test.java")).toList()) {
                String name = file.getFileName().toString();
                sources.merge(
                        name.substring(0, name.length() - ".java".length()), Files.readString(file), String::concat);
            }
        }
    }
}
