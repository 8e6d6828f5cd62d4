package org.icws.testbench.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.icws.testbench.theme.Theme;
import org.junit.jupiter.api.Test;

class SettingsTest {

    @Test
    void every_field_is_kept_while_others_are_changed() {
        List<Settings.Column> columns = List.of(new Settings.Column("Time", 98, true));
        Settings all = Settings.DEFAULTS
                .withTheme(Theme.DARK)
                .withZoom(125)
                .withRows(false, true)
                .withLessMotion(true)
                .withKept(2_000, 16)
                .withPolling(50, 400, 900)
                .withNetworkKept(true)
                .withMessages(false, "SINCE_START", "~dir up", List.of("~b hello"))
                .withColumns("messages", columns)
                .withDivider("messages", .7)
                .withChoice("seconds", 5);
        assertThat(all)
                .isEqualTo(new Settings(
                        Theme.DARK,
                        125,
                        false,
                        true,
                        true,
                        2_000,
                        16,
                        50,
                        400,
                        900,
                        true,
                        false,
                        "SINCE_START",
                        "~dir up",
                        List.of("~b hello"),
                        Map.of("messages", columns),
                        Map.of("messages", .7),
                        Map.of("seconds", 5)));
    }
}
