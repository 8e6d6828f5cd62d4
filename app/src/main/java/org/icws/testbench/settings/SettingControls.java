package org.icws.testbench.settings;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.SegmentedControl;
import org.icws.testbench.control.Switch;

/** What settings are changed with. Each shows the setting as it is, whoever changes it. */
final class SettingControls {

    private final SettingsModel model;

    SettingControls(SettingsModel model) {
        this.model = model;
    }

    /** A card with a title. */
    static VBox card(String title, Node... rows) {
        VBox body = new VBox(14, rows);
        body.getStyleClass().add("card-body");
        VBox card = Nodes.card(body, Nodes.label(title, "t-heading"));
        card.setMinHeight(Region.USE_PREF_SIZE);
        return card;
    }

    /** A setting: its name, what it does, and its control. */
    static HBox row(String name, String explanation, Node control) {
        Label title = Nodes.label(name, "t-body");
        Label words = Nodes.label(explanation, "t-small", "muted");
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        VBox texts = new VBox(2, title);
        if (!explanation.isEmpty()) {
            texts.getChildren().add(words);
        }
        HBox.setHgrow(texts, Priority.ALWAYS);
        title.setLabelFor(control);
        control.lookupAll(".text-field").forEach(field -> field.setAccessibleText(name));
        control.setAccessibleHelp(explanation);
        if (control instanceof Region region) {
            region.setMinWidth(Region.USE_PREF_SIZE);
        }
        HBox row = new HBox(24, texts, control);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    /** One of a few. */
    SegmentedControl segments(ToIntFunction<Settings> read, Consumer<Integer> write, String... names) {
        SegmentedControl control = new SegmentedControl(read.applyAsInt(model.get()), names);
        control.onChange(write);
        control.setMinWidth(Region.USE_PREF_SIZE);
        model.settingsProperty().addListener((o, old, now) -> control.choose(read.applyAsInt(now)));
        return control;
    }

    /** On or off. */
    Switch toggle(Function<Settings, Boolean> read, Consumer<Boolean> write, String words) {
        Switch control = new Switch(words);
        control.onProperty().set(read.apply(model.get()));
        control.onProperty().addListener((o, old, now) -> write.accept(now));
        model.settingsProperty()
                .addListener((o, old, now) -> control.onProperty().set(read.apply(now)));
        return control;
    }

    /** The size of everything. */
    Node zoom() {
        Label value = Nodes.label("", "t-mono");
        value.setMinWidth(48);
        value.setAlignment(Pos.CENTER);
        Button less = Nodes.iconButton("fth-minus", "Smaller");
        Button more = Nodes.iconButton("fth-plus", "Larger");
        less.setOnAction(e -> model.zoom(-1));
        more.setOnAction(e -> model.zoom(1));
        Runnable show = () -> value.setText(model.get().zoomPercent() + " %");
        model.settingsProperty().addListener(o -> show.run());
        show.run();
        return Nodes.row(4, less, value, more);
    }

    /** A whole number in a range. */
    Node number(String id, ToIntFunction<Settings> read, Consumer<Integer> write, int least, int most, String unit) {
        return new NumberSetting(model, id, read, write, least, most, unit);
    }
}
