package org.icws.testbench.replica;

import javafx.collections.ListChangeListener;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.icws.replica.LogLine;
import org.icws.testbench.control.EmptyState;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.Switch;
import org.icws.testbench.store.Format;

/** What the chosen canister printed, live. */
final class LogCard extends StackPane {

    private static final double ROW = 20;

    LogCard(ReplicaViewModel model) {
        ListView<LogLine> list = new ListView<>(model.log());
        list.setId("replica-log");
        list.getStyleClass().addAll("plain-list", "log-list");
        list.setFixedCellSize(ROW);
        list.setCellFactory(v -> new LineCell());
        EmptyState empty =
                new EmptyState("fth-terminal", "Nothing printed yet", "What the canister prints stands here.");
        list.setPlaceholder(empty);
        list.setMinHeight(0);
        Label of = Nodes.label("", "t-caption");
        model.selectedProperty().addListener((o, old, now) -> {
            of.setText(now == null ? "" : now.name());
        });
        Switch follow = new Switch("Follow the newest line");
        follow.onProperty().set(true);
        model.log().addListener((ListChangeListener<LogLine>) c -> {
            if (follow.onProperty().get() && !model.log().isEmpty()) {
                list.scrollTo(model.log().size() - 1);
            }
        });
        Nodes.clipRound(list, 9);
        VBox card = Nodes.card(
                list,
                Nodes.label("Log", "t-heading"),
                of,
                Nodes.spacer(),
                Nodes.label("Follow", "t-small", "muted"),
                follow);
        card.getStyleClass().add("flush");
        getChildren().add(card);
        setMinHeight(0);
    }

    private static final class LineCell extends ListCell<LogLine> {

        private final Label time = Nodes.label("", "t-mono-sm", "faint");
        private final Label text = Nodes.label("", "t-mono-sm");
        private final HBox row = Nodes.row(14, time, text);

        LineCell() {
            setPrefWidth(0);
            time.setMinWidth(USE_PREF_SIZE);
            HBox.setHgrow(text, Priority.ALWAYS);
        }

        @Override
        protected void updateItem(LogLine item, boolean empty) {
            super.updateItem(item, empty);
            setText(null);
            if (empty || item == null) {
                setGraphic(null);
                return;
            }
            time.setText(Format.clock(
                    item.time().getEpochSecond() * 1_000_000_000L + item.time().getNano()));
            text.setText(item.text());
            setGraphic(row);
        }
    }
}
