package org.icws.testbench.scenarios;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.RowConstraints;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.Availability;
import org.icws.testbench.control.EmptyState;
import org.icws.testbench.control.FirstFocus;
import org.icws.testbench.control.Nodes;
import org.kordamp.ikonli.javafx.FontIcon;

/** The choice of scenarios; while one is played its stage, and beside it what crosses the wire. */
public final class ScenariosView extends StackPane implements FirstFocus {

    /** A stage that shows what is known now. */
    interface Shown {
        void show(long nowNanos);
    }

    /** What the page needs of the window. */
    public interface Window {

        /** Opens a message by the number of its event. */
        void openMessage(long event);

        /** Shows what waits where. */
        void openQueues();

        /** Whether only the page is seen, in large type. */
        BooleanProperty presenting();
    }

    private static final double COVER_WIDTH = 520;

    private final ScenariosViewModel model;
    private final Window window;
    private final Label unavailable = Nodes.label("", "t-small", "fg-warn");
    private final List<Button> starts = new ArrayList<>();
    private Shown shown;
    private WireCard wire;

    public ScenariosView(ScenariosViewModel model, Window window) {
        this.model = model;
        this.window = window;
        setMinHeight(0);
        model.openProperty().addListener(o -> show());
        model.clockProperty().addListener((o, old, now) -> {
            if (shown != null && getScene() != null) {
                shown.show(now.longValue());
                wire.follow();
            }
        });
        sceneProperty().addListener(o -> showAvailable());
        show();
    }

    @Override
    public Node firstFocus() {
        return shown == null ? starts.get(0) : null;
    }

    private void show() {
        Scenario open = model.openProperty().get();
        if (open == null && shown != null) {
            window.presenting().set(false);
        }
        shown = null;
        getChildren().setAll(open == null ? choice() : stage(open));
        showAvailable();
    }

    private void showAvailable() {
        String reason = model.unavailable();
        unavailable.setText(reason == null ? "" : reason);
        starts.forEach(b -> Availability.set(b, reason));
    }

    private Node choice() {
        starts.clear();
        GridPane grid = new GridPane();
        grid.setHgap(12);
        grid.setVgap(12);
        for (int i = 0; i < 2; i++) {
            ColumnConstraints half = new ColumnConstraints();
            half.setPercentWidth(50);
            grid.getColumnConstraints().add(half);
            RowConstraints row = new RowConstraints();
            row.setPercentHeight(50);
            row.setVgrow(Priority.ALWAYS);
            grid.getRowConstraints().add(row);
        }
        VBox.setVgrow(grid, Priority.ALWAYS);
        for (ScenarioKind kind : ScenarioKind.values()) {
            grid.add(card(kind), kind.ordinal() % 2, kind.ordinal() / 2);
        }
        return Nodes.page(
                Nodes.pageHead(
                        "Scenarios",
                        Nodes.label(
                                "Each starts with one click and runs through the gateway and a real canister",
                                "t-small",
                                "muted"),
                        Nodes.spacer(),
                        unavailable),
                grid);
    }

    private Node card(ScenarioKind kind) {
        FontIcon icon = new FontIcon(kind.icon());
        icon.getStyleClass().add("scenario-icon");
        Label story = Nodes.label(kind.story(), "t-small", "muted");
        story.setWrapText(true);
        story.setMinHeight(USE_PREF_SIZE);
        Button start = Nodes.button("fth-play", "Start");
        start.setId("scenario-" + kind.name().toLowerCase(java.util.Locale.ROOT));
        start.setOnAction(e -> model.play(kind));
        starts.add(start);
        HBox people = new HBox(-6);
        people.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        for (int i = 0; i < Math.min(3, kind.people().size()); i++) {
            if (kind != ScenarioKind.RATES) {
                people.getChildren().add(People.avatar(i, kind.people().get(i)));
            }
        }
        StackPane picture = new StackPane(new WayPicture(kind)); // takes what is left, the picture up to its own most
        picture.setMinHeight(0);
        picture.setPrefHeight(0);
        VBox.setVgrow(picture, Priority.ALWAYS);
        VBox body = new VBox(
                10,
                Nodes.row(
                        10,
                        icon,
                        new VBox(2, Nodes.label(kind.title(), "t-title"), Nodes.label(kind.subtitle(), "t-small"))),
                story,
                picture,
                Nodes.row(8, start, people, Nodes.spacer(), Nodes.label(kind.sample(), "t-mono-sm", "faint")));
        body.getStyleClass().add("card-roomy");
        body.setMinHeight(188);
        return Nodes.card(body);
    }

    private Node stage(Scenario scenario) {
        Region play = make(scenario);
        shown = (Shown) play;
        HBox.setHgrow(play, Priority.ALWAYS);
        wire = new WireCard(scenario, window::openMessage);
        HBox columns = new HBox(12, play, wire);
        columns.setMinHeight(0);
        StackPane body = new StackPane(columns);
        body.setMinHeight(0);
        VBox.setVgrow(body, Priority.ALWAYS);
        EmptyState waiting = new EmptyState("fth-loader", "", "");
        waiting.getStyleClass().add("stage-cover");
        waiting.setMaxSize(COVER_WIDTH, USE_PREF_SIZE);
        body.getChildren().add(waiting);
        Runnable show = () -> {
            Scenario.State state = scenario.stateProperty().get();
            waiting.setVisible(state != Scenario.State.RUNNING && state != Scenario.State.IDLE);
            if (state == Scenario.State.FAILED) {
                waiting.show(
                        "fth-x-circle",
                        kindOf(scenario) + " did not start, or ended",
                        scenario.noteProperty().get(),
                        "Start again",
                        scenario::start);
            } else {
                waiting.show(
                        "fth-loader",
                        "Setting the stage",
                        scenario.noteProperty().get());
            }
        };
        scenario.stateProperty().addListener(o -> show.run());
        scenario.noteProperty().addListener(o -> show.run());
        show.run();
        HBox head = StageHead.of(scenario, window.presenting(), model::leave);
        return Nodes.page(head, body);
    }

    private static String kindOf(Scenario scenario) {
        return scenario.kind().title();
    }

    private Region make(Scenario scenario) {
        if (scenario instanceof DocumentScenario document) {
            return new DocumentStage(document);
        }
        if (scenario instanceof RatesScenario rates) {
            return new RatesStage(rates, window::openQueues);
        }
        if (scenario instanceof CommentsScenario comments) {
            return new CommentsStage(comments);
        }
        return new PingPongStage((PingPongScenario) scenario);
    }
}
