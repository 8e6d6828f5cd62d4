package org.icws.testbench.control;

import javafx.beans.value.ObservableValue;
import javafx.geometry.Bounds;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.CustomMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import org.icws.testbench.filter.Expression;
import org.icws.testbench.filter.FilterLanguage;
import org.kordamp.ikonli.javafx.FontIcon;

/** A field for a filter's expression: red while what is typed means nothing, with the reason; and what can be typed. */
public final class FilterBox extends StackPane {

    private final Expression expression;
    private final TextField field = new TextField();
    private final HBox frame;
    private final Label problem = Nodes.label("", "field-problem", "t-small");

    /**
     * @param id of the text field
     * @param prompt what stands there while nothing is typed
     * @param words what the field is, for screen readers
     * @param more what stands behind the field, such as counts
     */
    public FilterBox(Expression expression, String id, String prompt, String words, Node... more) {
        this.expression = expression;
        field.setPromptText(prompt);
        field.setId(id);
        field.setAccessibleText(words);
        field.getStyleClass().add("bare-field");
        field.textProperty().bindBidirectional(expression.textProperty());
        field.setOnKeyPressed(e -> {
            if (e.getCode() == KeyCode.ESCAPE && !field.getText().isEmpty()) {
                field.clear();
                e.consume();
            }
        });
        HBox.setHgrow(field, Priority.ALWAYS);
        frame = new HBox(new FontIcon("fth-filter"), field);
        frame.getChildren().addAll(more);
        frame.getChildren().add(help());
        frame.getStyleClass().add("field");
        field.focusedProperty().addListener((o, old, now) -> showState());
        expression.problemProperty().addListener(o -> showState());
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
    public void take() {
        field.requestFocus();
        field.selectAll();
    }

    /** A figure behind the field. */
    public static Label figure(ObservableValue<String> text, String... styles) {
        Label label = Nodes.label("", styles);
        label.textProperty().bind(text);
        label.setMinWidth(USE_PREF_SIZE);
        return label;
    }

    private void showState() {
        frame.getStyleClass().removeAll("focus", "invalid");
        boolean wrong = !expression.problemProperty().get().isEmpty();
        if (field.isFocused()) {
            frame.getStyleClass().add("focus");
        }
        if (wrong) {
            frame.getStyleClass().add("invalid");
            String kept = expression.appliedProperty().get();
            problem.setText("At " + (expression.problemAt() + 1) + ": "
                    + expression.problemProperty().get() + ".  Still applied: "
                    + (kept.isEmpty() ? "no filter" : kept));
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

    private Button help() {
        Button help = Nodes.iconButton("fth-help-circle", "What can be written here");
        help.getStyleClass().add("inline");
        help.setOnAction(e -> {
            ContextMenu menu = new ContextMenu();
            for (FilterLanguage.Term term : expression.terms()) {
                Label example = Nodes.label(term.example(), "t-mono");
                example.setMinWidth(210);
                String values = term.values().isEmpty() ? "" : ": " + String.join(", ", term.values());
                HBox line = Nodes.row(8, example, Nodes.label(term.meaning() + values, "t-small", "muted"));
                CustomMenuItem item = new CustomMenuItem(line);
                item.setOnAction(a -> expression.add(term.example()));
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
            openBelow(menu, help);
        });
        return help;
    }

    /** Opens a menu under the button that it belongs to. */
    public static void openBelow(ContextMenu menu, Button under) {
        Bounds at = under.localToScreen(under.getBoundsInLocal());
        menu.show(under, at.getMinX(), at.getMaxY() + 6);
    }
}
