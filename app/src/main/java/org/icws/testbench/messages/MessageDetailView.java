package org.icws.testbench.messages;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.Badge;
import org.icws.testbench.control.EmptyState;
import org.icws.testbench.control.FactGrid;
import org.icws.testbench.control.HexView;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.SegmentedControl;

/** Everything about the chosen message: who, what, the bytes, and why to believe it. */
public final class MessageDetailView extends StackPane {

    private static final int CANDID = 0;
    private static final int CBOR = 1;
    private static final int HEX = 2;

    private final MessagesViewModel model;
    private final Label number = Nodes.label("", "t-mono", "muted");
    private final Badge direction = new Badge(Badge.Tone.NEUTRAL, "");
    private final Badge verdict = new Badge(Badge.Tone.NEUTRAL, "");
    private final FactGrid facts = new FactGrid(72);
    private final SegmentedControl choice = new SegmentedControl(0, "Candid", "CBOR", "Hex", "Proof");
    private final StackPane content = new StackPane();
    private final TextArea text = new TextArea();
    private final HexView hex = new HexView(new byte[0]);
    private final ProofView proof = new ProofView();
    private final Node hexScroll;
    private final Node proofScroll;
    private final EmptyState empty =
            new EmptyState("fth-mouse-pointer", "Select a message", "to see its content and its proof.");
    private final VBox card;
    private int chosen;

    public MessageDetailView(MessagesViewModel model) {
        this.model = model;
        text.setEditable(false);
        text.setWrapText(true);
        text.getStyleClass().add("code-area");
        text.setId("message-text");
        hexScroll = Nodes.scroll(hex);
        proofScroll = Nodes.scroll(proof);
        Button copy = Nodes.iconButton("fth-copy", "Copy what is shown");
        copy.setOnAction(e -> copyShown());
        HBox switches = Nodes.row(8, choice, Nodes.spacer(), copy);
        VBox.setVgrow(content, Priority.ALWAYS);
        content.setMinHeight(0);
        VBox body = new VBox(10, facts, switches, content);
        body.getStyleClass().add("card-body");
        body.setMinHeight(0);
        card = Nodes.card(body, number, direction, verdict);
        VBox emptyCard = Nodes.card(empty);
        choice.onChange(index -> {
            chosen = index;
            showContent(model.selectedProperty().get());
        });
        getChildren().setAll(emptyCard, card);
        setMinWidth(360);
        setMinHeight(0);
        model.selectedProperty().addListener((o, old, now) -> show(now));
        show(model.selectedProperty().get());
    }

    /** The text of the message takes the keys: arrows scroll it, Ctrl+C copies from it. */
    @Override
    public void requestFocus() {
        text.requestFocus();
    }

    /** Shows the call's answer when it arrives after the message was chosen. */
    public void refresh() {
        MessageRow row = model.selectedProperty().get();
        if (row != null) {
            facts.show(MessageDetail.facts(row, model.callOf(row)));
        }
    }

    private void show(MessageRow row) {
        card.setVisible(row != null);
        getChildren().get(0).setVisible(row == null);
        if (row == null) {
            return;
        }
        number.setText("#" + row.index());
        direction.show(row.directionTone(), row.directionWord());
        verdict.show(row.verdictTone(), verdictSentence(row));
        refresh();
        showContent(row);
    }

    private static String verdictSentence(MessageRow row) {
        return row.verdictTone() == Badge.Tone.OK ? "verified" : row.verdictWord();
    }

    private void showContent(MessageRow row) {
        if (row == null) {
            return;
        }
        switch (chosen) {
            case CANDID -> showText(row.content() == null ? noCandid(row) : PayloadText.candid(row.content()));
            case CBOR ->
                showText(
                        row.signedBytes() == null
                                ? "The frame was refused and is not kept."
                                : PayloadText.cbor(row.signedBytes()));
            case HEX -> {
                hex.setData(row.signedBytes() == null ? new byte[0] : row.signedBytes());
                content.getChildren().setAll(hexScroll);
            }
            default -> showProof(row);
        }
    }

    private void showProof(MessageRow row) {
        if (row.proof() == null) {
            showText("The frame was refused before anything could be proven.");
        } else {
            proof.show(row.proof());
            content.getChildren().setAll(proofScroll);
        }
    }

    private void showText(String words) {
        text.setText(words);
        content.getChildren().setAll(text);
    }

    private static String noCandid(MessageRow row) {
        return row.kind().equals("ws_open")
                ? "ws_open carries no message: it names the client's nonce and the gateway. See CBOR."
                : "There is no Candid content. See Hex.";
    }

    private void copyShown() {
        MessageRow row = model.selectedProperty().get();
        if (row == null) {
            return;
        }
        switch (chosen) {
            case CANDID, CBOR -> Nodes.copy(text.getText());
            case HEX ->
                Nodes.copy(java.util.HexFormat.of()
                        .formatHex(row.signedBytes() == null ? new byte[0] : row.signedBytes()));
            default -> Nodes.copy(row.proof() == null ? "" : ProofText.of(row.proof()));
        }
    }
}
