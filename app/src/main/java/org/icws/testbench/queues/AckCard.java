package org.icws.testbench.queues;

import java.util.Comparator;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.CountdownRing;
import org.icws.testbench.control.KeptNodes;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.store.Format;

/** The acknowledgements that are nearest to their limits. */
final class AckCard extends VBox {

    private static final int MOST_RINGS = 3;

    private final HBox rings = new HBox(14);
    private final KeptNodes<QueueRow, Ring> shown = new KeptNodes<>(rings, Ring::new);
    private final Label ringNote = Nodes.label("", "t-small", "muted");

    AckCard() {
        super(12);
        ringNote.setWrapText(true);
        ringNote.setMinHeight(USE_PREF_SIZE);
        getChildren().addAll(rings, ringNote);
        getStyleClass().add("card-pad");
    }

    /** Shows the clients' acknowledgements. */
    void show(List<QueueRow> rows) {
        List<QueueRow> nearest = rows.stream()
                .filter(r -> r.ackShare() >= 0)
                .sorted(Comparator.comparingDouble(QueueRow::ackShare).reversed())
                .limit(MOST_RINGS)
                .toList();
        shown.show(nearest);
        boolean none = nearest.isEmpty();
        rings.setManaged(!none);
        ringNote.setText(
                none
                        ? "No message yet. A canister tells each client from time to time what has arrived; the client"
                                + " answers with a keep-alive."
                        : nearest(rows) + words(rows.get(0).limits()));
    }

    private static String nearest(List<QueueRow> rows) {
        long counting = rows.stream().filter(r -> r.ackShare() >= 0).count();
        return counting <= MOST_RINGS ? "" : "The nearest " + MOST_RINGS + " of " + Format.count(counting) + ". ";
    }

    private static String words(AckLimits limits) {
        return "A canister sends an AckMessage every " + seconds(limits.ackSeconds()) + " and wants its answer within "
                + seconds(limits.keepAliveSeconds()) + ". It does not tell these times: Settings has them.";
    }

    private static String seconds(int number) {
        return Format.count(number) + "\u00a0s";
    }

    /** One client's acknowledgement. */
    private static final class Ring extends VBox implements KeptNodes.Shows<QueueRow> {

        private final CountdownRing ring = new CountdownRing(56);
        private final Tooltip words = new Tooltip();
        private final Label client = Nodes.label("", "strong", "t-small");
        private final Label open = Nodes.label("", "t-caption");

        Ring() {
            super(3);
            getChildren().addAll(ring, client, open);
            Tooltip.install(ring, words);
            setAlignment(Pos.CENTER);
        }

        @Override
        public void show(QueueRow row) {
            ring.show(row.ackShare(), row.ackShort());
            ring.setAccessibleText(row.client() + ": " + row.ackWords());
            words.setText(row.ackWords());
            client.setText(row.client());
            open.setText(Format.count(row.unacked()) + " open");
        }
    }
}
