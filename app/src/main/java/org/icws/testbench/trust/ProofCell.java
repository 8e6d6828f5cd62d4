package org.icws.testbench.trust;

import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.icws.gateway.trust.Verdict;
import org.icws.testbench.control.Badge;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.messages.MessageRow;

/** A proof in the list: what the message said, whose, when, and what the proof came to. */
final class ProofCell extends ListCell<MessageRow> {

    private final Label title = Nodes.label("", "strong", "t-small");
    private final Badge verdict = new Badge(Badge.Tone.NEUTRAL, "");
    private final Label who = Nodes.label("", "t-caption");
    private final Label time = Nodes.label("", "t-mono-sm", "muted");
    private final VBox box;
    private String style = "";

    ProofCell() {
        getStyleClass().add("proof-cell");
        title.setMinWidth(0);
        time.setMinWidth(Region.USE_PREF_SIZE);
        HBox first = Nodes.row(6, title, Nodes.spacer(), verdict);
        HBox second = Nodes.row(6, who, Nodes.spacer(), time);
        box = new VBox(3, first, second);
        // The cell must not grow with its longest title.
        box.maxWidthProperty().bind(widthProperty().subtract(24));
        box.setPrefWidth(0);
    }

    @Override
    protected void updateItem(MessageRow row, boolean empty) {
        super.updateItem(row, empty);
        getStyleClass().remove(style);
        style = "";
        if (empty || row == null) {
            setGraphic(null);
            return;
        }
        title.setText(row.service() ? row.kind() : row.text());
        boolean up = row.direction() == MessageRow.Direction.UP;
        who.setText((up ? "↑ " + row.client() : "↓ " + row.canister() + " → " + row.client())
                + (row.sequenceNumber() < 0 ? "" : ", seq " + row.seq()));
        time.setText(row.time());
        Badge.Tone tone = row.verdict() == Verdict.VERIFIED
                ? Badge.Tone.OK
                : row.verdict() == Verdict.NOT_CHECKED ? Badge.Tone.WARN : Badge.Tone.FAIL;
        verdict.show(tone, word(row));
        if (tone == Badge.Tone.FAIL) {
            style = "fail";
            getStyleClass().add(style);
        }
        setGraphic(box);
    }

    private static String word(MessageRow row) {
        if (row.verdict() == null) {
            return "refused";
        }
        return switch (row.verdict()) {
            case VERIFIED -> "verified";
            case NOT_CHECKED -> "not checked";
            case FAILED -> "failed";
        };
    }
}
