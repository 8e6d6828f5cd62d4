package org.icws.testbench.replica;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.icws.replica.ReplicaStatus;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.store.Format;

/** The network's clock, and its whole state: kept in a directory, taken back from it, or begun anew. */
final class StateCard extends VBox {

    private static final long SECOND = 1_000_000_000L;

    private final ReplicaViewModel model;
    private final Label time = Nodes.label("–", "t-mono");
    private final Label ahead = Nodes.label("", "t-small", "muted");

    /**
     * @param checkpoint asks for a directory: true to save, false to load
     * @param crash asks whether the replica is to crash
     * @param anew asks whether to begin with an empty network
     */
    StateCard(ReplicaViewModel model, Consumer<Boolean> checkpoint, Runnable crash, Runnable anew) {
        this.model = model;
        time.setId("replica-time");
        ahead.setWrapText(true);
        ahead.setMinHeight(USE_PREF_SIZE);
        ahead.setId("replica-ahead");
        HBox forward = Nodes.row(
                6,
                forward("1 min", Duration.ofMinutes(1)),
                forward("5 min", Duration.ofMinutes(5)),
                forward("1 h", Duration.ofHours(1)),
                forward("1 day", Duration.ofDays(1)));
        Button save =
                deed("fth-save", "Save…", "replica-save", "Writes canisters, memory and waiting messages to a folder");
        save.setOnAction(e -> checkpoint.accept(true));
        Button load = deed("fth-folder", "Load…", "replica-load", "Replaces the whole network by one that was saved");
        load.setOnAction(e -> checkpoint.accept(false));
        Button empty = deed(
                "fth-refresh-ccw", "Start anew…", "replica-anew", "Ends this network and starts with an empty one");
        empty.setOnAction(e -> anew.run());
        Button broken = deed(
                "fth-zap",
                "Crash…",
                "replica-crash",
                "Breaks all connections to the replica, as a crash does, and starts it again on its port");
        broken.setOnAction(e -> crash.run());
        Region gap = new Region();
        VBox.setVgrow(gap, javafx.scene.layout.Priority.ALWAYS);
        VBox body = new VBox(
                10,
                Nodes.label("Move the clock forward by", "t-small", "muted"),
                forward,
                ahead,
                line(),
                Nodes.label("All canisters, memory and waiting messages", "t-small", "muted"),
                Nodes.row(6, save, load),
                gap,
                Nodes.row(6, broken, empty));
        body.getStyleClass().add("card-body");
        body.setMinHeight(0);
        Node card = Nodes.card(body, Nodes.label("Time and state", "t-heading"), Nodes.spacer(), time);
        VBox.setVgrow(card, javafx.scene.layout.Priority.ALWAYS);
        getChildren().add(card);
        setMinHeight(0);
        model.statusProperty().addListener((o, old, now) -> show(now));
        show(model.statusProperty().get());
    }

    private Button forward(String words, Duration by) {
        Button button = Nodes.button(null, words);
        button.setId("replica-forward-" + by.toMinutes());
        button.setTooltip(new Tooltip("Timers that fall into it run at once; a clock cannot be moved back"));
        button.setOnAction(e -> model.advanceTime(by));
        return button;
    }

    private static Button deed(String icon, String words, String id, String explanation) {
        Button button = Nodes.button(icon, words);
        button.setId(id);
        button.setTooltip(new Tooltip(explanation));
        return button;
    }

    private static Region line() {
        Region line = new Region();
        line.getStyleClass().add("divider");
        return line;
    }

    private void show(ReplicaStatus now) {
        if (now == null) {
            time.setText("–");
            ahead.setText("");
            return;
        }
        Instant there = now.time();
        time.setText(Format.shortClock(there.getEpochSecond() * SECOND + there.getNano()));
        long seconds = Duration.between(Instant.now(), there).toSeconds();
        ahead.setText(
                seconds < 2
                        ? "It goes with this machine's clock."
                        : "It is " + Format.elapsed(seconds * SECOND)
                                + " ahead of this machine: clients and the gateway refuse certificates from the future.");
    }
}
