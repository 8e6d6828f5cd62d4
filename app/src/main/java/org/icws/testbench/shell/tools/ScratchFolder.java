package org.icws.testbench.shell.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A data directory that is of no use after the run. */
final class ScratchFolder {

    private ScratchFolder() {}

    /** Makes an empty one. */
    static Path make(String name) throws IOException {
        return Files.createTempDirectory(name);
    }

    /** Deletes it with all that can be deleted: what another program has open stays, which is no reason to fail. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
