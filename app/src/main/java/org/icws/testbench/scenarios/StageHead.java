package org.icws.testbench.scenarios;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.icws.testbench.control.Availability;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.SegmentedControl;
import org.kordamp.ikonli.javafx.FontIcon;

/** The line above a stage: who plays, how fast, one thing after the other, and large for an audience. */
final class StageHead {

    private static final double[] SPEEDS = {0.5, 1, 4};
    private static final int[] INTERVALS = {1000, 200, 100};
    private static final double AT_ONCE = 1;

    private StageHead() {}

    static HBox of(Scenario scenario, BooleanProperty presenting, Runnable stop) {
        List<Node> all = new ArrayList<>();
        all.add(Nodes.label(scenario.kind().subtitle(), "t-small", "muted"));
        all.add(Nodes.spacer());
        if (scenario instanceof DocumentScenario document) {
            all.add(people(scenario));
            document.setSpeed(AT_ONCE);
            all.add(pace(scenario, document));
        } else if (scenario instanceof RatesScenario rates) {
            all.add(interval(rates));
        } else {
            all.add(pace(scenario, null));
        }
        all.add(step(scenario));
        Button end = Nodes.button("fth-square", "Stop");
        end.setId("scenario-stop");
        end.setTooltip(new Tooltip("Closes its connections and shows the choice again"));
        end.setOnAction(e -> stop.run());
        all.add(end);
        all.add(present(presenting));
        return Nodes.pageHead(scenario.kind().title(), all.toArray(Node[]::new));
    }

    private static Node people(Scenario scenario) {
        HBox people = new HBox(-6);
        people.setAlignment(javafx.geometry.Pos.CENTER);
        List<String> names = scenario.kind().people();
        for (int i = 0; i < names.size(); i++) {
            people.getChildren().add(People.avatar(i, names.get(i)));
        }
        return people;
    }

    /** What happens by itself, and for the document how fast. */
    private static Node pace(Scenario scenario, DocumentScenario document) {
        SegmentedControl pace = document == null
                ? new SegmentedControl(1, "By hand", "By itself")
                : new SegmentedControl(2, "By hand", "½×", "1×", "4×");
        int usual = document == null ? 1 : 2;
        pace.onChange(i -> {
            scenario.byHandProperty().set(i == 0);
            if (document != null && i > 0) {
                document.setSpeed(SPEEDS[i - 1]);
            }
        });
        scenario.byHandProperty().addListener((o, old, now) -> {
            if (now) {
                pace.choose(0);
            } else if (pace.chosen() == 0) {
                pace.choose(usual);
            }
        });
        return pace;
    }

    private static Node interval(RatesScenario rates) {
        int chosen = rates.intervalMillis() == INTERVALS[0] ? 0 : rates.intervalMillis() == INTERVALS[1] ? 1 : 2;
        SegmentedControl pace = new SegmentedControl(chosen, "1/s", "5/s", "10/s");
        pace.onChange(i -> rates.setInterval(INTERVALS[i]));
        return pace;
    }

    private static Node step(Scenario scenario) {
        Button step = Nodes.button("fth-skip-forward", "Step");
        step.setId("scenario-step");
        step.setTooltip(new Tooltip("Lets the next thing happen, and nothing more by itself"));
        step.setOnAction(e -> {
            scenario.step();
            Availability.set(step, scenario.whyNoStep());
        });
        Availability.set(step, scenario.whyNoStep());
        scenario.stateProperty().addListener(o -> Availability.set(step, scenario.whyNoStep()));
        return step;
    }

    private static Node present(BooleanProperty presenting) {
        Button present = Nodes.button("fth-monitor", "Present");
        present.setId("scenario-present");
        present.setTooltip(new Tooltip("The whole screen, in large type; Esc leaves"));
        present.setOnAction(e -> presenting.set(!presenting.get()));
        present.textProperty()
                .bind(Bindings.when(presenting).then("Leave (Esc)").otherwise("Present"));
        present.graphicProperty()
                .bind(Bindings.when(presenting)
                        .then((Node) new FontIcon("fth-minimize"))
                        .otherwise(new FontIcon("fth-monitor")));
        return present;
    }
}
