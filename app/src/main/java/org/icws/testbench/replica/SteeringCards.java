package org.icws.testbench.replica;

import java.util.Arrays;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.icws.replica.FaultSwitches;
import org.icws.replica.ReplicaStatus;
import org.icws.testbench.control.Availability;
import org.icws.testbench.control.Badge;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.SegmentedControl;
import org.icws.testbench.control.Sparkline;
import org.icws.testbench.control.StateDot;
import org.icws.testbench.control.Switch;
import org.icws.testbench.store.Format;
import org.kordamp.ikonli.javafx.FontIcon;

/** How fast the network is and how wrong: rounds, delays, faults. */
final class SteeringCards extends HBox {

    /** What each card wants. */
    static final double WIDTH = 300;

    private static final int MOST_INTERVAL = 2_000;
    private static final int MOST_QUERY = 1_000;
    private static final int MOST_UPDATE = 5_000;
    private static final int MOST_JITTER = 90;

    private final ReplicaViewModel model;

    SteeringCards(ReplicaViewModel model) {
        super(12);
        this.model = model;
        setMinHeight(0);
        VBox[] cards = {rounds(), delays(), faults()};
        for (VBox card : cards) {
            HBox.setHgrow(card, Priority.ALWAYS);
            card.setPrefWidth(WIDTH);
            getChildren().add(card);
        }
    }

    private VBox rounds() {
        StateDot dot = new StateDot(StateDot.State.OPEN);
        Label state = Nodes.label("", "t-small");
        Label number = Nodes.label("–", "t-display");
        number.setId("replica-round");
        number.setMinWidth(USE_PREF_SIZE);
        Label rate = Nodes.label("", "t-small", "muted");
        Button pause = Nodes.button("fth-pause", "Pause");
        pause.setId("replica-pause");
        Button step = Nodes.button("fth-skip-forward", "Step");
        step.setId("replica-step");
        step.setOnAction(e -> model.step());
        Sparkline course = new Sparkline("ink");
        course.setMinHeight(40);
        course.setPrefHeight(70);
        course.setMaxWidth(Double.MAX_VALUE);
        VBox.setVgrow(course, Priority.ALWAYS);
        Setting interval =
                new Setting("Interval", MOST_INTERVAL, v -> v == 0 ? "at once" : v + " ms", model::setInterval);
        pause.setOnAction(e -> model.setPaused(model.statusProperty().get() != null
                && !model.statusProperty().get().paused()));
        model.statusProperty().addListener((o, old, now) -> {
            if (now == null) {
                return;
            }
            dot.setState(now.paused() ? StateDot.State.IDLE : StateDot.State.OPEN);
            state.setText(
                    now.paused() ? "paused, " + Format.count(now.queuedMessages(), "message") + " waiting" : "running");
            number.setText(Format.count(now.round()));
            rate.setText("rounds, " + Format.rate(model.roundRate()) + " per second");
            pause.setText(now.paused() ? "Resume" : "Pause");
            ((FontIcon) pause.getGraphic()).setIconLiteral(now.paused() ? "fth-play" : "fth-pause");
            Availability.set(step, now.paused() ? null : "Rounds are stepped during a pause: pause them first.");
            interval.show((int) now.roundInterval().toMillis());
            course.setValues(model.roundCourse());
        });
        HBox big = Nodes.row(8, number, rate);
        Label key = Nodes.label("F10", "kbd");
        key.setMinWidth(USE_PREF_SIZE);
        HBox deeds = Nodes.row(8, pause, step, key);
        return card(
                new Node[] {Nodes.label("Rounds", "t-heading"), Nodes.spacer(), dot, state},
                big,
                deeds,
                interval,
                line(),
                Nodes.label("Rounds per second, last minute", "t-caption"),
                course);
    }

    private VBox delays() {
        SegmentedControl kind = new SegmentedControl(
                0, Arrays.stream(Delays.Kind.values()).map(Delays.Kind::words).toArray(String[]::new));
        kind.onChange(i -> {
            if (model.delaysProperty().get().kind().ordinal() != i) {
                model.chooseDelays(Delays.Kind.values()[i]);
            }
        });
        Setting query = new Setting(
                "Query",
                MOST_QUERY,
                v -> v + " ms",
                v -> custom(d -> new Delays(Delays.Kind.CUSTOM, v, d.updateMillis(), d.jitterPercent())));
        Setting update = new Setting(
                "Update",
                MOST_UPDATE,
                v -> v + " ms",
                v -> custom(d -> new Delays(Delays.Kind.CUSTOM, d.queryMillis(), v, d.jitterPercent())));
        Setting jitter = new Setting(
                "Jitter",
                MOST_JITTER,
                v -> "± " + v + " %",
                v -> custom(d -> new Delays(Delays.Kind.CUSTOM, d.queryMillis(), d.updateMillis(), v)));
        Label words = Nodes.label("", "t-small", "muted");
        words.setWrapText(true);
        words.setMinHeight(USE_PREF_SIZE);
        Runnable show = () -> {
            Delays now = model.delaysProperty().get();
            kind.choose(now.kind().ordinal());
            query.show(now.queryMillis());
            update.show(now.updateMillis());
            jitter.show(now.jitterPercent());
            boolean spread = now.kind() == Delays.Kind.MAINNET;
            jitter.available(spread ? "The mainnet profile has its own spread." : null);
            words.setText(
                    switch (now.kind()) {
                        case NONE -> "No delay: what is shown is the time that the program itself takes.";
                        case LOCAL -> "About what a network on the same machine or in the same house takes.";
                        case MAINNET ->
                            "Like the public network: these are medians; single requests take longer, updates up to 8 s,"
                                    + " queries up to 3 s.";
                        case CUSTOM -> "Each delay is drawn evenly from this range.";
                    });
        };
        model.delaysProperty().addListener(o -> show.run());
        show.run();
        HBox note = Nodes.row(8, new FontIcon("fth-info"), Nodes.label("Applies to requests from now on", "t-caption"));
        Region gap = new Region();
        VBox.setVgrow(gap, Priority.ALWAYS);
        return card(
                new Node[] {
                    Nodes.label("Latency profile", "t-heading"),
                    Nodes.spacer(),
                    Nodes.label("before every request", "t-caption")
                },
                new HBox(kind),
                query,
                update,
                jitter,
                line(),
                words,
                gap,
                note);
    }

    private void custom(UnaryOperator<Delays> change) {
        model.setDelays(change.apply(model.delaysProperty().get()));
    }

    private VBox faults() {
        Badge count = new Badge(Badge.Tone.WARN, "");
        Node[] switches = Arrays.stream(Fault.values()).map(this::fault).toArray(Node[]::new);
        VBox card =
                card(new Node[] {Nodes.label("Faults of the replica", "t-heading"), Nodes.spacer(), count}, switches);
        model.statusProperty().addListener((o, old, now) -> {
            int on = now == null ? 0 : on(now.faults());
            count.show(Badge.Tone.WARN, on + " on");
            count.setVisible(on > 0);
        });
        count.setVisible(false);
        return card;
    }

    /** How many faults are on. */
    static int on(FaultSwitches now) {
        return (int) Arrays.stream(Fault.values()).filter(f -> f.isOn(now)).count();
    }

    private Node fault(Fault fault) {
        Switch toggle = new Switch(fault.title() + ": " + fault.what());
        toggle.setId("fault-" + fault.title().toLowerCase(java.util.Locale.ROOT).replace(' ', '-'));
        toggle.onProperty().addListener((o, old, now) -> {
            ReplicaStatus status = model.statusProperty().get();
            if (status != null && fault.isOn(status.faults()) != now) {
                model.setFaults(f -> fault.set(f, now));
            }
        });
        model.statusProperty().addListener((o, old, now) -> {
            if (now != null && (old == null || !old.faults().equals(now.faults()))) {
                toggle.onProperty().set(fault.isOn(now.faults()));
            }
        });
        Label what = Nodes.label(fault.what(), "t-caption");
        what.setWrapText(true);
        VBox words = new VBox(1, Nodes.label(fault.title(), "strong", "t-small"), what);
        words.setMinWidth(0);
        return Nodes.row(10, toggle, words);
    }

    private static VBox card(Node[] head, Node... body) {
        VBox content = new VBox(10, body);
        content.getStyleClass().add("card-body");
        content.setMinHeight(0);
        return Nodes.card(content, head);
    }

    private static Region line() {
        Region line = new Region();
        line.getStyleClass().add("divider");
        return line;
    }

    /** A slider with its name and value; told when it is let go. */
    private static final class Setting extends HBox {

        private final Slider slider;
        private final Label value = Nodes.label("", "t-mono");
        private final Function<Integer, String> words;
        private boolean showing;

        Setting(String name, int most, Function<Integer, String> words, IntConsumer changed) {
            super(8);
            this.words = words;
            setAlignment(javafx.geometry.Pos.CENTER_LEFT);
            Label label = Nodes.label(name, "t-small", "muted");
            label.setMinWidth(62);
            // The low end matters most, so the scale is quadratic.
            slider = new Slider(0, Math.sqrt(most), 0);
            slider.setAccessibleText(name);
            HBox.setHgrow(slider, Priority.ALWAYS);
            value.setMinWidth(72);
            label.setLabelFor(slider);
            slider.valueProperty().addListener((o, old, now) -> {
                value.setText(words.apply(amount()));
                if (!showing && !slider.isValueChanging()) {
                    changed.accept(amount());
                }
            });
            slider.valueChangingProperty().addListener((o, old, now) -> {
                if (!now && !showing) {
                    changed.accept(amount());
                }
            });
            value.setText(words.apply(0));
            getChildren().addAll(label, slider, value);
        }

        private int amount() {
            double square = slider.getValue() * slider.getValue();
            return (int) Math.round(square < 20 ? square : Math.round(square / 5) * 5);
        }

        void available(String reason) {
            Availability.set(slider, reason);
        }

        void show(int amount) {
            if (slider.isValueChanging() || amount == amount()) {
                return;
            }
            showing = true;
            slider.setValue(Math.sqrt(amount));
            value.setText(words.apply(amount));
            showing = false;
        }
    }
}
