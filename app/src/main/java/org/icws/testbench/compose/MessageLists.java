package org.icws.testbench.compose;

import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.Badge;
import org.icws.testbench.control.EmptyState;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.store.Format;

/** Messages to use again: those that were saved, and those that were sent. */
final class MessageLists extends VBox {

    private static final double WIDTH = 272;
    private static final double SAVED_ROW = 48;
    private static final double HISTORY_ROW = 30;

    private final HBox savedHead = Nodes.row(4);

    /** @param used told when a message was taken from a list */
    MessageLists(ComposeViewModel model, Runnable save, Consumer<SavedMessage> forget, Runnable used) {
        super(12);
        setMinWidth(WIDTH);
        setMaxWidth(WIDTH);
        setMinHeight(0);
        VBox saved = saved(model, save, forget, used);
        VBox history = history(model, used);
        VBox.setVgrow(saved, Priority.ALWAYS);
        history.setPrefHeight(212);
        history.setMinHeight(140);
        getChildren().addAll(saved, history);
    }

    /** Puts something into the head of the upper list. */
    void inHead(Node node) {
        savedHead.getChildren().add(node);
    }

    private VBox saved(ComposeViewModel model, Runnable save, Consumer<SavedMessage> forget, Runnable used) {
        ListView<SavedMessage> list = new ListView<>(model.saved());
        list.setId("compose-saved");
        list.setAccessibleText("Saved messages");
        list.getStyleClass().add("plain-list");
        list.setFixedCellSize(SAVED_ROW);
        list.setCellFactory(v -> new SavedCell(forget));
        list.setPlaceholder(new EmptyState(
                "fth-bookmark", "Nothing saved yet", "Save a message to have it at hand, also after a restart."));
        Runnable use = () -> {
            SavedMessage chosen = list.getSelectionModel().getSelectedItem();
            if (chosen != null) {
                model.use(chosen.draft());
                used.run();
            }
        };
        list.setOnMouseClicked(e -> use.run());
        list.setOnKeyPressed(e -> {
            SavedMessage chosen = list.getSelectionModel().getSelectedItem();
            if (e.getCode() == KeyCode.ENTER) {
                use.run();
            } else if (e.getCode() == KeyCode.DELETE && chosen != null) {
                forget.accept(chosen);
            }
        });
        Button add = Nodes.iconButton("fth-plus", "Save what is written");
        add.setOnAction(e -> save.run());
        savedHead.getChildren().add(add);
        return flush(list, Nodes.label("Saved messages", "t-heading"), Nodes.spacer(), savedHead);
    }

    private static VBox history(ComposeViewModel model, Runnable used) {
        ListView<SentMessage> list = new ListView<>(model.history());
        list.setId("compose-history");
        list.setAccessibleText("Messages sent before");
        list.getStyleClass().add("plain-list");
        list.setFixedCellSize(HISTORY_ROW);
        list.setCellFactory(v -> new HistoryCell());
        list.setPlaceholder(new EmptyState("fth-clock", "Nothing sent yet", "What you send is kept here."));
        Runnable use = () -> {
            SentMessage chosen = list.getSelectionModel().getSelectedItem();
            if (chosen != null) {
                model.use(chosen.draft());
                used.run();
            }
        };
        list.setOnMouseClicked(e -> use.run());
        list.setOnKeyPressed(e -> {
            if (e.getCode() == KeyCode.ENTER) {
                use.run();
            }
        });
        return flush(
                list,
                Nodes.label("History", "t-heading"),
                Nodes.label("last " + ComposeViewModel.HISTORY, "t-caption"),
                Nodes.spacer(),
                Nodes.label("Ctrl ↑", "kbd"));
    }

    private static VBox flush(ListView<?> list, Node... head) {
        Nodes.clipRound(list, 9);
        VBox card = Nodes.card(list, head);
        card.getStyleClass().add("flush");
        return card;
    }

    private static final class SavedCell extends ListCell<SavedMessage> {

        private final Label name = Nodes.label("", "strong", "t-small");
        private final Label what = Nodes.label("", "t-caption");
        private final Button remove = Nodes.iconButton("fth-trash-2", "Remove this saved message");
        private final VBox words = new VBox(2, name, what);
        private final HBox row = Nodes.row(6, words, Nodes.spacer(), remove);

        SavedCell(Consumer<SavedMessage> forget) {
            setPrefWidth(0);
            HBox.setHgrow(words, Priority.ALWAYS);
            words.setMinWidth(0);
            words.setAlignment(Pos.CENTER_LEFT);
            remove.setOnAction(e -> forget.accept(getItem()));
            remove.visibleProperty().bind(hoverProperty().or(selectedProperty()));
            remove.setMinWidth(28);
        }

        @Override
        protected void updateItem(SavedMessage item, boolean empty) {
            super.updateItem(item, empty);
            setText(null);
            if (empty || item == null) {
                setGraphic(null);
                return;
            }
            name.setText(item.name());
            Draft draft = item.draft();
            what.setText(draft.canister() + " · "
                    + (draft.kind() == Draft.Kind.MESSAGE
                            ? draft.summary()
                            : draft.kind().words()));
            setGraphic(row);
        }
    }

    private static final class HistoryCell extends ListCell<SentMessage> {

        private final Badge badge = new Badge(Badge.Tone.SERVICE, "").bare();
        private final Label time = Nodes.label("", "t-mono-sm", "muted");
        private final HBox row = Nodes.row(8, badge, Nodes.spacer(), time);

        HistoryCell() {
            badge.setMinWidth(0);
            time.setMinWidth(USE_PREF_SIZE);
            // The cell must not grow with the text it shows.
            setPrefWidth(0);
        }

        @Override
        protected void updateItem(SentMessage item, boolean empty) {
            super.updateItem(item, empty);
            setText(null);
            if (empty || item == null) {
                setGraphic(null);
                return;
            }
            String words =
                    item.draft().summary().isBlank() ? "(empty)" : item.draft().summary();
            Badge.Tone tone =
                    switch (item.state()) {
                        case UNDER_WAY, SENT -> Badge.Tone.SERVICE;
                        case ACCEPTED, ANSWERED -> Badge.Tone.OK;
                        case FAILED -> Badge.Tone.FAIL;
                    };
            badge.show(tone, words);
            String took = item.state() == SentMessage.State.FAILED
                    ? "failed "
                    : item.tookNanos() > 0 ? Format.millis(item.tookNanos()) + " ms " : "";
            time.setText(took + Format.shortClock(item.sentAtNanos()));
            setGraphic(row);
        }
    }
}
