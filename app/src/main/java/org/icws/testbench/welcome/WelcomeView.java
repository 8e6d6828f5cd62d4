package org.icws.testbench.welcome;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.Availability;
import org.icws.testbench.control.BrandMark;
import org.icws.testbench.control.FactGrid;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.Stepper;
import org.icws.testbench.run.StepFailure;
import org.icws.testbench.run.StepState;
import org.kordamp.ikonli.javafx.FontIcon;

/** The page that people see while the testbench starts: four steps, and what to do if one fails. */
public final class WelcomeView extends StackPane {

    /** What the page can ask for. */
    public interface Actions {

        /** Starts, or starts again. */
        void start();

        /** Starts again on whatever ports are free. */
        void startOnFreePorts();

        /** Shows which data directory is used. */
        void showDataDirectory();

        /** Shows which network is used. */
        void showNetwork();

        /** Opens the first page with traffic. */
        void showTraffic();

        /** Opens the page that sends messages. */
        void showCompose();

        /** Opens the page with all messages. */
        void showMessages();
    }

    private static final double CARD_WIDTH = 620;

    private final Actions actions;
    private final Button deed = Nodes.button("fth-play", "Run the demo", "accent", "large");
    private final Label heading = Nodes.label("", "t-heading");
    private final Label progress = Nodes.label("", "t-caption");
    private final Stepper stepper = new Stepper();
    private final HBox onward;

    public WelcomeView(WelcomeViewModel model, Actions actions) {
        this.actions = actions;
        Label title = Nodes.label("See every message between a client and a canister", "t-title", "t-hero");
        Label subtitle = Nodes.label(
                "A gateway relays WebSocket messages to the Internet Computer. This testbench shows what it does, and"
                        + " checks every proof.",
                "muted",
                "t-lead");
        deed.setId("welcome-deed");
        VBox body = new VBox(stepper);
        body.getStyleClass().add("card-roomy");
        VBox card = Nodes.card(body, heading, Nodes.spacer(), progress);
        card.setMaxWidth(CARD_WIDTH);
        card.setMinHeight(Region.USE_PREF_SIZE);
        onward = new HBox(
                12,
                shortcut("fth-send", "Send a message", "and see the answer verified", actions::showCompose),
                shortcut("fth-shield", "Read a proof", "certificate, tree, content hash", actions::showMessages),
                shortcut("fth-grid", "Watch the traffic", "who talks to whom, live", actions::showTraffic));
        onward.setMaxWidth(CARD_WIDTH);
        VBox column = new VBox(title, subtitle);
        column.setAlignment(Pos.CENTER);
        column.setSpacing(10);
        VBox all = new VBox(22, new BrandMark(52), column, deed, card, onward);
        all.setAlignment(Pos.CENTER);
        all.getStyleClass().add("welcome");
        all.setMinHeight(Region.USE_PREF_SIZE);
        var scroll = Nodes.scroll(all);
        scroll.setFitToHeight(true);
        getChildren().add(scroll);
        model.stateProperty().addListener((o, old, now) -> show(now));
        show(model.state());
    }

    private Node shortcut(String icon, String title, String hint, Runnable deed) {
        VBox words = new VBox(2, Nodes.label(title, "strong", "t-small"), Nodes.label(hint, "t-caption"));
        words.setAlignment(Pos.CENTER_LEFT);
        Button button = new Button(null, Nodes.row(12, new FontIcon(icon), words));
        button.getStyleClass().addAll("tile-button");
        button.setMaxWidth(Double.MAX_VALUE);
        button.setAccessibleText(title);
        button.setOnAction(e -> deed.run());
        HBox.setHgrow(button, Priority.ALWAYS);
        return button;
    }

    private void show(WelcomeViewModel.State state) {
        heading.setText(state.heading());
        progress.setText(state.progress());
        showDeed(state.phase());
        // One button stands out: the step's own way out of its failure, if it has one.
        boolean wayOut = state.failure() != null && state.failure().code().equals(StepFailure.PORT_IN_USE);
        deed.getStyleClass().remove("accent");
        if (!wayOut) {
            deed.getStyleClass().add("accent");
        }
        Availability.set(
                onward, state.phase() == WelcomeViewModel.Phase.DONE ? null : "First all four steps have to be done.");
        stepper.setSteps(state.lines().stream()
                .map(line -> new Stepper.Step(
                        line.title(), stateOf(line.state()), line.note(), line.took(), detailOf(line.failure())))
                .toList());
    }

    private void showDeed(WelcomeViewModel.Phase phase) {
        Availability.set(deed, phase == WelcomeViewModel.Phase.RUNNING ? "The start is under way." : null);
        String icon = "fth-play";
        switch (phase) {
            case IDLE -> deed.setText("Run the demo");
            case RUNNING -> deed.setText("Starting…");
            case FAILED -> {
                deed.setText("Try again");
                icon = "fth-refresh-cw";
            }
            case DONE -> {
                deed.setText("Open the overview");
                icon = "fth-arrow-right";
            }
        }
        ((FontIcon) deed.getGraphic()).setIconLiteral(icon);
        deed.setOnAction(e -> {
            if (phase == WelcomeViewModel.Phase.DONE) {
                actions.showTraffic();
            } else {
                actions.start();
            }
        });
    }

    private Node detailOf(StepFailure failure) {
        if (failure == null) {
            return null;
        }
        FactGrid code = new FactGrid(92);
        code.show(List.of(new FactGrid.Entry("Code", failure.code())));
        VBox well = new VBox(code);
        well.getStyleClass().add("well");
        Button copy = Nodes.button("fth-copy", "Copy details", "quiet");
        copy.setOnAction(e -> Nodes.copy(failure.oneLine() + " [" + failure.code() + "]"));
        HBox buttons = new HBox(8);
        if (failure.code().equals(StepFailure.PORT_IN_USE)) {
            Button free = Nodes.button("fth-check", "Take a free port", "accent");
            free.setTooltip(new Tooltip("Starts again on ports that nobody uses"));
            free.setOnAction(e -> actions.startOnFreePorts());
            buttons.getChildren().add(free);
        }
        if (failure.code().equals("data-dir")) {
            Button where = Nodes.button("fth-folder", "See it in Settings");
            where.setId("start-setting");
            where.setOnAction(e -> actions.showDataDirectory());
            buttons.getChildren().add(where);
        }
        if (failure.code().equals("gateway-start")) {
            Button network = Nodes.button("fth-globe", "Choose the network");
            network.setId("start-network");
            network.setOnAction(e -> actions.showNetwork());
            buttons.getChildren().add(network);
        }
        buttons.getChildren().add(copy);
        return new VBox(
                8,
                fact("What happened", failure.whatHappened()),
                fact("Why", failure.why()),
                fact("What to do", failure.whatToDo()),
                well,
                buttons);
    }

    private static Node fact(String name, String words) {
        Label label = Nodes.label(name, "strong", "t-small");
        label.setMinWidth(104);
        Label text = Nodes.label(words, "t-small");
        text.setWrapText(true);
        text.setMinHeight(Region.USE_PREF_SIZE);
        HBox.setHgrow(text, Priority.ALWAYS);
        HBox row = new HBox(label, text);
        row.setAlignment(Pos.TOP_LEFT);
        return row;
    }

    private static Stepper.State stateOf(StepState state) {
        return switch (state) {
            case WAITING -> Stepper.State.PENDING;
            case RUNNING -> Stepper.State.RUNNING;
            case DONE -> Stepper.State.PASSED;
            case FAILED -> Stepper.State.FAILED;
        };
    }
}
