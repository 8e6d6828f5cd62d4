package org.icws.testbench.overview;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.Badge.Tone;
import org.icws.testbench.control.EmptyState;
import org.icws.testbench.control.FirstFocus;
import org.icws.testbench.control.InSight;
import org.icws.testbench.control.Legend;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.SegmentedControl;
import org.icws.testbench.control.StatTile;
import org.icws.testbench.control.SwimLane;
import org.icws.testbench.latency.WindowSwitch;
import org.kordamp.ikonli.javafx.FontIcon;

/** One sentence, six numbers, one picture, and the message that is being looked at. */
public final class OverviewView extends VBox implements FirstFocus {

    private final OverviewViewModel model;
    private final HBox banner = new HBox();
    private final FontIcon bannerIcon = new FontIcon("fth-check-circle");
    private final Label verdict = Nodes.label("", "strong");
    private final Label facts = Nodes.words("");
    private final StatTile connections = new StatTile("Connections", "fth-share-2", "", "ink");
    private final StatTile up = new StatTile("Frames up", "fth-arrow-up", "fg-up", "up");
    private final StatTile down = new StatTile("Frames down", "fth-arrow-down", "fg-down", "down");
    private final StatTile polling = new StatTile("Polling p95", "fth-clock", "", "ink");
    private final StatTile verified = new StatTile("Verified", "fth-check", "fg-ok", "ok");
    private final StatTile queued = new StatTile("Queued", "fth-layers", "", "ink");
    private final Button finding = Nodes.button(null, "");
    private final SwimLane lane = new SwimLane();
    private final SegmentedControl follow = new SegmentedControl(0, "Following", "Paused");
    private final EmptyState empty = new EmptyState("fth-git-commit", "Nothing was said yet", "");

    /** @param openFinding opens the page where the worst finding can be looked at */
    public OverviewView(
            OverviewViewModel model,
            LongConsumer openMessage,
            LongConsumer openProof,
            Runnable compose,
            Consumer<Health.Target> openFinding) {
        this.model = model;
        getStyleClass().add("page");
        setMinHeight(0);
        banner.getStyleClass().add("banner");
        finding.setOnAction(e -> openFinding.accept(model.healthProperty().get().target()));
        banner.getChildren().addAll(bannerIcon, verdict, facts, Nodes.spacer(), finding);
        HBox tiles = new HBox(12, connections, up, down, polling, verified, queued);
        MessageGlance glance = new MessageGlance(model, openMessage, openProof);
        glance.setMinWidth(264);
        glance.setPrefWidth(264);
        glance.setMaxWidth(264);
        List<Node> around = List.of(banner, tiles, glance);
        VBox picture = makePicture(compose, openMessage, alone(around));
        HBox.setHgrow(picture, Priority.ALWAYS);
        HBox lower = new HBox(12, picture, glance);
        lower.setMinHeight(0);
        VBox.setVgrow(lower, Priority.ALWAYS);
        getChildren()
                .addAll(
                        Nodes.pageHead("Overview", span(), Nodes.spacer(), new WindowSwitch(model.latency())),
                        banner,
                        tiles,
                        lower);
        InSight.show(this, () -> show(model.healthProperty().get()), model.healthProperty());
        InSight.show(this, () -> show(model.tilesProperty().get()), model.tilesProperty());
        InSight.show(this, this::showLane, model.laneProperty(), model.glanceProperty());
    }

    /** The picture, which keys scroll; nothing while there is none. */
    @Override
    public Node firstFocus() {
        return lane.isVisible() ? lane : null;
    }

    private Label span() {
        Label span = Nodes.label("", "t-small", "muted");
        span.textProperty().bind(model.latency().windowProperty().map(window -> switch (window) {
            case ONE_MINUTE -> "the last minute of this network";
            case FIVE_MINUTES -> "the last five minutes of this network";
            case WHOLE_RUN -> "this network since its start";
        }));
        return span;
    }

    /** Gives the picture the whole page, or takes it back. */
    private static Button alone(List<Node> around) {
        Button alone = Nodes.iconButton("fth-maximize-2", "Only the picture, or all again");
        alone.setId("overview-alone");
        alone.setOnAction(e -> {
            boolean shown = !around.get(0).isVisible();
            around.forEach(node -> {
                node.setVisible(shown);
                node.setManaged(shown);
            });
            ((FontIcon) alone.getGraphic()).setIconLiteral(shown ? "fth-maximize-2" : "fth-minimize-2");
        });
        return alone;
    }

    private VBox makePicture(Runnable compose, LongConsumer openMessage, Button alone) {
        Legend legend = new Legend()
                .add("up", "↑ up", false)
                .add("down", "↓ down", false)
                .add("service", "• service, poll", false)
                .add("fail", "× failed", false);
        lane.setOnSelect(model::look);
        lane.setOnOpen(openMessage);
        lane.setOnScroll(e -> model.scroll(e.getDeltaY() > 0 ? 3 : -3));
        lane.setFocusTraversable(true);
        lane.setOnKeyPressed(e -> {
            switch (e.getCode()) {
                case UP -> model.scroll(1);
                case DOWN -> model.scroll(-1);
                case PAGE_UP -> model.scroll(12);
                case PAGE_DOWN -> model.scroll(-12);
                case END -> model.followingProperty().set(true);
                default -> {
                    return;
                }
            }
            e.consume();
        });
        follow.onChange(i -> model.followingProperty().set(i == 0));
        model.followingProperty().addListener((o, old, now) -> follow.choose(now ? 0 : 1));
        empty.show(
                "fth-git-commit",
                "Nothing was said yet",
                "Every message gets an arrow here.",
                "Send a message",
                compose);
        StackPane body = new StackPane(lane, empty);
        body.getStyleClass().add("card-body");
        body.setMinHeight(0);
        return Nodes.card(
                body,
                Nodes.label("Who talks to whom", "t-heading"),
                Nodes.label("newest below, scroll for earlier, double-click opens", "t-caption"),
                Nodes.spacer(),
                legend,
                follow,
                alone);
    }

    private void show(Health health) {
        banner.getStyleClass().removeAll("ok", "warn", "fail");
        verdict.getStyleClass().removeAll("fg-ok", "fg-warn", "fg-fail");
        bannerIcon.getStyleClass().removeAll("fg-ok", "fg-warn", "fg-fail");
        if (health.tone() != Tone.NEUTRAL) {
            String tone = health.tone().name().toLowerCase(Locale.ROOT);
            banner.getStyleClass().add(tone);
            verdict.getStyleClass().add("fg-" + tone);
            bannerIcon.getStyleClass().add("fg-" + tone);
        }
        bannerIcon.setIconLiteral(
                switch (health.tone()) {
                    case OK -> "fth-check-circle";
                    case WARN -> "fth-alert-triangle";
                    case FAIL -> "fth-x-circle";
                    default -> "fth-circle";
                });
        verdict.setText(health.verdict());
        verdict.setMinWidth(USE_PREF_SIZE);
        facts.setText(health.facts());
        facts.setTooltip(health.facts().isEmpty() ? null : new Tooltip(health.facts())); // a reason can be long
        boolean somewhere = health.target() != Health.Target.NONE;
        finding.setText(health.target().verb());
        finding.setVisible(somewhere);
        finding.setManaged(somewhere);
    }

    private void show(OverviewViewModel.Tiles tiles) {
        show(connections, tiles.connections());
        show(up, tiles.up());
        show(down, tiles.down());
        show(polling, tiles.polling());
        show(verified, tiles.verified());
        show(queued, tiles.queued());
    }

    private static void show(StatTile tile, OverviewViewModel.Tile value) {
        tile.show(value.value(), value.unit(), value.note());
        tile.showCourse(value.course());
    }

    private void showLane() {
        SwimLane.Picture picture = model.laneProperty().get();
        var looked = model.glanceProperty().get();
        lane.show(picture, looked == null ? -1 : looked.id());
        lane.setAccessibleText(
                picture.arrows().size() + " arrows between " + picture.tracks().size() + " parties");
        boolean nothing = picture.arrows().isEmpty();
        lane.setVisible(!nothing);
        empty.setVisible(nothing);
    }
}
