package org.icws.testbench.control;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** What stands where rows will be: an icon, one line, a hint, and optionally the one thing to do next. */
public final class EmptyState extends VBox {

    private final FontIcon icon;
    private final Label line = Nodes.label("", "t-heading");
    private final Label hint = Nodes.label("", "t-small", "muted");
    private final Button action = new Button();

    public EmptyState(String iconName, String lineText, String hintText) {
        getStyleClass().add("empty-state");
        icon = new FontIcon(iconName);
        hint.setWrapText(true);
        action.setMnemonicParsing(false);
        action.setVisible(false);
        action.setManaged(false);
        getChildren().addAll(icon, line, hint, action);
        show(iconName, lineText, hintText);
    }

    /** Changes the words. */
    public void show(String iconName, String lineText, String hintText) {
        icon.setIconLiteral(iconName);
        line.setText(lineText);
        hint.setText(hintText);
        action.setVisible(false);
        action.setManaged(false);
    }

    /** Changes the words and offers one action. */
    public void show(String iconName, String lineText, String hintText, String verb, Runnable deed) {
        show(iconName, lineText, hintText);
        action.setText(verb);
        action.setOnAction(e -> deed.run());
        action.setVisible(true);
        action.setManaged(true);
    }
}
