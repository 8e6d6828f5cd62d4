package org.icws.testbench.messages;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.Availability;
import org.icws.testbench.control.Badge;
import org.icws.testbench.control.EmptyState;
import org.icws.testbench.control.FactGrid;
import org.icws.testbench.control.HexPane;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.SegmentedControl;
import org.kordamp.ikonli.javafx.FontIcon;

/** Everything about the chosen message: who, what, the bytes, and why to believe it. */
public final class MessageDetailView extends StackPane {

    /** What the lower part shows. */
    private enum Choice {
        CANDID,
        CBOR,
        HEX,
        RAW,
        PROOF
    }

    private final MessagesViewModel model;
    private final Label number = Nodes.label("", "t-mono", "muted");
    private final Badge direction = new Badge(Badge.Tone.NEUTRAL, "");
    private final Badge verdict = new Badge(Badge.Tone.NEUTRAL, "");
    private final FactGrid facts = new FactGrid(72);
    private final SegmentedControl choice = new SegmentedControl(0, "Candid", "CBOR", "Hex", "Raw", "Proof");
    private final StackPane content = new StackPane();
    private final TextArea text = new TextArea();
    private final HexPane hex = new HexPane();
    private final CborView cbor = new CborView();
    private final ProofView proof = new ProofView();
    private final javafx.scene.Node proofScroll = Nodes.scroll(proof);
    private final ToggleButton pin = toggle("fth-bookmark", "Pin: survives clearing (Ctrl+P)");
    private final ToggleButton mark = toggle("fth-flag", "Mark (M)");
    private final TextField comment = new TextField();
    private final Button reason = Nodes.button("fth-corner-left-up", "", "quiet");
    private final Button again = Nodes.button("fth-corner-up-right", "Send again…", "quiet");
    private final MessageDeeds deeds;
    private final VBox card;
    private final Map<String, Choice> byKind = new HashMap<>();
    private Choice chosen = Choice.CANDID;

    public MessageDetailView(MessagesViewModel model, MessageDeeds deeds) {
        this.model = model;
        this.deeds = deeds;
        text.setEditable(false);
        text.setWrapText(true);
        text.getStyleClass().add("code-area");
        text.setId("message-text");
        Button copy = Nodes.iconButton("fth-copy", "Copy what is shown");
        copy.setOnAction(e -> Nodes.copy(shownText()));
        HBox switches = Nodes.row(6, choice, Nodes.spacer(), copy);
        VBox.setVgrow(content, Priority.ALWAYS);
        content.setMinHeight(0);
        reason.setId("message-reason");
        reason.setMaxWidth(USE_PREF_SIZE);
        reason.managedProperty().bind(reason.visibleProperty());
        VBox body = new VBox(10, facts, reason, switches, content, notes());
        body.getStyleClass().add("card-body");
        body.setMinHeight(0);
        again.setTooltip(
                new Tooltip("Opens Compose with this content. Sequence number, time and signature are made anew."));
        again.setOnAction(e -> deeds.sendAgain(model.selectedProperty().get()));
        card = Nodes.card(body, number, direction, verdict, Nodes.spacer(), again);
        VBox emptyCard = Nodes.card(
                new EmptyState("fth-mouse-pointer", "Select a message", "to see its content and its proof."));
        choice.onChange(index -> choose(Choice.values()[index]));
        getChildren().setAll(emptyCard, card);
        setMinWidth(360);
        setMinHeight(0);
        model.selectedProperty().addListener((o, old, now) -> show(now));
        show(model.selectedProperty().get());
    }

    private static ToggleButton toggle(String icon, String words) {
        ToggleButton button = new ToggleButton(null, new FontIcon(icon));
        button.getStyleClass().addAll("toggle-chip", "icon-only");
        button.setTooltip(new Tooltip(words));
        button.setAccessibleText(words);
        return button;
    }

    private HBox notes() {
        comment.setPromptText("Comment (C)");
        comment.setId("message-comment");
        comment.setAccessibleText("Comment on this message");
        HBox.setHgrow(comment, Priority.ALWAYS);
        pin.setOnAction(e -> withRow(model::togglePin));
        mark.setOnAction(e -> withRow(model::toggleMark));
        comment.setOnAction(e -> withRow(row -> model.comment(row, comment.getText())));
        comment.focusedProperty().addListener((o, old, now) -> {
            if (!now) {
                withRow(row -> {
                    if (!row.note().comment().equals(comment.getText().trim())) {
                        model.comment(row, comment.getText());
                    }
                });
            }
        });
        return Nodes.row(6, pin, mark, comment);
    }

    private void withRow(java.util.function.Consumer<MessageRow> deed) {
        MessageRow row = model.selectedProperty().get();
        if (row != null) {
            deed.accept(row);
            showNote(row);
        }
    }

    private void choose(Choice next) {
        chosen = next;
        MessageRow row = model.selectedProperty().get();
        if (row != null) {
            byKind.put(row.kind(), next); // sticks to the kind of message
            showContent(row);
        }
    }

    /** The text of the message takes the keys: arrows scroll it, Ctrl+C copies from it. */
    @Override
    public void requestFocus() {
        if (chosen == Choice.CBOR) {
            cbor.getChildren().get(0).requestFocus();
        } else {
            text.requestFocus();
        }
    }

    /** Typing writes a comment from now on. */
    void takeComment() {
        comment.requestFocus();
    }

    /** Shows what happened to the message after it was chosen: its answer, its acknowledgement. */
    void refresh() {
        MessageRow row = model.selectedProperty().get();
        if (row != null) {
            facts.show(MessageDetail.facts(row));
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
        verdict.show(row.verdictTone(), row.verdictTone() == Badge.Tone.OK ? "verified" : row.verdictWord());
        String why = deeds.whyNotAgain(row);
        Availability.set(again, why == null ? null : "Cannot be sent again: " + why);
        refresh();
        showReason(row);
        showNote(row);
        chosen = byKind.getOrDefault(row.kind(), chosen);
        choice.choose(chosen.ordinal());
        showContent(row);
    }

    /** A number that does not follow is understood beside another row. */
    private void showReason(MessageRow row) {
        MessageRow other = row.isOutOfSequence() ? model.reasonOf(row).orElse(null) : null;
        reason.setVisible(other != null);
        if (other != null) {
            reason.setText("See #" + other.index() + ", seq " + other.seq() + ", before it");
            reason.setOnAction(e -> model.select(other.id()));
        }
    }

    private void showNote(MessageRow row) {
        pin.setSelected(row.note().pinned());
        mark.setSelected(row.note().marked());
        comment.setText(row.note().comment());
    }

    private void showContent(MessageRow row) {
        byte[] bytes = row.signedBytes();
        switch (chosen) {
            case CANDID -> showText(row.content() == null ? noContent(row) : PayloadText.candid(row.content()));
            case RAW -> showText(bytes == null ? noContent(row) : HexFormat.of().formatHex(bytes));
            case PROOF -> {
                if (row.proof() == null) {
                    showText(
                            row.verdict() == null
                                    ? "The frame was refused before anything could be proven."
                                    : "The proof is not kept any more: there was no room for it.");
                } else {
                    proof.show(row.proof());
                    content.getChildren().setAll(proofScroll);
                }
            }
            default -> {
                if (bytes == null) {
                    showText(noContent(row));
                } else if (chosen == Choice.HEX) {
                    hex.setData(bytes);
                    content.getChildren().setAll(hex);
                } else {
                    cbor.show(bytes);
                    content.getChildren().setAll(cbor);
                }
            }
        }
    }

    private void showText(String words) {
        text.setText(words);
        content.getChildren().setAll(text);
    }

    private static String noContent(MessageRow row) {
        if (row.event() == null) {
            return "The content is not kept any more: there was no room for it. Settings says how much is kept.";
        }
        return switch (row.kind()) {
            case "refused" -> "The frame was refused and is not kept.";
            case "ws_open" -> "ws_open carries no message: it names the client's nonce and the gateway. See CBOR.";
            default -> "There is no content that could be read. See Hex.";
        };
    }

    private String shownText() {
        MessageRow row = model.selectedProperty().get();
        if (row == null) {
            return "";
        }
        byte[] bytes = row.signedBytes() == null ? new byte[0] : row.signedBytes();
        return switch (chosen) {
            case CANDID, RAW -> text.getText();
            case CBOR -> PayloadText.cbor(bytes);
            case HEX -> HexFormat.of().formatHex(bytes);
            case PROOF -> row.proof() == null ? text.getText() : ProofText.of(row.proof());
        };
    }
}
