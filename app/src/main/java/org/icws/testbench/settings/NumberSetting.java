package org.icws.testbench.settings;

import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.Nodes;

/** A whole number in a range. What is none is marked and not taken. */
final class NumberSetting extends VBox {

    private final TextField field = new TextField();
    private final Label wrong = Nodes.label("", "t-caption", "fg-fail");
    private final Consumer<Integer> write;
    private final int least;
    private final int most;

    NumberSetting(
            SettingsModel model,
            String id,
            ToIntFunction<Settings> read,
            Consumer<Integer> write,
            int least,
            int most,
            String unit) {
        super(2);
        this.write = write;
        this.least = least;
        this.most = most;
        field.setText(String.valueOf(read.applyAsInt(model.get())));
        field.setId(id);
        field.setPrefWidth(104);
        field.getStyleClass().add("number-field");
        wrong.setManaged(false);
        field.setOnAction(e -> take());
        field.focusedProperty().addListener((o, old, now) -> {
            if (!now) {
                take();
            }
        });
        model.settingsProperty().addListener((o, old, now) -> {
            if (!field.isFocused()) {
                field.setText(String.valueOf(read.applyAsInt(now)));
            }
        });
        Label unitLabel = Nodes.label(unit, "t-small", "muted");
        unitLabel.setMinWidth(62);
        getChildren().addAll(Nodes.row(8, field, unitLabel), wrong);
    }

    private void take() {
        try {
            int number = Integer.parseInt(field.getText().replaceAll("[,\\s]", ""));
            if (number < least || number > most) {
                mark(String.format("%,d to %,d", least, most));
            } else {
                mark("");
                write.accept(number);
            }
        } catch (NumberFormatException e) {
            mark("a whole number");
        }
    }

    /** Says what is wrong; nothing is if that is empty. */
    private void mark(String words) {
        boolean bad = !words.isEmpty();
        field.getStyleClass().remove("invalid");
        wrong.setText(words);
        wrong.setManaged(bad);
        wrong.setVisible(bad);
        if (bad) {
            field.getStyleClass().add("invalid");
        }
    }
}
