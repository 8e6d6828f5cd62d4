package org.icws.testbench.control;

import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/** Two hashes in full, in groups of four digits; digits that are equal are faint, so that the eye finds the others. */
public final class HashCompare extends VBox {

    private static final int GROUP = 4;

    /**
     * @param expectedNote where the expected value came from
     * @param actualNote where the actual value came from
     */
    public HashCompare(String expected, String expectedNote, String actual, String actualNote) {
        super(6);
        getChildren()
                .addAll(part("expected", expectedNote, expected, actual), part("actual", actualNote, actual, expected));
        setAccessibleText("expected " + expected + ", actual " + actual);
    }

    private static VBox part(String name, String note, String value, String other) {
        TextFlow digits = new TextFlow();
        StringBuilder run = new StringBuilder();
        boolean differs = false;
        for (int i = 0; i < value.length(); i++) {
            boolean here = i >= other.length() || value.charAt(i) != other.charAt(i);
            if (here != differs && run.length() > 0) {
                digits.getChildren().add(text(run, differs));
                run.setLength(0);
            }
            differs = here;
            run.append(value.charAt(i));
            if (i % GROUP == GROUP - 1) {
                run.append(' ');
            }
        }
        digits.getChildren().add(text(run, differs));
        return new VBox(
                2, Nodes.row(8, Nodes.label(name, "t-small", "strong"), Nodes.label(note, "t-caption")), digits);
    }

    private static Text text(StringBuilder run, boolean differs) {
        Text text = new Text(run.toString());
        text.getStyleClass().addAll("code", differs ? "code-fail" : "code-faint");
        return text;
    }
}
