package org.icws.testbench.compose;

import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.Nodes;

/** What is sent as it is: bytes, or a text frame. */
final class RawPane extends VBox {

    RawPane(ComposeViewModel model) {
        super(8);
        Label title = Nodes.label("", "t-heading");
        Label note = Nodes.label("", "t-small", "muted");
        note.setWrapText(true);
        TextArea area = Nodes.leftByTab(new TextArea());
        area.setId("compose-raw");
        area.setWrapText(true);
        area.getStyleClass().add("input-area");
        area.setAccessibleText("Content of the raw frame");
        area.textProperty().bindBidirectional(model.rawProperty());
        VBox.setVgrow(area, Priority.ALWAYS);
        getChildren().addAll(title, note, area);
        Runnable show = () -> {
            boolean bytes = model.kindProperty().get() == Draft.Kind.BYTES;
            title.setText(bytes ? "Bytes of a binary frame" : "Text of a text frame");
            note.setText(
                    bytes
                            ? "Hexadecimal digits, for instance d9 d9 f7 a0. They go to the gateway unsigned and as they"
                                    + " are; what is no message of the protocol ends the connection, with a reason."
                            : "Neither protocol has text frames: the gateway closes the connection and says so.");
            area.setPromptText(bytes ? "d9 d9 f7 a0" : "hello");
        };
        model.kindProperty().addListener(o -> show.run());
        show.run();
    }
}
