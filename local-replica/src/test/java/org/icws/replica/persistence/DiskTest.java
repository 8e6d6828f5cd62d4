package org.icws.replica.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.icws.replica.ReplicaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskTest {
    @TempDir
    Path directory;

    @Test
    void tooLittleRoomIsSaidInTimeWithTheNumbersAndTheDirectory() {
        assertThatThrownBy(() -> Disk.requireRoom(directory, 5L << 20))
                .isInstanceOf(ReplicaException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("5 MB are free")
                .hasMessageContaining("32 MB are needed");
        assertThatCode(() -> Disk.requireRoom(directory, Disk.LEAST_FREE_BYTES)).doesNotThrowAnyException();
    }

    @Test
    void aFileIsThereAsAWholeWithNothingBesideIt() throws IOException {
        Disk.writeWhole(directory.resolve("file"), new byte[] {1, 2, 3});
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(directory.resolve("file"));
        }
        assertThat(directory.resolve("file")).hasBinaryContent(new byte[] {1, 2, 3});
    }
}
