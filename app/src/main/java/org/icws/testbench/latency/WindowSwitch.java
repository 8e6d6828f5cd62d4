package org.icws.testbench.latency;

import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import org.icws.testbench.control.SegmentedControl;

/** How far back figures and courses go; one choice for all pages that have it. */
public final class WindowSwitch extends SegmentedControl {

    public WindowSwitch(LatencyViewModel model) {
        super(model.windowProperty().get().ordinal(), "1 min", "5 min", "Whole run");
        setId("window");
        onChange(i -> model.windowProperty().set(LatencyViewModel.Window.values()[i]));
        model.windowProperty().addListener((o, old, now) -> choose(now.ordinal()));
        getChildren().forEach(node -> ((ToggleButton) node)
                .setTooltip(
                        new Tooltip("How far back courses and polling percentiles go, here and in Latency; courses at"
                                + " most an hour")));
    }
}
