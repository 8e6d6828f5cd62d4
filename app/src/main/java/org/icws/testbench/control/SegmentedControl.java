package org.icws.testbench.control;

import java.util.function.Consumer;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;

/** Two to five exclusive choices in one track. Exactly one is always chosen; arrow keys move within the group. */
public class SegmentedControl extends HBox {

    private final ToggleGroup group = new ToggleGroup();

    public SegmentedControl(int selected, String... names) {
        getStyleClass().add("segmented");
        for (int i = 0; i < names.length; i++) {
            ToggleButton b = new ToggleButton(names[i]);
            b.getStyleClass().add("segment");
            b.setMnemonicParsing(false);
            b.setToggleGroup(group);
            b.setSelected(i == selected);
            b.setMinWidth(USE_PREF_SIZE);
            getChildren().add(b);
        }
        setMaxWidth(USE_PREF_SIZE);
        group.selectedToggleProperty().addListener((o, old, now) -> {
            if (now == null && old != null) {
                old.setSelected(true); // a second click must not leave the control empty
            }
        });
    }

    /** Chooses one by its position. */
    public void choose(int index) {
        ((ToggleButton) getChildren().get(index)).setSelected(true);
    }

    /** Position of the choice. */
    public int chosen() {
        return getChildren().indexOf(group.getSelectedToggle());
    }

    /** Called with the position of the choice whenever it changes. */
    public void onChange(Consumer<Integer> listener) {
        group.selectedToggleProperty().addListener((o, old, now) -> {
            if (now != null) {
                listener.accept(getChildren().indexOf(now));
            }
        });
    }
}
