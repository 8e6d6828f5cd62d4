package org.icws.testbench.palette;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.keys.KeyAction;
import org.kordamp.ikonli.javafx.FontIcon;

/** The command palette: type, choose, run. */
public final class PaletteView extends VBox {

    private static final double ROW = 34;
    private static final double MOST_HEIGHT = 380;

    private final PaletteViewModel model;
    private final Runnable close;
    private final TextField field = new TextField();
    private final VBox list = new VBox();
    private final ScrollPane scroll = Nodes.scroll(list);
    private final Label count = Nodes.label("", "t-mono-sm", "faint");
    private final Label reason = Nodes.label("", "t-small", "fg-warn");
    private final List<HBox> rows = new ArrayList<>();

    public PaletteView(PaletteViewModel model, Runnable close) {
        this.model = model;
        this.close = close;
        getStyleClass().addAll("popover-card", "palette");
        field.setId("palette-field");
        field.setPromptText("Search or run a command");
        field.getStyleClass().add("bare-field");
        field.textProperty().bindBidirectional(model.queryProperty());
        HBox.setHgrow(field, Priority.ALWAYS);
        HBox top = new HBox(10, new FontIcon("fth-search"), field, Nodes.label("Esc", "kbd"));
        top.getStyleClass().addAll("palette-top", "field-host");
        list.getStyleClass().add("palette-list");
        scroll.setMaxHeight(MOST_HEIGHT);
        HBox foot = new HBox(
                6,
                Nodes.label("↑", "kbd"),
                Nodes.label("↓", "kbd"),
                Nodes.label("choose", "t-caption"),
                Nodes.label("Enter", "kbd"),
                Nodes.label("run", "t-caption"),
                Nodes.label("Tab", "kbd"),
                Nodes.label("only this group", "t-caption"),
                reason,
                Nodes.spacer(),
                count);
        foot.getStyleClass().add("palette-foot");
        getChildren().addAll(top, scroll, foot);
        addEventFilter(KeyEvent.KEY_PRESSED, this::press);
        model.groupsProperty().addListener(o -> showGroups());
        model.chosenProperty().addListener(o -> showChosen());
        showGroups();
    }

    /** Typing goes here from now on. */
    public void open() {
        model.open();
        field.requestFocus();
    }

    private void press(KeyEvent e) {
        boolean mine = true;
        switch (e.getCode()) {
            case UP -> model.move(-1);
            case DOWN -> model.move(1);
            case PAGE_UP -> model.move(-8);
            case PAGE_DOWN -> model.move(8);
            case ENTER -> run(model.chosenAction());
            case TAB -> model.toggleGroup();
            case ESCAPE -> close.run();
            default -> mine = false;
        }
        if (mine || e.getCode() == KeyCode.K && e.isShortcutDown()) {
            e.consume();
        }
    }

    private void run(KeyAction action) {
        if (action == null) {
            return;
        }
        String why = action.unavailable().get();
        if (why != null) {
            reason.setText(why);
            return;
        }
        close.run();
        action.run();
    }

    private void showGroups() {
        list.getChildren().clear();
        rows.clear();
        reason.setText("");
        for (PaletteViewModel.Group group : model.groupsProperty().get()) {
            list.getChildren().add(Nodes.label(group.name(), "palette-group"));
            for (KeyAction action : group.actions()) {
                HBox row = row(action);
                rows.add(row);
                list.getChildren().add(row);
            }
        }
        if (rows.isEmpty()) {
            list.getChildren()
                    .add(Nodes.label("No command fits. Try fewer letters.", "t-small", "muted", "palette-none"));
        }
        String within = model.only().isEmpty() ? "" : model.only() + ": ";
        count.setText(within + model.count() + " of " + model.total());
        scroll.setVvalue(0);
        showChosen();
    }

    private HBox row(KeyAction action) {
        Label title = Nodes.label(action.title(), "t-body");
        title.setMinWidth(USE_PREF_SIZE);
        HBox row = new HBox(10, new FontIcon(action.icon()), title);
        String why = action.unavailable().get();
        if (why != null) {
            title.getStyleClass().add("faint");
            row.getChildren().add(Nodes.label(why, "t-caption"));
        }
        row.getChildren().add(Nodes.spacer());
        for (String keys : action.keyWords()) {
            Label key = Nodes.label(keys, "kbd");
            key.setMinWidth(USE_PREF_SIZE);
            row.getChildren().add(key);
        }
        row.getStyleClass().add("palette-row");
        row.setMinHeight(ROW);
        row.setAccessibleRole(AccessibleRole.MENU_ITEM);
        row.setAccessibleText(action.title() + (why == null ? "" : ", not possible now: " + why));
        row.setOnMouseClicked(e -> run(action));
        row.setOnMouseMoved(e -> model.chosenProperty().set(rows.indexOf(row)));
        return row;
    }

    private void showChosen() {
        for (int i = 0; i < rows.size(); i++) {
            rows.get(i).getStyleClass().remove("selected");
        }
        int at = model.chosenProperty().get();
        if (at < rows.size()) {
            HBox row = rows.get(at);
            row.getStyleClass().add("selected");
            KeyAction action = model.chosenAction();
            field.setAccessibleHelp(action == null ? "" : action.title());
            keepInSight(row);
        }
    }

    private void keepInSight(HBox row) {
        double all = list.getHeight();
        double shown = scroll.getViewportBounds().getHeight();
        if (all <= shown || shown <= 0) {
            return;
        }
        double top = scroll.getVvalue() * (all - shown);
        double y = row.getBoundsInParent().getMinY();
        if (y < top) {
            scroll.setVvalue(y / (all - shown));
        } else if (y + ROW > top + shown) {
            scroll.setVvalue((y + ROW - shown) / (all - shown));
        }
    }
}
