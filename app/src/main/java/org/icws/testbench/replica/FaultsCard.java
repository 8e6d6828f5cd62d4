package org.icws.testbench.replica;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.icws.replica.FaultSwitches;
import org.icws.replica.ReplicaStatus;
import org.icws.testbench.control.Badge;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.Switch;

/** What is wrong with the network on purpose. */
final class FaultsCard extends StackPane {

    private static final double AGE_WIDTH = 70;
    private static final Duration OLDEST = Duration.ofDays(1);

    private final ReplicaViewModel model;

    FaultsCard(ReplicaViewModel model) {
        this.model = model;
        Badge count = new Badge(Badge.Tone.WARN, "");
        Node[] switches = Arrays.stream(Fault.values()).map(this::fault).toArray(Node[]::new);
        getChildren()
                .add(Cards.card(
                        new Node[] {Nodes.label("Faults of the replica", "t-heading"), Nodes.spacer(), count},
                        switches));
        model.statusProperty().addListener((o, old, now) -> {
            int on = now == null ? 0 : on(now.faults());
            count.show(Badge.Tone.WARN, on + " on");
            count.setVisible(on > 0);
        });
        count.setVisible(false);
    }

    /** How many faults are on. */
    static int on(FaultSwitches now) {
        return (int) Arrays.stream(Fault.values()).filter(f -> f.isOn(now)).count();
    }

    private Node fault(Fault fault) {
        Switch toggle = new Switch(fault.title() + ": " + fault.what());
        toggle.setId("fault-" + fault.title().toLowerCase(Locale.ROOT).replace(' ', '-'));
        toggle.onProperty().addListener((o, old, now) -> {
            ReplicaStatus status = model.statusProperty().get();
            if (status != null && fault.isOn(status.faults()) != now) {
                model.steering().setFault(fault, now);
            }
        });
        model.statusProperty().addListener((o, old, now) -> {
            if (now != null && (old == null || !old.faults().equals(now.faults()))) {
                toggle.onProperty().set(fault.isOn(now.faults()));
            }
        });
        Label what = Cards.words(fault.what(), "t-caption");
        VBox words = new VBox(1, Cards.words(fault.title(), "strong", "t-small"), what);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        HBox row = Nodes.row(10, toggle, words);
        if (fault == Fault.OLD_CERTIFICATES) {
            row.getChildren().add(age(what));
        }
        return row;
    }

    /** @param what where the fault is described, or what is wrong with the age */
    private Node age(Label what) {
        String usual = what.getText();
        TextField age = new TextField(DurationText.of(model.steering().certificateAge()));
        age.setId("fault-age");
        age.setAccessibleText("How old certificates are");
        age.setTooltip(new Tooltip("How old certificates are: 90 s, 6 min, 1 d. Clients allow about 5 min."));
        age.getStyleClass().addAll("number-field", "compact-field");
        age.setMinWidth(AGE_WIDTH);
        age.setPrefWidth(AGE_WIDTH);
        Runnable read = () -> {
            String wrong = take(age.getText());
            what.setText(wrong == null ? usual : wrong);
            what.getStyleClass().remove("fg-fail");
            Cards.invalid(age, wrong != null);
            if (wrong != null) {
                what.getStyleClass().add("fg-fail");
            }
        };
        age.setOnAction(e -> read.run());
        age.focusedProperty().addListener((o, old, now) -> {
            if (!now) {
                read.run();
            }
        });
        model.statusProperty().addListener((o, old, now) -> {
            if (!age.isFocused() && !age.getStyleClass().contains("invalid")) {
                age.setText(DurationText.of(model.steering().certificateAge()));
            }
        });
        return age;
    }

    /** What is wrong with an age; null = it is taken. */
    private String take(String text) {
        try {
            Duration age = DurationText.parse(text.strip());
            if (age.isZero() || age.compareTo(OLDEST) > 0) {
                return "From 1 ms to 1 d.";
            }
            if (!DurationText.of(age).equals(DurationText.of(model.steering().certificateAge()))) {
                model.steering().setCertificateAge(age);
            }
            return null;
        } catch (IllegalArgumentException e) {
            return "Write 90 s, 6 min or 1 d.";
        }
    }
}
