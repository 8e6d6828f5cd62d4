package org.icws.testbench.control;

import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.javafx.FontIcon;

/** Short notices at the lower edge; each leaves after five seconds, not while the mouse is on it. At most three stand. */
public final class Toasts extends VBox {

    private static final int MOST = 3;
    private static final Duration STAY = Duration.seconds(5);

    public Toasts() {
        super(8);
        setAlignment(Pos.BOTTOM_CENTER);
        setPickOnBounds(false);
        getStyleClass().add("toasts");
        StackPane.setAlignment(this, Pos.BOTTOM_CENTER);
    }

    /** Shows a sentence; the tone is "ok", "warn" or "fail". */
    public void show(String tone, String words) {
        show(tone, words, null, null);
    }

    /** The same with one thing to do. */
    public void show(String tone, String words, String verb, Runnable deed) {
        FontIcon icon = new FontIcon(
                switch (tone) {
                    case "ok" -> "fth-check";
                    case "fail" -> "fth-x-circle";
                    default -> "fth-alert-triangle";
                });
        icon.getStyleClass().add("fg-" + tone);
        Label text = Nodes.label(words, "t-body");
        text.setWrapText(true);
        text.setMaxWidth(620);
        text.setMinHeight(USE_PREF_SIZE);
        HBox toast = new HBox(10, icon, text);
        toast.getStyleClass().add("toast");
        toast.setMaxWidth(USE_PREF_SIZE);
        toast.setAccessibleText(words);
        if (verb != null) {
            Button button = Nodes.button(null, verb, "quiet");
            button.setOnAction(e -> {
                getChildren().remove(toast);
                deed.run();
            });
            toast.getChildren().add(button);
        }
        Button close = Nodes.iconButton("fth-x", "Dismiss");
        close.setOnAction(e -> getChildren().remove(toast));
        toast.getChildren().add(close);
        PauseTransition leave = new PauseTransition(STAY);
        leave.setOnFinished(e -> getChildren().remove(toast));
        toast.setOnMouseEntered(e -> leave.stop());
        toast.setOnMouseExited(e -> leave.playFromStart());
        getChildren().add(toast);
        if (getChildren().size() > MOST) {
            getChildren().remove(0);
        }
        leave.play();
    }
}
