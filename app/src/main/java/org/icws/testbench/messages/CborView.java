package org.icws.testbench.messages;

import java.util.Arrays;
import java.util.List;
import javafx.collections.FXCollections;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.HexPane;
import org.icws.testbench.control.HexView;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.store.Format;

/** A message's CBOR as a tree, its bytes, and the chosen bytes as Candid: one choice, three views. */
final class CborView extends VBox {

    private static final double ROW = 19;

    private final ListView<CborNode> tree = new ListView<>();
    private final HexPane hex = new HexPane();
    private final Label chosenNote = Nodes.label("", "t-caption");
    private final Label candidNote = Nodes.label("Selected bytes as Candid", "t-caption", "section-line");
    private final TextArea candid = new TextArea();
    private final Label broken = Nodes.label("", "t-small", "fg-warn");
    private byte[] bytes = new byte[0];

    CborView() {
        super(8);
        setMinHeight(0);
        tree.getStyleClass().add("code-list");
        tree.setFixedCellSize(ROW);
        tree.setCellFactory(v -> new LineCell());
        tree.setAccessibleText("The message as CBOR");
        tree.setId("cbor-tree");
        tree.setMinHeight(4 * ROW);
        tree.getSelectionModel().selectedItemProperty().addListener((o, old, now) -> choose(now));
        candid.setEditable(false);
        candid.setWrapText(true);
        candid.getStyleClass().add("code-area");
        candid.setMinHeight(60);
        candid.setPrefHeight(110);
        broken.setWrapText(true);
        hex.setMinHeight(6 * ROW);
        VBox.setVgrow(tree, Priority.ALWAYS);
        VBox.setVgrow(hex, Priority.ALWAYS);
        HBox head = Nodes.row(8, Nodes.label("Bytes", "t-caption"), Nodes.spacer(), chosenNote);
        head.getStyleClass().add("section-line");
        getChildren().addAll(tree, broken, head, hex, candidNote, candid);
    }

    void show(byte[] next) {
        bytes = next;
        List<CborNode> lines = List.of();
        String words = "";
        try {
            lines = CborNode.read(next);
        } catch (CborNode.BrokenException e) {
            words = "This is not CBOR: " + e.getMessage();
        }
        broken.setText(words);
        broken.setManaged(!words.isEmpty());
        tree.setItems(FXCollections.observableArrayList(lines));
        hex.setData(next);
        // The application's content is what most people look for.
        lines.stream()
                .filter(l -> l.name().equals("\"content\"") || l.name().equals("\"arg\""))
                .findFirst()
                .ifPresentOrElse(l -> tree.getSelectionModel().select(l), () -> choose(null));
    }

    private void choose(CborNode line) {
        boolean isCandid = false;
        if (line == null) {
            chosenNote.setText(Format.count(bytes.length, "byte"));
            hex.setRanges();
        } else {
            hex.setRanges(new HexView.Range(line.from(), line.to(), "up", true));
            String what = line.name().isEmpty() ? "" : line.name() + ", ";
            chosenNote.setText(
                    what + Format.count(line.to() - line.from()) + " of " + Format.count(bytes.length, "byte"));
            byte[] inside = Arrays.copyOfRange(bytes, line.dataFrom(), line.to());
            isCandid = PayloadText.isCandid(inside);
            candid.setText(isCandid ? PayloadText.candid(inside) : "");
        }
        for (var node : List.of(candidNote, candid)) {
            node.setVisible(isCandid);
            node.setManaged(isCandid);
        }
    }

    private static final class LineCell extends ListCell<CborNode> {

        private final Label name = Nodes.label("", "code", "muted");
        private final Label value = Nodes.label("", "code");
        private final HBox row = Nodes.row(0, name, value);

        LineCell() {
            name.setMinWidth(USE_PREF_SIZE);
        }

        @Override
        protected void updateItem(CborNode line, boolean empty) {
            super.updateItem(line, empty);
            if (empty || line == null) {
                setGraphic(null);
                return;
            }
            name.setText("  ".repeat(line.depth()) + (line.name().isEmpty() ? "" : line.name() + ": "));
            value.setText(line.value());
            value.getStyleClass().removeIf(c -> c.startsWith("value-"));
            value.getStyleClass().add("value-" + line.style());
            setGraphic(row);
        }
    }
}
