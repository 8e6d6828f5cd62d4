package org.icws.testbench.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.icws.testbench.compose.ComposeStore;
import org.icws.testbench.compose.Draft;
import org.icws.testbench.compose.SavedMessage;
import org.icws.testbench.compose.SentMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposeFileTest {

    private static final Draft DRAFT = new Draft(Draft.Kind.MESSAGE, "record { text = \"ß\" }", "“ß”", "ping_pong");

    @TempDir
    private Path data;

    private final BlockingQueue<String> problems = new LinkedBlockingQueue<>();

    private ComposeStore.Kept again() {
        try (ComposeFile file = new ComposeFile(data, problems::add)) {
            return file.load();
        }
    }

    @Test
    void what_was_saved_and_sent_comes_back() {
        SentMessage sent =
                SentMessage.remembered(SentMessage.State.FAILED, "Ada", DRAFT, 5, 7, "The canister refused it.");
        try (ComposeFile file = new ComposeFile(data, problems::add)) {
            assertThat(file.load().saved()).isEmpty();
            file.save(List.of(new SavedMessage("greeting", DRAFT)), List.of(sent));
        }
        assertThat(problems).containsOnly("");
        assertThat(again().saved()).containsExactly(new SavedMessage("greeting", DRAFT));
        assertThat(again().history()).containsExactly(sent);
    }

    @Test
    void a_damaged_file_is_put_aside_and_said() throws IOException {
        Files.writeString(data.resolve(ComposeFile.NAME), "{\"version\":1,\"saved\":[{\"na");
        ComposeStore.Kept kept = again();
        assertThat(kept.saved()).isEmpty();
        assertThat(kept.problem()).contains("cannot be read").contains("messages.json.unreadable");
        assertThat(data.resolve("messages.json.unreadable")).exists();
    }

    @Test
    void a_file_of_a_newer_version_is_not_touched() throws IOException {
        Path path = data.resolve(ComposeFile.NAME);
        Files.writeString(path, "{\"version\":2,\"saved\":[],\"other\":true}");
        try (ComposeFile file = new ComposeFile(data, problems::add)) {
            assertThat(file.load().problem()).contains("newer version");
            file.save(List.of(new SavedMessage("greeting", DRAFT)), List.of());
        }
        assertThat(path).content().contains("\"version\":2");
    }

    @Test
    void a_directory_that_cannot_be_written_is_said() throws Exception {
        Path blocked = Files.writeString(data.resolve("blocked"), "a file where a directory should be");
        try (ComposeFile file = new ComposeFile(blocked, problems::add)) {
            file.save(List.of(), List.of());
            assertThat(problems.poll(30, TimeUnit.SECONDS))
                    .startsWith("Saved messages and the history end with this run")
                    .contains("because there is a file where its directory should be");
        }
    }
}
