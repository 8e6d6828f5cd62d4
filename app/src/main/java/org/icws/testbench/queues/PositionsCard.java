package org.icws.testbench.queues;

import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.KeptNodes;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.PipelineBar;
import org.icws.testbench.store.Format;

/** How far the messages of each canister have come. */
final class PositionsCard extends VBox {

    private static final String TIED = "\u00a0";

    private final Label none = Nodes.label("No canister is polled: nobody is connected.", "t-small", "muted");
    private final VBox positions = new VBox(12);
    private final KeptNodes<CanisterPosition, Position> shown = new KeptNodes<>(positions, Position::new);

    PositionsCard() {
        getStyleClass().add("card-pad");
        getChildren().addAll(none, positions);
    }

    /** Shows other positions. */
    void show(List<CanisterPosition> all) {
        shown.show(all);
        none.setVisible(all.isEmpty());
        none.setManaged(all.isEmpty());
    }

    /** A line ends between two places, not between a word and its number. */
    private static String place(String word, String number) {
        return word + TIED + number;
    }

    /** How far one canister's messages have come. */
    private static final class Position extends VBox implements KeptNodes.Shows<CanisterPosition> {

        private final Label canister = Nodes.label("", "strong", "t-small");
        private final Label verdict = Nodes.label("", "t-caption");
        private final PipelineBar bar = new PipelineBar("ok", "down", "service", "warn");
        private final Label numbers = Nodes.label("", "t-mono-sm", "muted");
        private final Label state = Nodes.label("", "t-caption");

        Position() {
            super(4);
            bar.setMaxWidth(Double.MAX_VALUE);
            numbers.setWrapText(true);
            numbers.setMinHeight(USE_PREF_SIZE);
            Tooltip.install(
                    bar,
                    new Tooltip("How many messages have passed each place. Green: acknowledged. Purple: sent, not"
                            + " acknowledged.\nGrey: polled, not sent. Amber: still in the canister."));
            getChildren().addAll(Nodes.row(8, canister, Nodes.spacer(), verdict), bar, numbers, state);
        }

        @Override
        public void show(CanisterPosition p) {
            canister.setText(p.canister());
            verdict.setText(p.verdict());
            verdict.getStyleClass().remove("fg-warn");
            if (p.lags() && p.backlog() > 0) {
                verdict.getStyleClass().add("fg-warn");
            }
            bar.show(p.head(), p.acked(), p.sent() - p.acked(), p.polled() - p.sent(), p.backlog());
            numbers.setText(place("head", (p.exact() ? "" : "≥" + TIED) + Format.count(p.head())) + "  "
                    + place("polled", Format.count(p.polled())) + "  " + place("sent", Format.count(p.sent())) + "  "
                    + place("acked", Format.count(p.acked())));
            bar.setAccessibleText(p.canister() + ": " + numbers.getText());
            state.setText(p.slowest().isEmpty() ? p.state() : p.state() + ", " + p.slowest());
        }
    }
}
