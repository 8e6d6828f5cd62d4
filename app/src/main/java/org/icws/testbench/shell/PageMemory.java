package org.icws.testbench.shell;

import java.util.List;
import java.util.stream.IntStream;
import javafx.beans.property.Property;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;
import org.icws.testbench.control.ColumnChooser;
import org.icws.testbench.control.DataTable;
import org.icws.testbench.control.Remembered;
import org.icws.testbench.queues.AckLimits;
import org.icws.testbench.queues.QueuesViewModel;
import org.icws.testbench.settings.Settings;
import org.icws.testbench.settings.SettingsModel;
import org.icws.testbench.settings.SettingsView;

/** What the pages remember from one run to the next. FX thread only. */
final class PageMemory {

    private final SettingsModel settings;

    PageMemory(SettingsModel settings) {
        this.settings = settings;
    }

    /** The page as a person left it; whatever is changed of it is remembered. */
    <P extends Node & Remembered> P page(P page, String name) {
        table(page.table(), name);
        if (page.otherTable() != null) {
            table(page.otherTable(), name + ".other");
        }
        if (page.split() != null) {
            dividers(page.split(), name);
        }
        return page;
    }

    /** Puts the columns as a person left them, remembers every change, and keeps to the row height of the settings. */
    private void table(DataTable<?> table, String name) {
        columns(table.chooser(), name);
        table.setCompact(settings.get().compactTables());
        settings.settingsProperty().addListener((o, old, now) -> {
            if (old.compactTables() != now.compactTables()) {
                table.setCompact(now.compactTables());
            }
        });
    }

    /** Puts the columns as a person left them and remembers every change. */
    void columns(ColumnChooser<?> columns, String name) {
        columns.restore(settings.get().columns().getOrDefault(name, List.of()).stream()
                .map(c -> new ColumnChooser.State(c.name(), c.width(), c.shown()))
                .toList());
        columns.onChange(() -> settings.update(s -> s.withColumns(
                name,
                columns.state().stream()
                        .map(c -> new Settings.Column(c.name(), c.width(), c.shown()))
                        .toList())));
    }

    /** Puts the dividers where they were and remembers where they are put. */
    void dividers(SplitPane split, String name) {
        IntStream.range(0, split.getDividers().size()).forEach(i -> {
            String key = name + "." + i;
            Double known = settings.get().dividers().get(key);
            if (known != null) {
                split.setDividerPosition(i, known);
            }
            split.getDividers().get(i).positionProperty().addListener((o, old, now) -> {
                // The first layouts move it too, before anybody could.
                if (split.getScene() != null && split.getScene().getWindow() != null && split.isPressed()) {
                    settings.update(s -> s.withDivider(key, now.doubleValue()));
                }
            });
        });
    }

    /** Keeps the times of acknowledgements as the settings have them. */
    void acks(Property<AckLimits> limits) {
        Runnable take = () -> limits.setValue(new AckLimits(
                settings.get().choice(SettingsView.ACK_SECONDS, AckLimits.CDK.ackSeconds()),
                settings.get().choice(SettingsView.KEEP_ALIVE_SECONDS, AckLimits.CDK.keepAliveSeconds())));
        settings.settingsProperty().addListener(o -> take.run());
        take.run();
    }

    /** How the queues are looked at. */
    void queues(QueuesViewModel queues) {
        choice(queues.refreshSecondsProperty(), "queues.refreshSeconds");
        choice(queues.groupingProperty(), "queues.grouping");
        choice(queues.courseStyleProperty(), "queues.courseStyle");
        acks(queues.limitsProperty());
    }

    /** Makes a choice as a person last made it, and remembers every other one. */
    void choice(Property<Integer> choice, String name) {
        choice.setValue(settings.get().choice(name, choice.getValue()));
        choice.addListener((o, old, now) -> settings.update(s -> s.withChoice(name, now)));
    }
}
