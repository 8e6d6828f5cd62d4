package org.icws.testbench.connections;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.HPos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import org.icws.testbench.connections.ConnectionFigures.Count;
import org.icws.testbench.control.Nodes;

/** Counts of both directions beside each other. */
final class CountGrid extends GridPane {

    private static final double COLUMN = 96;

    private final List<Label[]> lines = new ArrayList<>();

    CountGrid(double names) {
        setVgap(4);
        setId("connections-counts");
        getColumnConstraints().addAll(new ColumnConstraints(names), right(), right());
        add(Nodes.label("Up", "t-caption", "fg-up"), 1, 0);
        add(Nodes.label("Down", "t-caption", "fg-down"), 2, 0);
    }

    private static ColumnConstraints right() {
        ColumnConstraints column = new ColumnConstraints(COLUMN);
        column.setHalignment(HPos.RIGHT);
        return column;
    }

    void show(List<Count> counts) {
        while (lines.size() < counts.size()) {
            addLine();
        }
        for (int i = 0; i < counts.size(); i++) {
            Count count = counts.get(i);
            Label[] line = lines.get(i);
            line[0].setText(count.name());
            line[0].getTooltip().setText(count.meaning());
            line[1].setText(count.up());
            line[1].setAccessibleText(count.name() + " up: " + count.up());
            line[2].setText(count.down());
            line[2].setAccessibleText(count.name() + " down: " + count.down());
        }
    }

    private void addLine() {
        Label name = Nodes.label("", "t-small", "muted");
        Tooltip meaning = new Tooltip();
        meaning.setWrapText(true);
        meaning.setMaxWidth(360);
        name.setTooltip(meaning);
        Label[] line = {name, Nodes.label("", "t-mono-sm"), Nodes.label("", "t-mono-sm")};
        lines.add(line);
        addRow(lines.size(), line);
    }
}
