package org.icws.testbench.palette;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.keys.KeyAction;
import org.kordamp.ikonli.javafx.FontIcon;

/** Every key of the window, made from the table that binds them, with a field to search it. */
public final class ShortcutSheet extends VBox {

    private static final int COLUMNS = 3;

    private final Supplier<List<KeyAction>> actions;
    private final TextField field = new TextField();
    private final HBox groups = new HBox(28);

    public ShortcutSheet(Supplier<List<KeyAction>> actions) {
        this.actions = actions;
        getStyleClass().addAll("popover-card", "sheet");
        field.setId("sheet-field");
        field.setPromptText("Search the shortcuts");
        field.getStyleClass().add("bare-field");
        HBox.setHgrow(field, Priority.ALWAYS);
        HBox top = new HBox(10, new FontIcon("fth-search"), field, Nodes.label("Esc", "kbd"));
        top.getStyleClass().addAll("palette-top", "field-host");
        groups.getStyleClass().add("sheet-groups");
        ScrollPane scroll = Nodes.scroll(groups);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        Label foot = Nodes.label(
                "Single letters work while no text field has the keys. Everything else is in the palette, Ctrl+K.",
                "t-caption");
        HBox footRow = new HBox(foot);
        footRow.getStyleClass().add("palette-foot");
        getChildren().addAll(top, scroll, footRow);
        field.textProperty().addListener(o -> show());
        show();
    }

    /** Shows all of them; typing goes into the search field. */
    public void open() {
        field.clear();
        show();
        field.requestFocus();
    }

    private void show() {
        String wanted = field.getText().trim().toLowerCase(Locale.ROOT);
        Map<String, VBox> boxes = new LinkedHashMap<>();
        for (KeyAction action : actions.get()) {
            String words = (action.group() + " " + action.title() + " " + String.join(" ", action.keyWords()))
                    .toLowerCase(Locale.ROOT);
            if (!action.keys().isEmpty() && words.contains(wanted)) {
                boxes.computeIfAbsent(action.group(), ShortcutSheet::box)
                        .getChildren()
                        .add(row(action));
            }
        }
        groups.getChildren().setAll(columns(boxes.values()));
        if (boxes.isEmpty()) {
            groups.getChildren().add(Nodes.label("No shortcut has these words.", "t-small", "muted"));
        }
    }

    /** Each group goes to the column that is shortest so far. */
    private static List<VBox> columns(Collection<VBox> boxes) {
        List<VBox> columns = Stream.generate(() -> new VBox(18)).limit(COLUMNS).toList();
        int[] heights = new int[COLUMNS];
        for (VBox box : boxes) {
            int shortest = 0;
            for (int i = 1; i < COLUMNS; i++) {
                shortest = heights[i] < heights[shortest] ? i : shortest;
            }
            columns.get(shortest).getChildren().add(box);
            heights[shortest] += box.getChildren().size() + 1;
        }
        return columns;
    }

    private static VBox box(String name) {
        VBox box = new VBox(5, Nodes.label(name, "t-heading"));
        box.setPrefWidth(310);
        return box;
    }

    private static HBox row(KeyAction action) {
        Label title = Nodes.label(action.title(), "t-small");
        HBox row = Nodes.row(6, title, Nodes.spacer());
        for (String keys : action.keyWords()) {
            Label key = Nodes.label(keys, "kbd");
            key.setMinWidth(USE_PREF_SIZE);
            row.getChildren().add(key);
        }
        return row;
    }
}
