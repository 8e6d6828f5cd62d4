package org.icws.testbench.replica;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.icws.replica.ReplicaStatus;
import org.icws.testbench.control.Availability;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.Sparkline;
import org.icws.testbench.control.StateDot;
import org.icws.testbench.store.Format;
import org.kordamp.ikonli.javafx.FontIcon;

/** How fast the network's rounds are: paused, stepped, and at which interval. */
final class RoundsCard extends StackPane {

    private static final int SLIDER = 2_000;
    private static final int MOST = 600_000;

    private final ReplicaViewModel model;
    private final StateDot dot = new StateDot(StateDot.State.OPEN);
    private final Label state = Nodes.label("", "t-small");
    private final Label number = Nodes.label("–", "t-display");
    private final Label rate = Nodes.label("", "t-small", "muted");
    private final Button pause = Nodes.button("fth-pause", "Pause");
    private final Button step = Nodes.button("fth-skip-forward", "Step");
    private final Sparkline course = new Sparkline("ink");
    private final SliderField interval;

    RoundsCard(ReplicaViewModel model) {
        this.model = model;
        number.setId("replica-round");
        number.setMinWidth(USE_PREF_SIZE);
        state.setId("replica-rounds-state");
        pause.setId("replica-pause");
        pause.setOnAction(e -> model.steering()
                .setPaused(model.statusProperty().get() != null
                        && !model.statusProperty().get().paused()));
        step.setId("replica-step");
        step.setOnAction(e -> model.steering().step());
        course.setMinHeight(40);
        course.setPrefHeight(70);
        course.setMaxWidth(Double.MAX_VALUE);
        VBox.setVgrow(course, Priority.ALWAYS);
        interval = new SliderField(
                "Interval",
                "replica-interval",
                new SliderField.Range(SLIDER, MOST, v -> v == 0 ? "at once" : Format.count(v) + " ms"),
                model.steering()::setInterval);
        Label key = Nodes.label("F10", "kbd");
        key.setMinWidth(USE_PREF_SIZE);
        getChildren()
                .add(Cards.card(
                        new Node[] {Nodes.label("Rounds", "t-heading"), Nodes.spacer(), dot, state},
                        Nodes.row(8, number, rate),
                        Nodes.row(8, pause, step, key),
                        interval,
                        Cards.line(),
                        Nodes.label("Rounds per second, last minute", "t-caption"),
                        course));
        model.statusProperty().addListener((o, old, now) -> show(now));
        show(model.statusProperty().get());
    }

    private void showState(ReplicaStatus now) {
        if (now.failure() != null) {
            dot.setState(StateDot.State.FAILED);
            state.setText("stands still");
        } else {
            dot.setState(now.paused() ? StateDot.State.IDLE : StateDot.State.OPEN);
            state.setText(now.paused() ? "paused, " + Format.count(now.queuedMessages()) + " waiting" : "running");
        }
    }

    private void show(ReplicaStatus now) {
        if (now == null) {
            return;
        }
        showState(now);
        number.setText(Format.count(now.round()));
        rate.setText("rounds, " + Format.rate(model.roundRate()) + " per second");
        pause.setText(now.paused() ? "Resume" : "Pause");
        ((FontIcon) pause.getGraphic()).setIconLiteral(now.paused() ? "fth-play" : "fth-pause");
        Availability.set(step, now.paused() ? null : "Rounds are stepped during a pause: pause them first.");
        interval.show((int) now.roundInterval().toMillis());
        course.setValues(model.roundCourse());
    }
}
