package org.icws.testbench.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.icws.testbench.theme.Theme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsFileTest {

    @TempDir
    private Path dir;

    @Test
    void without_a_file_there_are_the_defaults() {
        assertThat(new SettingsFile(dir).read()).isEqualTo(Settings.DEFAULTS);
    }

    @Test
    void what_is_written_is_read_again() throws IOException {
        Settings mine = Settings.DEFAULTS
                .withTheme(Theme.DARK)
                .withZoom(125)
                .withPolling(50, 400, 900)
                .withNetworkKept(true)
                .withMessages(false, "SINCE_START", "~dir up", List.of("~b hello"))
                .withColumns("messages", List.of(new Settings.Column("Time", 98, true)))
                .withDivider("messages", .7);
        SettingsFile file = new SettingsFile(dir.resolve("new"));

        file.write(mine);

        assertThat(file.read()).isEqualTo(mine);
    }

    @Test
    void a_field_that_is_missing_or_unknown_does_not_matter() throws IOException {
        Files.writeString(dir.resolve(SettingsFile.NAME), "{\"theme\":\"DARK\",\"colourOfTheSky\":\"blue\"}");

        assertThat(new SettingsFile(dir).read()).isEqualTo(Settings.DEFAULTS.withTheme(Theme.DARK));
    }

    @Test
    void numbers_out_of_range_are_put_right() throws IOException {
        Files.writeString(dir.resolve(SettingsFile.NAME), "{\"zoomPercent\":9000,\"rowsKept\":3,\"pollMillis\":500}");

        Settings read = new SettingsFile(dir).read();

        assertThat(read.zoomPercent()).isEqualTo(Settings.MOST_ZOOM);
        assertThat(read.rowsKept()).isEqualTo(Settings.LEAST_ROWS);
        assertThat(read.slowestPollMillis()).isEqualTo(500);
    }

    @ParameterizedTest
    @CsvSource({
        // what an earlier version wrote; fastest, slowest, slowest of the embedded network that it means
        "'\"pollMillis\":100,\"slowestPollMillis\":100',100,1000,5000",
        "'\"pollMillis\":50,\"slowestPollMillis\":50',50,50,50",
        "'\"pollMillis\":100,\"slowestPollMillis\":700',100,700,700",
        "'\"pollMillis\":20',20,100,100",
        "'\"slowestPollMillis\":300',100,300,300",
        "'\"pollMillis\":200,\"slowestPollMillis\":400,\"slowestPollEmbeddedMillis\":800',200,400,800",
        "'\"pollMillis\":100,\"slowestPollMillis\":100,\"slowestPollEmbeddedMillis\":100',100,100,100",
        "'\"rowsKept\":5000',100,1000,5000"
    })
    void how_often_to_poll_stays_as_it_was_chosen(String written, int fastest, int slowest, int embedded)
            throws IOException {
        Files.writeString(dir.resolve(SettingsFile.NAME), "{" + written + "}");

        Settings read = new SettingsFile(dir).read();

        assertThat(read.pollMillis()).isEqualTo(fastest);
        assertThat(read.slowestPollMillis()).isEqualTo(slowest);
        assertThat(read.slowestPollEmbeddedMillis()).isEqualTo(embedded);
    }

    @Test
    void a_file_that_cannot_be_read_is_kept_aside() throws IOException {
        Files.writeString(dir.resolve(SettingsFile.NAME), "this is no JSON");

        assertThat(new SettingsFile(dir).read()).isEqualTo(Settings.DEFAULTS);
        assertThat(dir.resolve("settings.json.unreadable")).hasContent("this is no JSON");
    }

    @Test
    void a_directory_that_cannot_be_written_is_told_and_nothing_else_happens() throws IOException {
        Path blocked = Files.writeString(dir.resolve("file"), "not a directory");
        List<String> problems = new ArrayList<>();
        try (SettingsWriter writer = new SettingsWriter(new SettingsFile(blocked), problems::add)) {
            writer.write(Settings.DEFAULTS);
        }

        assertThat(problems)
                .as("told once when it was tried, and once more at the end")
                .hasSizeBetween(1, 2)
                .allMatch(words -> words.contains("could not be written"));
    }

    @Test
    void what_could_not_be_written_is_written_with_the_next_change() throws Exception {
        Path inTheWay = Files.createDirectories(dir.resolve(SettingsFile.NAME));
        SettingsFile file = new SettingsFile(dir);
        BlockingQueue<String> problems = new LinkedBlockingQueue<>();
        SettingsModel model = new SettingsModel(Settings.DEFAULTS, dir);
        try (SettingsWriter writer = new SettingsWriter(file, problems::add)) {
            model.onChange(writer::write);
            model.update(s -> s.withZoom(110));
            assertThat(problems.poll(20, TimeUnit.SECONDS))
                    .contains(file.path() + " could not be written, because the system says: Is a directory.")
                    .contains("the next change of a setting tries again");
            Files.delete(inTheWay);
            model.update(s -> s.withTheme(Theme.DARK));
            assertThat(problems.poll(20, TimeUnit.SECONDS)).isEmpty();
        }

        assertThat(file.read()).isEqualTo(Settings.DEFAULTS.withZoom(110).withTheme(Theme.DARK));
    }

    @Test
    void a_change_reaches_those_who_look_and_the_keeper_once() {
        SettingsModel model = SettingsModel.notKept();
        List<Settings> kept = new ArrayList<>();
        model.onChange(kept::add);

        model.update(s -> s.withZoom(110));
        model.update(s -> s.withZoom(110));

        assertThat(model.get().zoomPercent()).isEqualTo(110);
        assertThat(kept).hasSize(1);
    }

    @Test
    void sizes_step_up_and_down_and_stop_at_their_ends() {
        SettingsModel model = SettingsModel.notKept();

        model.zoom(1);
        assertThat(model.get().zoomPercent()).isEqualTo(110);
        for (int i = 0; i < 12; i++) {
            model.zoom(-1);
        }
        assertThat(model.get().zoomPercent()).isEqualTo(80);
    }
}
