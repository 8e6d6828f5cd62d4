package org.icws.testbench.queues;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.PipelineBar;
import org.icws.testbench.store.Format;

/** How far the messages of each canister have come. */
final class PositionsCard extends VBox {

    private static final String TIED = "\u00a0";

    PositionsCard() {
        super(12);
        getStyleClass().add("card-pad");
    }

    /** Shows other positions. */
    void show(List<CanisterPosition> all) {
        getChildren().clear();
        all.forEach(p -> getChildren().add(position(p)));
        if (all.isEmpty()) {
            getChildren().add(Nodes.label("No canister is polled: nobody is connected.", "t-small", "muted"));
        }
    }

    /** A line ends between two places, not between a word and its number. */
    private static String place(String word, String number) {
        return word + TIED + number;
    }

    private static Node position(CanisterPosition p) {
        Label verdict = Nodes.label(p.verdict(), "t-caption");
        if (p.lags() && p.backlog() > 0) {
            verdict.getStyleClass().add("fg-warn");
        }
        PipelineBar bar = new PipelineBar("ok", "down", "service", "warn");
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.show(p.head(), p.acked(), p.sent() - p.acked(), p.polled() - p.sent(), p.backlog());
        String numbers = place("head", (p.exact() ? "" : "≥" + TIED) + Format.count(p.head())) + "  "
                + place("polled", Format.count(p.polled())) + "  " + place("sent", Format.count(p.sent())) + "  "
                + place("acked", Format.count(p.acked()));
        Label positions = Nodes.label(numbers, "t-mono-sm", "muted");
        positions.setWrapText(true);
        positions.setMinHeight(USE_PREF_SIZE);
        bar.setAccessibleText(p.canister() + ": " + numbers);
        Tooltip.install(
                bar,
                new Tooltip("How many messages have passed each place. Green: acknowledged. Purple: sent, not"
                        + " acknowledged.\nGrey: polled, not sent. Amber: still in the canister."));
        String state = p.slowest().isEmpty() ? p.state() : p.state() + ", " + p.slowest();
        return new VBox(
                4,
                Nodes.row(8, Nodes.label(p.canister(), "strong", "t-small"), Nodes.spacer(), verdict),
                bar,
                positions,
                Nodes.label(state, "t-caption"));
    }
}
