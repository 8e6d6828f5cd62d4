package org.icws.testbench.replica;

import java.util.LinkedHashMap;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.icws.replica.SettingsInfo;
import org.icws.testbench.control.Availability;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.SegmentedControl;

/** The settings of a canister. What was typed stays until it worked. */
final class SettingsForm extends VBox {

    /**
     * A number as people call it.
     *
     * @param name what it is
     * @param hint its unit and what it does here
     */
    private record Words(String name, String hint) {}

    private static final Map<String, Words> NUMBERS = Map.of(
            "compute_allocation", new Words("Compute allocation", "percent, 0 to 100; kept, without effect"),
            "memory_allocation", new Words("Memory allocation", "bytes; kept, without effect"),
            "freezing_threshold", new Words("Freezing threshold", "seconds; kept, without effect"),
            "reserved_cycles_limit", new Words("Reserved cycles limit", "cycles; kept, without effect"),
            "wasm_memory_limit", new Words("Wasm memory limit", "bytes of heap; 0 for none"),
            "wasm_memory_threshold", new Words("Wasm memory threshold", "bytes left that call on_low_wasm_memory"),
            "log_memory_limit", new Words("Log memory limit", "bytes; 0, or 4,096 and more"),
            "minimum_incoming_canister_call_cycles", new Words("Minimum call cycles", "cycles of calls by canisters"));

    private static final Map<String, String> VISIBILITY = Map.of(
            "log_visibility", "Who sees the log",
            "snapshot_visibility", "Who sees snapshots",
            "status_visibility", "Who sees the status");

    private final CanisterViewModel model;
    private final CanisterRow row;
    private final SettingsDraft draft;
    private final Map<String, Node> fields = new LinkedHashMap<>();
    private final Map<String, Label> problems = new LinkedHashMap<>();
    private final Label problem = Cards.problem("settings-problem");
    private final Label done = Nodes.label("", "t-small", "muted");
    private final Button apply = Nodes.button("fth-check", "Change the settings", "accent");

    SettingsForm(CanisterViewModel model, CanisterRow row, SettingsInfo settings) {
        super(10);
        this.model = model;
        this.row = row;
        this.draft = new SettingsDraft(settings);
        VBox form = new VBox(12);
        form.getStyleClass().add("form-body");
        form.getChildren()
                .add(area(
                        SettingsDraft.CONTROLLERS, "Controllers", "One principal a line, at most 10; none: nobody", 2));
        form.getChildren().add(numbers());
        for (String field : settings.visibility().keySet()) {
            form.getChildren().add(visibility(field));
        }
        form.getChildren()
                .add(area(
                        SettingsDraft.VARIABLES,
                        "Environment",
                        "One NAME=value a line, at most 20; \\n for a new line",
                        2));
        ScrollPane scroll = Nodes.scroll(form);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        apply.setId("settings-go");
        apply.setOnAction(e -> apply());
        done.setId("settings-done");
        getChildren().addAll(scroll, problem, Nodes.row(8, done, Nodes.spacer(), apply));
        check();
    }

    private Node numbers() {
        GridPane grid = new GridPane();
        grid.setHgap(16);
        grid.setVgap(8);
        ColumnConstraints half = new ColumnConstraints();
        half.setPercentWidth(50);
        grid.getColumnConstraints().addAll(half, half);
        int at = 0;
        for (String field : draft.before().numbers().keySet()) {
            Words words = NUMBERS.getOrDefault(field, new Words(field, ""));
            TextField text = new TextField(draft.text(field));
            text.getStyleClass().add("number-field");
            Label name = Nodes.label(words.name(), "t-small", "muted");
            name.setLabelFor(text);
            listen(field, text);
            VBox cell = new VBox(3, name, text, Nodes.label(words.hint(), "t-caption"), problem(field));
            cell.setMinWidth(0);
            grid.add(cell, at % 2, at / 2);
            at++;
        }
        return grid;
    }

    private Node visibility(String field) {
        boolean listed = !draft.text(field).isBlank();
        SegmentedControl who =
                new SegmentedControl(draft.isOpen(field) ? 1 : listed ? 2 : 0, "Controllers", "Everybody", "These");
        TextField others = new TextField(draft.text(field).replace('\n', ' '));
        others.getStyleClass().add("mono-field");
        others.setPromptText("principals, besides the controllers");
        HBox.setHgrow(others, Priority.ALWAYS);
        others.setVisible(who.chosen() == 2);
        listen(field, others);
        who.onChange(i -> {
            others.setVisible(i == 2);
            draft.open(field, i == 1);
            draft.write(field, i == 2 ? others.getText() : "");
            check();
        });
        return Cards.row(VISIBILITY.getOrDefault(field, field), Nodes.row(8, who, others), problem(field));
    }

    private Node area(String field, String name, String hint, int rows) {
        TextArea text = Nodes.leftByTab(new TextArea(draft.text(field)));
        text.getStyleClass().add("input-area");
        text.setPrefRowCount(rows);
        text.setMinHeight(USE_PREF_SIZE);
        listen(field, text);
        return Cards.row(name, text, Nodes.label(hint, "t-caption"), problem(field));
    }

    private Label problem(String field) {
        Label label = Cards.problem("problem-" + field);
        problems.put(field, label);
        return label;
    }

    private void listen(String field, TextInputControl input) {
        input.setId("setting-" + field);
        input.setAccessibleText(field.replace('_', ' '));
        fields.put(field, input);
        input.textProperty().addListener((o, old, now) -> {
            draft.write(field, now);
            check();
        });
    }

    private void check() {
        Map<String, String> wrong = draft.problems();
        problems.forEach((field, label) -> say(field, wrong.getOrDefault(field, "")));
        problem.setText("");
        done.setText("");
        Availability.set(
                apply,
                !wrong.isEmpty()
                        ? "Something is not written right; it says so at its place."
                        : draft.change().equals(SettingsInfo.UNCHANGED) ? "Nothing is changed yet." : null);
        boolean orphaned = wrong.isEmpty() && draft.leavesNobody();
        done.setText(orphaned ? "Nobody will control it over the network; this window still can." : "");
    }

    private void say(String field, String words) {
        problems.get(field).setText(words);
        Cards.invalid(fields.get(field), !words.isEmpty());
    }

    private void apply() {
        Availability.set(apply, "The settings are being changed.");
        model.change(row, draft.change(), why -> {
            String at =
                    problems.keySet().stream().filter(why::contains).findFirst().orElse(null);
            if (why.isEmpty()) {
                done.setText("Changed.");
                Availability.set(apply, "Nothing is changed yet.");
                draft.accept();
            } else {
                Availability.set(apply, null);
                if (at == null) {
                    problem.setText(why);
                } else {
                    say(at, why.substring(why.indexOf(at)));
                }
            }
        });
    }
}
