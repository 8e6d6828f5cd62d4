package org.icws.testbench.control;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** Label and value pairs below each other. Values are set in mono and can be selected and copied. */
public final class FactGrid extends VBox {

    private final double labelWidth;
    private final List<Fact> facts = new ArrayList<>();

    /** One pair; the tone is a style class such as "fg-ok", or empty. */
    public record Entry(String name, String value, String tone) {

        public Entry(String name, String value) {
            this(name, value, "");
        }
    }

    public FactGrid(double labelWidth) {
        this.labelWidth = labelWidth;
        getStyleClass().add("facts");
        setSpacing(2);
    }

    /** Shows these pairs, reusing the rows that are there. */
    public void show(List<Entry> entries) {
        while (facts.size() < entries.size()) {
            facts.add(new Fact(labelWidth));
        }
        for (int i = 0; i < entries.size(); i++) {
            facts.get(i).show(entries.get(i));
        }
        if (getChildren().size() != entries.size()) {
            getChildren().setAll(facts.subList(0, entries.size()));
        }
    }

    private static final class Fact extends HBox {

        private final Label name = Nodes.label("", "t-small", "muted");
        private final ValueField value = new ValueField();

        Fact(double labelWidth) {
            getStyleClass().add("fact");
            name.setMinWidth(labelWidth);
            name.setPrefWidth(labelWidth);
            HBox.setHgrow(value, Priority.ALWAYS);
            getChildren().addAll(name, value);
        }

        void show(Entry entry) {
            name.setText(entry.name());
            value.show(entry.name(), entry.value(), entry.tone());
        }
    }
}
