package org.icws.testbench.compose;

import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.icws.testbench.control.Nodes;

/** What becomes of the connections that are opened while a person works on with others. */
final class ConnectStrip extends HBox {

    /** @param show opens the card with their description */
    ConnectStrip(Connecting connecting, Runnable show) {
        super(8);
        setId("connect-strip");
        getStyleClass().add("banner");
        setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        setMinHeight(USE_PREF_SIZE);
        Label words = Nodes.label("", "t-small");
        words.setId("connect-strip-words");
        words.setMinWidth(0);
        words.textProperty()
                .bind(Bindings.when(connecting.runningProperty())
                        .then(connecting.waitingProperty())
                        .otherwise(connecting.newsProperty()));
        HBox.setHgrow(words, Priority.ALWAYS);
        Button cancel = Nodes.button("fth-x", "Cancel", "quiet");
        cancel.setId("connect-strip-cancel");
        cancel.setTooltip(new Tooltip("Ends the attempt to connect"));
        cancel.setOnAction(e -> connecting.cancel());
        cancel.visibleProperty().bind(connecting.runningProperty());
        cancel.managedProperty().bind(cancel.visibleProperty());
        Button open = Nodes.button(null, "Show…", "quiet");
        open.setId("connect-strip-show");
        open.setTooltip(new Tooltip("The description of the connection"));
        open.setOnAction(e -> show.run());
        Button away = Nodes.iconButton("fth-x", "Take this line away");
        away.setOnAction(e -> connecting.forget());
        away.visibleProperty().bind(connecting.runningProperty().not());
        away.managedProperty().bind(away.visibleProperty());
        Label title = Nodes.label("New connection", "t-small", "strong");
        title.setId("connect-strip-title");
        title.setMinWidth(USE_PREF_SIZE); // what gives way to long news is the news, whose whole text the card has
        getChildren().addAll(title, words, Nodes.spacer(), cancel, open, away);
        visibleProperty()
                .bind(connecting
                        .watchedProperty()
                        .not()
                        .and(connecting
                                .runningProperty()
                                .or(connecting.newsProperty().isNotEmpty())));
        managedProperty().bind(visibleProperty());
    }
}
