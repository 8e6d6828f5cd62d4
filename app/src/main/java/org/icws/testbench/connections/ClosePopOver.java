package org.icws.testbench.connections;

import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.controlsfx.control.PopOver;
import org.icws.testbench.control.Availability;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.PopOverCard;

/** Asks with which code and reason the gateway is to close a connection. Code and reason stay for the next time. */
final class ClosePopOver {

    /** Told the code and the reason. */
    interface Deed {
        void close(int code, String reason);
    }

    private static final double WIDTH = 380;

    private final Deed deed;
    private final ComboBox<Integer> code = new ComboBox<>();
    private final TextField reason = new TextField();
    private final PopOverCard card =
            new PopOverCard("close-popover", WIDTH, PopOver.ArrowLocation.TOP_RIGHT, this::content);

    ClosePopOver(Deed deed) {
        this.deed = deed;
    }

    /** Opens below the owner, or closes if it is open. */
    void toggle(Node owner) {
        if (card.toggle(owner)) {
            reason.requestFocus();
        }
    }

    private VBox content() {
        prepareFields();
        Label words = Nodes.label(
                "The gateway sends the client a close frame and tells the canister. The client may connect again.",
                "t-small",
                "muted");
        words.setWrapText(true);
        words.setMaxWidth(WIDTH);
        return new VBox(
                10,
                Nodes.label("Close this connection", "t-heading"),
                words,
                Nodes.label("Code", "t-caption"),
                code,
                Nodes.label("Reason", "t-caption"),
                reason,
                wrong(),
                buttons());
    }

    private void prepareFields() {
        code.setId("close-code");
        code.getItems().setAll(CloseCodes.SENDABLE);
        code.setValue(CloseCodes.SENDABLE.get(0));
        code.setConverter(new Words());
        code.setMaxWidth(Double.MAX_VALUE);
        code.setAccessibleText("Close code");
        reason.setId("close-reason");
        reason.setPromptText("none");
        reason.setAccessibleText("Reason the client is told");
    }

    private Label wrong() {
        Label wrong = Nodes.label("", "t-small", "fg-fail");
        wrong.setId("close-wrong");
        wrong.setWrapText(true);
        wrong.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> CloseCodes.problem(reason.getText()) == null ? "" : CloseCodes.problem(reason.getText()),
                        reason.textProperty()));
        wrong.managedProperty().bind(wrong.textProperty().isNotEmpty());
        return wrong;
    }

    private HBox buttons() {
        Button act = Nodes.button("fth-x", "Close the connection", "danger");
        act.setId("close-deed");
        act.setDefaultButton(true);
        Availability.follow(
                act, Bindings.createStringBinding(() -> CloseCodes.problem(reason.getText()), reason.textProperty()));
        act.setOnAction(e -> {
            card.hide();
            deed.close(code.getValue(), reason.getText());
        });
        Button keep = Nodes.button(null, "Keep it open");
        keep.setCancelButton(true);
        keep.setOnAction(e -> card.hide());
        HBox buttons = Nodes.row(8, Nodes.spacer(), keep, act);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        return buttons;
    }

    private static final class Words extends StringConverter<Integer> {

        @Override
        public String toString(Integer code) {
            return code == null ? "" : code + "  " + CloseCodes.meaning(code);
        }

        @Override
        public Integer fromString(String words) {
            return Integer.valueOf(words.substring(0, words.indexOf(' ')));
        }
    }
}
