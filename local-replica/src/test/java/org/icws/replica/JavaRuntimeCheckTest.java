package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class JavaRuntimeCheckTest {
    private static final String WARNING = "without -XX:-SplitIfBlocks";

    private static Optional<String> warning(int version, String value) {
        return warning(version, Map.of("SplitIfBlocks", value, "TieredStopAtLevel", "4"));
    }

    private static Optional<String> warning(int version, Map<String, String> options) {
        return JavaRuntimeCheck.warning(version, name -> Optional.ofNullable(options.get(name)));
    }

    @Test
    void onlyVersionsWithTheOptimisationThatAreNotKnownToBeGoodAreWarnedOf() {
        assertThat(warning(17, "true")).hasValueSatisfying(text -> assertThat(text)
                .contains("Java 17", WARNING, "-XX:-DontCompileHugeMethods", "Java 25 or newer"));
        assertThat(warning(21, "true")).isPresent();
        assertThat(warning(25, "true")).isEmpty();
        assertThat(warning(17, "false")).isEmpty();
        assertThat(warning(17, Map.of())).as("another JVM").isEmpty();
        assertThat(warning(17, Map.of("SplitIfBlocks", "true", "TieredStopAtLevel", "1")))
                .as("without the second compiler")
                .isEmpty();
    }

    @Test
    void anOptionThatDoesNotExistIsNoFailure() {
        assertThat(JavaRuntimeCheck.option("NoSuchOption")).isEmpty();
        assertThat(JavaRuntimeCheck.option(null)).isEmpty();
    }

    /** Starts two replicas in a JVM of their own and returns its output. */
    private static String started(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), TwoReplicas.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("both have run");
        return output;
    }

    /** The program of the other JVM. */
    static final class TwoReplicas {
        public static void main(String[] arguments) {
            for (int i = 0; i < 2; i++) {
                LocalReplica.start(ReplicaConfig.defaults()).close();
            }
            System.out.println("both have run");
        }
    }

    @Test
    void aProgramWithoutTheOptionIsWarnedOnce() throws IOException, InterruptedException {
        boolean matters = warning(Runtime.version().feature(), "true").isPresent()
                && JavaRuntimeCheck.option("SplitIfBlocks").isPresent();
        Assumptions.assumeTrue(matters, "This JVM has no such defect");
        assertThat(started("-XX:+SplitIfBlocks").split(WARNING, -1)).as("once").hasSize(2);
    }

    @Test
    void aProgramWithTheOptionIsNotWarned() throws IOException, InterruptedException {
        Assumptions.assumeTrue(JavaRuntimeCheck.option("SplitIfBlocks").isPresent(), "This JVM has no such option");
        assertThat(started("-XX:-SplitIfBlocks")).doesNotContain(WARNING);
        assertThat(started("-XX:TieredStopAtLevel=1")).doesNotContain(WARNING);
    }
}
