package org.icws.testbench.control;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/**
 * Two values in full, one below the other in lines of equal length. What differs stands in boxes, what is equal is faint; the
 * place is said in words too.
 */
public final class ValueCompare extends VBox {

    private static final int LINE = 32;
    private static final int GROUP = 4;
    private static final int MOST_LINES = 8;

    /**
     * @param expectedNote where the expected value came from
     * @param actualNote where the actual value came from
     */
    public ValueCompare(String expected, String expectedNote, String actual, String actualNote) {
        super(6);
        getStyleClass().add("value-compare");
        Difference difference = Difference.of(expected, actual);
        int from = firstLine(difference);
        Label words = Nodes.label("The actual value " + difference.words() + ".", "t-small");
        words.setWrapText(true);
        words.setMinHeight(USE_PREF_SIZE);
        getChildren()
                .addAll(
                        part("expected", expectedNote, expected, difference.expected(), difference.hex(), from),
                        part("actual", actualNote, actual, difference.actual(), difference.hex(), from),
                        words);
        setAccessibleText("expected " + expected + ", actual " + actual + "; the actual value " + difference.words());
    }

    /** Long values begin a line before the one where they differ. */
    private static int firstLine(Difference difference) {
        int perUnit = difference.hex() ? 2 : 1;
        return Math.max(0, (difference.first() - 1) * perUnit / LINE - 1);
    }

    private static VBox part(String name, String note, String value, List<Difference.Run> runs, boolean hex, int from) {
        Button copy = Nodes.iconButton("fth-copy", "Copy the " + name + " value");
        copy.getStyleClass().add("inline");
        copy.setOnAction(e -> Nodes.copy(value));
        Label origin = Nodes.label(note, "t-caption");
        origin.setMinWidth(0);
        VBox part = new VBox(2, Nodes.row(8, Nodes.label(name, "t-small", "strong"), origin, copy));
        List<HBox> lines = lines(runs, hex);
        int begin = lines.size() > MOST_LINES ? from : 0;
        int end = Math.min(lines.size(), begin + MOST_LINES);
        if (begin > 0) {
            part.getChildren().add(Nodes.label("… " + begin * LINE + " equal characters before", "t-caption"));
        }
        part.getChildren().addAll(lines.subList(Math.min(begin, end), end));
        if (end < lines.size()) {
            part.getChildren().add(Nodes.label("… and more; the button copies all of it", "t-caption"));
        }
        if (lines.isEmpty()) {
            part.getChildren().add(Nodes.label("(empty)", "t-mono", "differs"));
        }
        return part;
    }

    private static List<HBox> lines(List<Difference.Run> runs, boolean hex) {
        List<HBox> lines = new ArrayList<>();
        HBox line = null;
        int used = LINE;
        for (Difference.Run run : runs) {
            int at = 0;
            while (at < run.text().length()) {
                if (used == LINE) {
                    line = new HBox();
                    line.setAlignment(Pos.CENTER_LEFT);
                    lines.add(line);
                    used = 0;
                }
                int to = Math.min(run.text().length(), at + LINE - used);
                line.getChildren().add(cell(run.text().substring(at, to), used, hex, run.differs()));
                used += to - at;
                at = to;
            }
        }
        return lines;
    }

    private static Node cell(String text, int column, boolean hex, boolean differs) {
        StringBuilder spaced = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            boolean gap = hex && (column + i) % GROUP == 0 && column + i > 0;
            spaced.append(gap ? " " : "").append(text.charAt(i));
        }
        // The gap in front of a box is outside of it.
        boolean led = differs && spaced.charAt(0) == ' ' && hex;
        Label label =
                Nodes.label(led ? spaced.substring(1) : spaced.toString(), "t-mono", differs ? "differs" : "same");
        label.setMinWidth(USE_PREF_SIZE);
        return led ? new HBox(Nodes.label(" ", "t-mono"), label) : label;
    }
}
