package org.icws.testbench.replica;

import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.Availability;
import org.icws.testbench.control.Nodes;

/** A number to be drawn or written; told when the slider is let go or the field is left. */
final class SliderField extends VBox {

    private static final Pattern NUMBER = Pattern.compile("(?:±\\s*)?(\\d[\\d,]{0,9})\\s*(?:ms|%)?");
    private static final double NAME_WIDTH = 56;
    private static final double VALUE_WIDTH = 84;

    /**
     * What it is about.
     *
     * @param slider where the slider ends
     * @param most what may be written
     * @param words the value as it is shown
     */
    record Range(int slider, int most, IntFunction<String> words) {}

    private final Range range;
    private final IntConsumer changed;
    private final Slider slider;
    private final TextField value = new TextField();
    private final Label wrong = Nodes.label("", "t-caption", "fg-fail");
    private int amount;
    private boolean showing;

    SliderField(String name, String id, Range range, IntConsumer changed) {
        super(2);
        this.range = range;
        this.changed = changed;
        Label label = Nodes.label(name, "t-small", "muted");
        label.setMinWidth(NAME_WIDTH);
        // The low end matters most, so the scale is quadratic.
        slider = new Slider(0, Math.sqrt(range.slider()), 0);
        slider.setAccessibleText(name);
        slider.setMinWidth(40);
        slider.setPrefWidth(60);
        HBox.setHgrow(slider, Priority.ALWAYS);
        value.setId(id);
        value.setAccessibleText(name);
        value.getStyleClass().addAll("number-field", "compact-field");
        value.setMinWidth(VALUE_WIDTH);
        value.setPrefWidth(VALUE_WIDTH);
        value.setMaxWidth(VALUE_WIDTH);
        label.setLabelFor(value);
        wrong.setWrapText(true);
        wrong.setMinHeight(USE_PREF_SIZE);
        slider.valueProperty().addListener((o, old, now) -> {
            if (!showing) {
                value.setText(range.words().apply(drawn()));
                if (!slider.isValueChanging()) {
                    take(drawn());
                }
            }
        });
        slider.valueChangingProperty().addListener((o, old, now) -> {
            if (!now && !showing) {
                take(drawn());
            }
        });
        value.setOnAction(e -> read());
        value.focusedProperty().addListener((o, old, now) -> {
            if (!now) {
                read();
            }
        });
        HBox row = new HBox(8, label, slider, value);
        row.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(row, wrong);
        say("");
        value.setText(range.words().apply(0));
    }

    private int drawn() {
        double square = slider.getValue() * slider.getValue();
        return (int) Math.round(square < 20 ? square : Math.round(square / 5) * 5);
    }

    private void take(int number) {
        say("");
        boolean other = number != amount;
        set(number);
        if (other) {
            changed.accept(number);
        }
    }

    private void read() {
        String text = value.getText().strip();
        if (text.equals(range.words().apply(amount))) {
            say("");
            return;
        }
        if (text.equals(range.words().apply(0))) {
            take(0);
            return;
        }
        Matcher number = NUMBER.matcher(text);
        long wanted = number.matches() ? Long.parseLong(number.group(1).replace(",", "")) : -1;
        if (wanted < 0 || wanted > range.most()) {
            say(String.format("A whole number, 0 to %,d.", range.most()));
            return;
        }
        take((int) wanted);
    }

    private void say(String problem) {
        wrong.setText(problem);
        wrong.setVisible(!problem.isEmpty());
        wrong.setManaged(!problem.isEmpty());
        value.getStyleClass().remove("invalid");
        if (!problem.isEmpty()) {
            value.getStyleClass().add("invalid");
        }
    }

    void available(String reason) {
        Availability.set(slider, reason);
        Availability.set(value, reason);
    }

    /** Shows a number, unless somebody is changing it: what is typed stays. */
    void show(int number) {
        boolean typed = !value.getText().strip().equals(range.words().apply(amount));
        if (number != amount && !slider.isValueChanging() && !(typed && (value.isFocused() || wrong.isVisible()))) {
            set(number);
        }
    }

    private void set(int number) {
        showing = true;
        amount = number;
        slider.setValue(Math.sqrt(Math.min(number, range.slider())));
        value.setText(range.words().apply(number));
        showing = false;
    }
}
