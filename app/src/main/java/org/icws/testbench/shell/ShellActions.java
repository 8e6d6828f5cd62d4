package org.icws.testbench.shell;

import java.util.function.BooleanSupplier;
import org.icws.testbench.keys.ActionTable;
import org.icws.testbench.keys.KeyAction;
import org.icws.testbench.settings.SettingsModel;
import org.icws.testbench.theme.ThemeManager;

/** What can be done everywhere: going to pages, looks, help. */
final class ShellActions {

    private static final String GO = "Go to";
    private static final String VIEW = "View";
    private static final String HELP = "Help";
    private static final int KEYS = 9;

    private ShellActions() {}

    static void add(ActionTable table, ShellViewModel shell, SettingsModel settings, ThemeManager themes) {
        addPages(table, shell);
        addLooks(table, shell, settings);
        addRows(table, settings);
        settings.settingsProperty()
                .addListener((o, old, now) -> themes.themeProperty().set(now.theme()));
    }

    private static void addPages(ActionTable table, ShellViewModel shell) {
        int digit = 1;
        for (ViewId id : ViewId.values()) {
            if (id.section().isEmpty()) {
                continue;
            }
            boolean hasDigit = id != ViewId.SETTINGS && digit <= KEYS;
            String[] keys = hasDigit
                    ? new String[] {"Shortcut+" + digit++}
                    : id == ViewId.SETTINGS ? new String[] {"Shortcut+Comma"} : new String[0];
            table.add(KeyAction.of(
                            GO,
                            id.title(),
                            id.icon(),
                            () -> shell.viewProperty().set(id),
                            keys)
                    .unless(() -> shell.unavailable(id)));
        }
        table.add(KeyAction.of(GO, "Start: how the start went", "fth-home", () -> shell.viewProperty()
                .set(ViewId.START)));
    }

    private static void addLooks(ActionTable table, ShellViewModel shell, SettingsModel settings) {
        table.add(
                KeyAction.of(
                        VIEW,
                        "Change between light and dark",
                        "fth-moon",
                        () -> settings.update(s -> s.withTheme(s.theme().other())),
                        "Shortcut+Shift+L"),
                KeyAction.of(
                        VIEW,
                        "Present this page: whole screen, large type; Esc leaves",
                        "fth-monitor",
                        () -> shell.presentingProperty()
                                .set(!shell.presentingProperty().get()),
                        "F11"),
                KeyAction.of(
                        VIEW,
                        "Make everything larger",
                        "fth-zoom-in",
                        () -> settings.zoom(1),
                        "Shortcut+Plus",
                        "Shortcut+Add",
                        "Shortcut+Equals",
                        "Shortcut+Shift+Equals"),
                KeyAction.of(
                        VIEW,
                        "Make everything smaller",
                        "fth-zoom-out",
                        () -> settings.zoom(-1),
                        "Shortcut+Minus",
                        "Shortcut+Subtract"),
                KeyAction.of(
                        VIEW,
                        "Show everything at 100 %",
                        "fth-maximize",
                        () -> settings.update(s -> s.withZoom(100)),
                        "Shortcut+0",
                        "Shortcut+Numpad 0"));
    }

    private static void addRows(ActionTable table, SettingsModel settings) {
        table.add(
                KeyAction.of(
                        VIEW,
                        "Change the row height in Messages",
                        "fth-menu",
                        () -> settings.update(s -> s.withRows(!s.compactMessages(), s.compactTables()))),
                KeyAction.of(
                        VIEW,
                        "Change the row height of the other tables",
                        "fth-menu",
                        () -> settings.update(s -> s.withRows(s.compactMessages(), !s.compactTables()))),
                KeyAction.of(
                        VIEW,
                        "More or less motion",
                        "fth-wind",
                        () -> settings.update(s -> s.withLessMotion(!s.lessMotion()))));
    }

    /** Palette, sheet and about page; known only once the window's frame is. */
    static void addHelp(ActionTable table, ShellView view, ShellViewModel shell) {
        BooleanSupplier free = () -> true;
        table.add(
                KeyAction.of(HELP, "Search or run a command", "fth-search", view::togglePalette, "Shortcut+K")
                        .in(free),
                KeyAction.of(HELP, "Show all shortcuts", "fth-help-circle", view::toggleSheet, "F1", "Shift+Slash"),
                KeyAction.of(HELP, "About: versions, licences, data directory", "fth-info", () -> shell.viewProperty()
                        .set(ViewId.ABOUT)));
    }
}
