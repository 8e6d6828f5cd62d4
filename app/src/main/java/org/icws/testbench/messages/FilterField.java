package org.icws.testbench.messages;

import javafx.beans.binding.Bindings;
import javafx.geometry.Bounds;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.CustomMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.filter.FilterLanguage;
import org.icws.testbench.store.Format;
import org.kordamp.ikonli.javafx.FontIcon;

/** The filter field: red while what is typed means nothing, with the reason; how many rows it lets through; saved ones. */
final class FilterField extends StackPane {

    private final MessagesViewModel model;
    private final RowFilter filter;
    private final TextField field = new TextField();
    private final HBox frame;
    private final Label problem = Nodes.label("", "field-problem", "t-small");

    FilterField(MessagesViewModel model) {
        this.model = model;
        this.filter = model.filter();
        field.setPromptText("Filter: words, or ~dir up & ~kind app & !~seq 7");
        field.setId("messages-filter");
        field.setAccessibleText("Filter of the messages");
        field.getStyleClass().add("bare-field");
        field.textProperty().bindBidirectional(filter.textProperty());
        field.setOnKeyPressed(e -> {
            if (e.getCode() == KeyCode.ESCAPE && !field.getText().isEmpty()) {
                field.clear();
                e.consume();
            }
        });
        HBox.setHgrow(field, Priority.ALWAYS);
        frame = new HBox(new FontIcon("fth-filter"), field, searching(), count(), total(), star(), help());
        frame.getStyleClass().add("field");
        field.focusedProperty().addListener((o, old, now) -> showState());
        filter.problemProperty().addListener(o -> showState());
        problem.setManaged(false);
        problem.setMouseTransparent(true);
        problem.setWrapText(true);
        problem.setViewOrder(-1);
        problem.layoutYProperty().bind(frame.heightProperty().add(4));
        frame.widthProperty().addListener(o -> fitProblem());
        getChildren().addAll(frame, problem);
        setAlignment(Pos.CENTER_LEFT);
        showState();
    }

    /** Typing goes here from now on. */
    void take() {
        field.requestFocus();
        field.selectAll();
    }

    private Label searching() {
        Label searching = Nodes.label("", "t-caption");
        searching.setId("messages-searching");
        searching.textProperty().bind(filter.searchingProperty());
        searching.visibleProperty().bind(searching.textProperty().isNotEmpty());
        searching.managedProperty().bind(searching.visibleProperty());
        searching.setMinWidth(USE_PREF_SIZE);
        return searching;
    }

    private Label count() {
        Label count = Nodes.label("", "t-mono", "strong-mono");
        count.setId("messages-count");
        count.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> Format.count(model.shown().size()), model.shown()));
        count.setMinWidth(USE_PREF_SIZE);
        return count;
    }

    private Label total() {
        Label total = Nodes.label("", "t-mono", "muted");
        total.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> "/ " + Format.count(model.rows().size()), model.rows()));
        total.setMinWidth(USE_PREF_SIZE);
        return total;
    }

    private void showState() {
        frame.getStyleClass().removeAll("focus", "invalid");
        boolean wrong = !filter.problemProperty().get().isEmpty();
        if (field.isFocused()) {
            frame.getStyleClass().add("focus");
        }
        if (wrong) {
            frame.getStyleClass().add("invalid");
            String kept = filter.appliedProperty().get();
            problem.setText("At " + (filter.problemAt() + 1) + ": "
                    + filter.problemProperty().get() + ".  Still applied: " + (kept.isEmpty() ? "no filter" : kept));
        }
        field.setAccessibleHelp(wrong ? problem.getText() : "");
        problem.setVisible(wrong && field.isFocused());
        fitProblem();
    }

    /** As wide as the field at most; what is longer goes on in the next line, over what stands below. */
    private void fitProblem() {
        if (problem.isVisible() && frame.getWidth() > 0) {
            problem.applyCss();
            double width = Math.min(problem.prefWidth(-1), frame.getWidth());
            problem.resize(width, problem.prefHeight(width));
        }
    }

    private Button star() {
        Button star = Nodes.iconButton("fth-star", "Saved filters");
        star.getStyleClass().add("inline");
        star.setOnAction(e -> {
            ContextMenu menu = new ContextMenu();
            String now = filter.appliedProperty().get();
            boolean known = filter.saved().contains(now);
            MenuItem keep = new MenuItem(known ? "Forget “" + now + "”" : "Save “" + now + "”");
            keep.setDisable(now.isEmpty());
            if (now.isEmpty()) {
                keep.setText("Save the filter: there is none now");
            }
            keep.setOnAction(a -> filter.toggleSaved());
            menu.getItems().add(keep);
            if (!filter.saved().isEmpty()) {
                menu.getItems().add(new SeparatorMenuItem());
            }
            for (String each : filter.saved()) {
                MenuItem item = new MenuItem(each);
                item.setOnAction(a -> filter.textProperty().set(each));
                menu.getItems().add(item);
            }
            open(menu, star);
        });
        return star;
    }

    private Button help() {
        Button help = Nodes.iconButton("fth-help-circle", "What can be written here");
        help.getStyleClass().add("inline");
        help.setOnAction(e -> {
            ContextMenu menu = new ContextMenu();
            for (FilterLanguage.Term term : MessageFilter.LANGUAGE.terms()) {
                Label example = Nodes.label(term.example(), "t-mono");
                example.setMinWidth(210);
                String values = term.values().isEmpty() ? "" : ": " + String.join(", ", term.values());
                HBox line = Nodes.row(8, example, Nodes.label(term.meaning() + values, "t-small", "muted"));
                CustomMenuItem item = new CustomMenuItem(line);
                item.setOnAction(a -> filter.add(term.example()));
                menu.getItems().add(item);
            }
            menu.getItems()
                    .addAll(
                            new SeparatorMenuItem(),
                            new CustomMenuItem(
                                    Nodes.label(
                                            "& and (also a blank)   | or   ! not   ( ) brackets   \"quoted text\"   words"
                                                    + " alone: anywhere in a row",
                                            "t-small",
                                            "muted"),
                                    false));
            open(menu, help);
        });
        return help;
    }

    private static void open(ContextMenu menu, Button under) {
        Bounds at = under.localToScreen(under.getBoundsInLocal());
        menu.show(under, at.getMinX(), at.getMaxY() + 6);
    }
}
