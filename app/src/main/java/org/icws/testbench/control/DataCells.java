package org.icws.testbench.control;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableRow;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;

/** What {@link DataTable} shows its rows in. Nothing is bound; each cell keeps the one node it shows. */
final class DataCells {

    private DataCells() {}

    /** A row with a style class of its own. */
    static final class StyledRow<T> extends TableRow<T> {

        private final Function<T, String> styleOf;
        private String style = "";

        StyledRow(Function<T, String> styleOf) {
            this.styleOf = styleOf;
            // The table places its rows itself. Managed, a row with another text would have it place all of them again,
            // which means
            // to go through the heights of every row that there is.
            setManaged(false);
        }

        /** Takes what stands in its place now, if that is another one. */
        void renew() {
            if (!isEmpty() && getIndex() < getTableView().getItems().size()) {
                updateIndex(getIndex());
            }
        }

        @Override
        protected void updateItem(T item, boolean empty) {
            super.updateItem(item, empty);
            String next = empty || item == null ? "" : styleOf.apply(item);
            if (!next.equals(style)) {
                getStyleClass().remove(style);
                style = next;
                if (!next.isEmpty()) {
                    getStyleClass().add(next);
                }
            }
        }
    }

    /** A text. */
    static final class TextCell<T> extends TableCell<T, T> {

        private final Function<T, String> text;

        TextCell(Function<T, String> text, String... styles) {
            this.text = text;
            getStyleClass().addAll(styles);
            addEventFilter(MouseEvent.MOUSE_ENTERED, e -> tellWhole());
        }

        @Override
        protected void updateItem(T item, boolean empty) {
            super.updateItem(item, empty);
            String words = empty || item == null ? null : text.apply(item);
            setText(words);
            if (getTableView() instanceof DataTable<T> table) {
                table.widths().shows(getTableColumn(), words);
            }
        }

        /** Made when somebody points at it: a table in motion has no time for what nobody reads. */
        private void tellWhole() {
            if (!Nodes.isCutOff(this)) {
                setTooltip(null);
            } else if (getTooltip() == null) {
                setTooltip(Nodes.whole(this));
            }
        }
    }

    /** A cell with one node of its own that is shown again for every row. */
    private abstract static class NodeCell<T, N extends Node> extends TableCell<T, T> {

        private final N node;

        NodeCell(N node) {
            this.node = node;
        }

        abstract void show(N target, T item);

        @Override
        protected void updateItem(T item, boolean empty) {
            super.updateItem(item, empty);
            boolean something = !empty && item != null;
            // Hidden, not taken out: what is put in again is styled anew from the beginning.
            node.setVisible(something);
            if (something) {
                show(node, item);
                if (getGraphic() != node) {
                    setGraphic(node);
                }
            }
        }
    }

    /** One badge for each tone that occurred, of which one is seen: to give a badge another tone is to style it anew. */
    static final class BadgeCell<T> extends NodeCell<T, StackPane> {

        private final Function<T, DataTable.BadgeText> text;
        private final Map<Badge.Tone, Badge> badges = new EnumMap<>(Badge.Tone.class);
        private Badge seen;

        BadgeCell(Function<T, DataTable.BadgeText> text) {
            this(new StackPane(), text);
        }

        private BadgeCell(StackPane pile, Function<T, DataTable.BadgeText> text) {
            super(pile);
            pile.setAlignment(Pos.CENTER_LEFT);
            this.text = text;
        }

        @Override
        void show(StackPane target, T item) {
            DataTable.BadgeText next = text.apply(item);
            Badge badge = badges.computeIfAbsent(next.tone(), tone -> {
                Badge made = new Badge(tone, next.word()).bare();
                target.getChildren().add(made);
                return made;
            });
            badge.show(next.tone(), next.word());
            if (seen != badge) {
                if (seen != null) {
                    seen.setVisible(false);
                }
                badge.setVisible(true);
                seen = badge;
            }
        }
    }

    /** A state's dot and word. */
    static final class StateCell<T> extends NodeCell<T, StateDot> {

        private final Function<T, DataTable.StateText> text;

        StateCell(Function<T, DataTable.StateText> text) {
            super(new StateDot(StateDot.State.IDLE));
            this.text = text;
            setGraphicTextGap(7);
        }

        @Override
        void show(StateDot dot, T item) {
            DataTable.StateText next = text.apply(item);
            dot.setState(next.state());
            setText(next.word());
        }

        @Override
        protected void updateItem(T item, boolean empty) {
            if (empty || item == null) {
                setText(null);
            }
            super.updateItem(item, empty);
        }
    }

    /** A bar of segments. */
    static final class BarCell<T> extends NodeCell<T, PipelineBar> {

        private static final double CELL_PADDING = 14;

        private final Function<T, double[]> values;

        BarCell(String[] tokens, Function<T, double[]> values) {
            this(new PipelineBar(tokens), values);
        }

        private BarCell(PipelineBar bar, Function<T, double[]> values) {
            super(bar);
            this.values = values;
            bar.prefWidthProperty().bind(widthProperty().subtract(CELL_PADDING));
        }

        @Override
        void show(PipelineBar bar, T item) {
            double[] all = values.apply(item);
            double[] parts = Arrays.copyOfRange(all, 1, all.length);
            bar.show(all[0], parts);
        }
    }

    /** A countdown ring with words beside it. */
    static final class RingCell<T> extends NodeCell<T, HBox> {

        private final Function<T, DataTable.RingText> text;
        private final CountdownRing ring;
        private final Label words;

        RingCell(Function<T, DataTable.RingText> text) {
            this(text, new CountdownRing(18), Nodes.label("", "t-mono-sm"));
        }

        private RingCell(Function<T, DataTable.RingText> text, CountdownRing ring, Label words) {
            super(Nodes.row(8, ring, words));
            this.text = text;
            this.ring = ring;
            this.words = words;
        }

        @Override
        void show(HBox target, T item) {
            DataTable.RingText next = text.apply(item);
            ring.show(next.share(), "");
            ring.setVisible(next.share() >= 0);
            ring.setManaged(next.share() >= 0);
            words.setText(next.words());
        }
    }
}
