package org.icws.testbench.messages;

import java.util.Arrays;
import java.util.List;
import javafx.collections.FXCollections;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.HexPane;
import org.icws.testbench.control.HexView;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.store.Format;

/** A message's CBOR as a tree, its bytes, and the chosen bytes as Candid: one choice, three views. */
final class CborView extends VBox {

    private static final double ROW = 19;
    private static final double LEAST_TREE = 4 * ROW;
    private static final double LEAST_BYTES = 5 * ROW;
    private static final double SCROLL_BAR = 14;
    private static final double LEAST_CANDID = 60;
    private static final double LETTER = 7.2;
    private static final double LINE = 17.5;
    private static final double TEXT_PADDING = 18;

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
        tree.setMinHeight(LEAST_TREE);
        tree.getSelectionModel().selectedItemProperty().addListener((o, old, now) -> choose(now));
        candid.setEditable(false);
        candid.setWrapText(true);
        candid.getStyleClass().add("code-area");
        candid.setId("cbor-candid");
        candid.setMinHeight(LEAST_CANDID);
        broken.setWrapText(true);
        hex.setId("cbor-bytes");
        hex.setMinHeight(LEAST_BYTES);
        heightProperty().addListener(o -> share());
        widthProperty().addListener(o -> share());
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
        for (Node node : List.of(candidNote, candid)) {
            node.setVisible(isCandid);
            node.setManaged(isCandid);
        }
        share();
    }

    /** Each gets what it cannot do without; what is left goes to the content first, then to the tree, then to the bytes. */
    private void share() {
        double left = getHeight() - getSpacing() * (getManagedChildren().size() - 1);
        for (Node node : getManagedChildren()) {
            boolean shared = node == tree || node == hex || node == candid;
            left -= shared ? ((Region) node).getMinHeight() : node.prefHeight(getWidth());
        }
        if (candid.isManaged()) {
            left -= give(candid, candidHeight(), left);
        }
        left -= give(tree, tree.getItems().size() * ROW + SCROLL_BAR, left);
        give(hex, hex.wholeHeight(), left);
    }

    private static double give(Region part, double wanted, double left) {
        double more = Math.max(0, Math.min(left, wanted - part.getMinHeight()));
        part.setPrefHeight(part.getMinHeight() + more);
        return more;
    }

    /** What the lines of the content need, those included that are broken for want of width. */
    private double candidHeight() {
        double letters = Math.max(20, Math.floor((getWidth() - TEXT_PADDING) / LETTER));
        double lines = candid.getText()
                .lines()
                .mapToDouble(line -> Math.max(1, Math.ceil(line.length() / letters)))
                .sum();
        return lines * LINE + TEXT_PADDING;
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
