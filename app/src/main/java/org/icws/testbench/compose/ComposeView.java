package org.icws.testbench.compose;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.icws.protocol.principal.Principals;
import org.icws.testbench.control.Badge;
import org.icws.testbench.control.EmptyState;
import org.icws.testbench.control.FactGrid;
import org.icws.testbench.control.FactGrid.Entry;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.SegmentedControl;
import org.icws.testbench.store.Format;

/** A message to send as one of our own clients. The text stays; the result stands below it. */
public final class ComposeView extends VBox {

    private static final KeyCombination SEND = new KeyCodeCombination(KeyCode.ENTER, KeyCombination.SHORTCUT_DOWN);

    private final ComposeViewModel model;
    private final ComboBox<TestSender> sender = new ComboBox<>();
    private final TextArea text = new TextArea();
    private final TextArea preview = new TextArea();
    private final SegmentedControl form = new SegmentedControl(0, "Candid", "Hex");
    private final FactGrid signing = new FactGrid(96);
    private final Button send = Nodes.button("fth-send", "Send", "accent", "large");
    private final Label blocked = Nodes.label("", "t-small", "fg-warn");
    private boolean hex;

    public ComposeView(ComposeViewModel model, java.util.function.LongConsumer openMessage) {
        this.model = model;
        getStyleClass().add("page");
        setMinHeight(0);
        VBox history = makeHistory();
        history.setMinWidth(272);
        history.setMaxWidth(272);
        VBox editor = makeEditor();
        VBox.setVgrow(editor, Priority.ALWAYS);
        VBox right = new VBox(14, editor, makeDeeds(), new ResultCard(model, openMessage));
        right.setMinHeight(0);
        HBox.setHgrow(right, Priority.ALWAYS);
        HBox columns = new HBox(12, history, right);
        columns.setMinHeight(0);
        VBox.setVgrow(columns, Priority.ALWAYS);
        getChildren()
                .addAll(
                        Nodes.pageHead(
                                "Compose",
                                Nodes.label(
                                        "Write a message, send it as one of your test clients", "t-small", "muted")),
                        columns);
        addEventFilter(KeyEvent.KEY_PRESSED, e -> {
            if (SEND.match(e)) {
                model.send();
                e.consume();
            }
        });
        // The page comes and goes; whenever it comes, typing goes into the text at once.
        sceneProperty().addListener((o, old, now) -> {
            if (now != null) {
                text.requestFocus();
            }
        });
        model.textProperty().addListener(o -> showPreview());
        model.senderProperty().addListener(o -> showPreview());
        model.blockedProperty().addListener(o -> showBlocked());
        showPreview();
        showBlocked();
    }

    private VBox makeHistory() {
        ListView<SentMessage> list = new ListView<>(model.history());
        list.setId("compose-history");
        list.getStyleClass().add("plain-list");
        list.setFixedCellSize(30);
        list.setCellFactory(v -> new HistoryCell());
        list.setPlaceholder(new EmptyState("fth-clock", "Nothing sent yet", "What you send is kept here."));
        list.setOnMouseClicked(e -> {
            SentMessage chosen = list.getSelectionModel().getSelectedItem();
            if (chosen != null) {
                model.textProperty().set(chosen.text());
            }
        });
        Nodes.clipRound(list, 9);
        VBox card = Nodes.card(
                list,
                Nodes.label("Sent", "t-heading"),
                Nodes.label("last " + ComposeViewModel.HISTORY + ", click to use again", "t-caption"));
        card.getStyleClass().add("flush");
        return card;
    }

    private VBox makeEditor() {
        sender.setId("compose-sender");
        sender.setItems(model.senders());
        sender.valueProperty().bindBidirectional(model.senderProperty());
        sender.setCellFactory(v -> new SenderCell());
        sender.setButtonCell(new SenderCell());
        sender.setMaxWidth(Double.MAX_VALUE);
        sender.setPromptText("No client");
        HBox.setHgrow(sender, Priority.ALWAYS);
        HBox top = Nodes.row(10, Nodes.label("As", "t-small", "muted"), sender, new Badge(Badge.Tone.UP, "ws_message"));
        top.getStyleClass().add("card-bar");
        text.setId("compose-text");
        text.setWrapText(true);
        text.textProperty().bindBidirectional(model.textProperty());
        text.getStyleClass().add("input-area");
        VBox.setVgrow(text, Priority.ALWAYS);
        Label name = Nodes.label("text", "strong", "t-small");
        name.setLabelFor(text);
        VBox well = new VBox(signing);
        well.getStyleClass().add("well");
        VBox left = new VBox(
                8,
                Nodes.row(8, Nodes.label("Form", "t-heading"), Nodes.label("from ping_pong.did", "t-caption")),
                Nodes.row(8, name, Nodes.label("text", "t-mono-sm", "faint")),
                text,
                Nodes.row(
                        8,
                        Nodes.label("timestamp", "strong", "t-small"),
                        Nodes.label("nat64", "t-mono-sm", "faint"),
                        Nodes.label("set when it is sent", "t-small", "muted")),
                well);
        left.setMinWidth(300);
        preview.setEditable(false);
        preview.setWrapText(true);
        preview.setId("compose-preview");
        preview.getStyleClass().addAll("code-area", "framed");
        VBox.setVgrow(preview, Priority.ALWAYS);
        form.onChange(i -> {
            hex = i == 1;
            showPreview();
        });
        VBox rightSide =
                new VBox(8, Nodes.row(8, Nodes.label("What is sent", "t-heading"), Nodes.spacer(), form), preview);
        HBox.setHgrow(left, Priority.ALWAYS);
        HBox.setHgrow(rightSide, Priority.ALWAYS);
        left.setPrefWidth(400);
        rightSide.setPrefWidth(400);
        Region line = new Region();
        line.getStyleClass().add("vdivider");
        HBox halves = new HBox(18, left, line, rightSide);
        halves.setMinHeight(0);
        VBox.setVgrow(halves, Priority.ALWAYS);
        VBox body = new VBox(12, top, halves);
        body.getStyleClass().add("card-body");
        body.setMinHeight(0);
        return Nodes.card(body);
    }

    private HBox makeDeeds() {
        send.setId("compose-send");
        send.setOnAction(e -> model.send());
        blocked.setId("compose-blocked");
        HBox row = Nodes.row(12, send, Nodes.label("Ctrl Enter", "kbd"), blocked, Nodes.spacer());
        row.getStyleClass().add("deeds");
        return row;
    }

    private void showBlocked() {
        String reason = model.blockedProperty().get();
        send.setDisable(reason != null);
        blocked.setText(reason == null ? "" : reason);
    }

    private void showPreview() {
        preview.setText(hex ? model.hexPreview() : model.candidPreview());
        List<Entry> entries = new ArrayList<>();
        TestSender as = model.senderProperty().get();
        entries.add(
                new Entry("Signed as", as == null ? "–" : as.key().principal().toString()));
        entries.add(new Entry("To", as == null ? "–" : as.canister().toString()));
        entries.add(new Entry("Content", Format.count(model.argumentBytes()) + " B of Candid"));
        signing.show(entries);
    }

    private static final class SenderCell extends ListCell<TestSender> {

        @Override
        protected void updateItem(TestSender item, boolean empty) {
            super.updateItem(item, empty);
            setText(
                    empty || item == null
                            ? null
                            : item.name() + "  ·  "
                                    + Principals.shorten(item.key().principal()));
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
            String words = item.text().isBlank() ? "(empty)" : item.text().replace('\n', ' ');
            switch (item.state()) {
                case UNDER_WAY -> badge.show(Badge.Tone.SERVICE, words);
                case ANSWERED -> badge.show(Badge.Tone.OK, words);
                case FAILED -> badge.show(Badge.Tone.FAIL, words);
            }
            long took = item.exchange() == null ? 0 : item.exchange().answeredAtNanos() - item.sentAtNanos();
            time.setText((took > 0 ? Format.millis(took) + " ms  " : "") + Format.shortClock(item.sentAtNanos()));
            setGraphic(row);
        }
    }
}
