package org.icws.testbench.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTroubleTest {

    @TempDir
    private Path dir;

    private String reason(Exception failure) {
        return FileTrouble.reason(failure, dir.resolve("missing").resolve("file"));
    }

    @Test
    void too_little_room_is_called_so_with_the_room_that_is_left() {
        assertThat(reason(new IOException("No space left on device")))
                .matches("the disk has too little room for it: \\d+ k?B are free there");
        assertThat(reason(new FileSystemException("f", null, "There is not enough space on the disk")))
                .startsWith("the disk has too little room");
    }

    @Test
    void what_the_system_tells_by_a_path_alone_is_put_in_words() throws IOException {
        assertThat(reason(new AccessDeniedException("/x"))).isEqualTo("this user may not write there");
        assertThat(reason(new NoSuchFileException("/x"))).isEqualTo("there is no such directory");
        Path file = Files.writeString(dir.resolve("file"), "");
        assertThatThrownBy(() -> Files.createDirectories(file.resolve("below")))
                .isInstanceOfSatisfying(IOException.class, e -> assertThat(FileTrouble.reason(e, file.resolve("below")))
                        .isEqualTo("there is a file where its directory should be"));
    }

    @Test
    void everything_else_is_what_the_system_says() {
        assertThat(FileTrouble.sentence(new FileSystemException("f", null, "Input/output error"), dir))
                .isEqualTo("The system says: Input/output error.");
        assertThat(FileTrouble.sentence(new IOException(), dir)).isEqualTo("The system gives no reason (IOException).");
    }
}
