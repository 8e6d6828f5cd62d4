package org.icws.testbench.control;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.AccessibleRole;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/** On or off, taking effect at once. */
public final class Switch extends HBox {

    private final BooleanProperty on = new SimpleBooleanProperty(this, "on");

    public Switch(String accessibleText) {
        getStyleClass().add("switch");
        setAccessibleRole(AccessibleRole.TOGGLE_BUTTON);
        setAccessibleText(accessibleText);
        setFocusTraversable(true);
        Region knob = new Region();
        knob.getStyleClass().add("knob");
        getChildren().add(knob);
        setOnMouseClicked(e -> on.set(!on.get()));
        setOnKeyPressed(e -> {
            if (e.getCode() == KeyCode.SPACE || e.getCode() == KeyCode.ENTER) {
                on.set(!on.get());
                e.consume();
            }
        });
        on.addListener((o, old, now) -> {
            getStyleClass().remove("on");
            if (now) {
                getStyleClass().add("on");
            }
        });
    }

    public BooleanProperty onProperty() {
        return on;
    }
}
