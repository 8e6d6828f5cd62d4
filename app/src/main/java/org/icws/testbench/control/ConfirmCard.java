package org.icws.testbench.control;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** Asks before something is lost. Both buttons name their deed; the one that loses nothing has the focus. */
public final class ConfirmCard extends VBox {

    private final Button keep;

    /**
     * @param verb what is done, with its number: "Clear 8,412 messages"
     * @param keepVerb what happens otherwise: "Keep"
     * @param close takes the card away
     */
    public ConfirmCard(String title, String words, String verb, String keepVerb, Runnable deed, Runnable close) {
        this(title, words, "fth-trash-2", verb, keepVerb, deed, close);
    }

    /** @param icon of the deed, where it is not to throw something away */
    public ConfirmCard(
            String title, String words, String icon, String verb, String keepVerb, Runnable deed, Runnable close) {
        getStyleClass().addAll("popover-card", "confirm");
        Label text = Nodes.label(words, "t-body", "muted");
        text.setWrapText(true);
        text.setMinHeight(USE_PREF_SIZE);
        Button act = Nodes.button(icon, verb, "danger");
        act.setId("confirm-deed");
        act.setOnAction(e -> {
            close.run();
            deed.run();
        });
        keep = Nodes.button(null, keepVerb);
        keep.setId("confirm-keep");
        keep.setCancelButton(true);
        keep.setOnAction(e -> close.run());
        HBox buttons = Nodes.row(8, Nodes.spacer(), keep, act);
        getChildren().addAll(Nodes.label(title, "t-heading"), text, buttons);
    }

    /** Puts the focus on the harmless button. */
    public void open() {
        keep.requestFocus();
    }
}
