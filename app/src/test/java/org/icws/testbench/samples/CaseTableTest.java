package org.icws.testbench.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.icws.sample.SampleCanister;
import org.junit.jupiter.api.Test;

/** The table in {@code sample-canister/README.md} has a test for each case and canister, which is there and about that canister. */
class CaseTableTest {
    private static final Path README = Path.of("..", "sample-canister", "README.md");
    private static final Path TESTS = Path.of("src", "test", "java", "org", "icws", "testbench", "samples");
    private static final List<String> CASES = List.of(
            "three clients at once",
            "upgrade in the middle",
            "a client that disappears",
            "a full queue",
            "a wrong sequence number",
            "a wrong signature",
            "messages over the size limit");
    private static final Pattern REFERENCE = Pattern.compile("`(\\w+)\\.(\\w+)`");

    @Test
    void everyCaseIsTestedOnEveryCanister() throws IOException {
        List<String> lines = Files.readAllLines(README);
        assertThat(cells(row(lines, "case")).stream().map(cell -> cell.replace("`", "")))
                .containsExactly(Arrays.stream(SampleCanister.values())
                        .map(SampleCanister::canisterName)
                        .toArray(String[]::new));
        for (String name : CASES) {
            List<String> cells = cells(row(lines, name));
            assertThat(cells).as(name).hasSize(SampleCanister.values().length);
            for (SampleCanister sample : SampleCanister.values()) {
                assertThat(REFERENCE.matcher(cells.get(sample.ordinal())).results())
                        .as("%s of %s", name, sample)
                        .isNotEmpty()
                        .allSatisfy(reference -> assertTests(reference.group(1), reference.group(2), sample));
            }
        }
    }

    private static String row(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith("| " + name + " |"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the table has no row " + name));
    }

    private static List<String> cells(String row) {
        List<String> all = Arrays.stream(row.split("\\|")).map(String::strip).toList();
        return all.subList(2, all.size());
    }

    /** The method is there; its class is about the canister, or the method is for all canisters but those it excludes. */
    private static void assertTests(String type, String method, SampleCanister sample) {
        String source;
        try {
            source = Files.readString(TESTS.resolve(type + ".java"));
        } catch (IOException e) {
            throw new AssertionError("there is no " + type, e);
        }
        int at = source.indexOf("void " + method + "(");
        assertThat(at).as("%s.%s", type, method).isPositive();
        String annotations = source.substring(source.lastIndexOf("Test\n", at), at);
        if (annotations.contains("@EnumSource")) {
            assertThat(annotations).as("left out by %s", method).doesNotContain('"' + sample.name() + '"');
        } else {
            int end = source.indexOf("\n    }\n", at);
            boolean wholeClass =
                    source.contains("private final SampleNetwork network = new SampleNetwork(SampleCanister." + sample);
            assertThat(wholeClass || source.substring(at, end).contains("SampleCanister." + sample))
                    .as("%s is about %s", method, sample)
                    .isTrue();
        }
    }
}
