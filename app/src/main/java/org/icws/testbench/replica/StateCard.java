package org.icws.testbench.replica;

import java.time.Duration;
import java.time.Instant;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import org.icws.replica.ReplicaStatus;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.store.Format;

/** The network's clock, and its whole state: kept in a directory, taken back from it, or begun anew. */
final class StateCard extends StackPane {

    private static final long SECOND = 1_000_000_000L;

    private final ReplicaViewModel model;
    private final Label time = Nodes.label("–", "t-mono");
    private final Label ahead = Cards.words("", "t-small", "muted");
    private final Label kept = Cards.words("", "t-small", "muted");

    StateCard(ReplicaViewModel model, ReplicaDialogs dialogs) {
        this.model = model;
        time.setId("replica-time");
        ahead.setId("replica-ahead");
        kept.setId("replica-kept");
        getChildren()
                .add(Cards.card(
                        new javafx.scene.Node[] {Nodes.label("Time and state", "t-heading"), Nodes.spacer(), time},
                        Nodes.label("Move the clock forward by", "t-small", "muted"),
                        forward(dialogs),
                        ahead,
                        Cards.line(),
                        kept,
                        saving(dialogs),
                        Cards.gap(),
                        ending(dialogs)));
        model.statusProperty().addListener((o, old, now) -> show(now));
        show(model.statusProperty().get());
    }

    private HBox forward(ReplicaDialogs dialogs) {
        return Nodes.row(
                6,
                forward("5 min", Duration.ofMinutes(5)),
                forward("1 h", Duration.ofHours(1)),
                forward("1 day", Duration.ofDays(1)),
                Cards.deed(
                        null,
                        "Set…",
                        "replica-set-time",
                        "Puts the clock to a certain time, or forward by any length",
                        dialogs::time));
    }

    private static HBox saving(ReplicaDialogs dialogs) {
        Button save = Cards.deed(
                "fth-save",
                "Save…",
                "replica-save",
                "Writes canisters, memory and waiting messages to a folder",
                () -> dialogs.checkpoint(true));
        Button load = Cards.deed(
                "fth-folder",
                "Load…",
                "replica-load",
                "Replaces the whole network by one that was saved",
                () -> dialogs.checkpoint(false));
        return Nodes.row(6, save, load);
    }

    private static HBox ending(ReplicaDialogs dialogs) {
        Button empty = Cards.deed(
                "fth-refresh-ccw",
                "Start anew…",
                "replica-anew",
                "Ends this network and starts it again",
                dialogs::confirmAnew);
        Button broken = Cards.deed(
                "fth-zap",
                "Crash…",
                "replica-crash",
                "Breaks all connections to the replica, as a crash does, and starts it again on its port",
                dialogs::confirmCrash);
        return Nodes.row(6, broken, empty);
    }

    private Button forward(String words, Duration by) {
        return Cards.deed(
                null,
                words,
                "replica-forward-" + by.toMinutes(),
                "Timers that fall into it run at once; a clock cannot be moved back",
                () -> model.steering().advanceTime(by));
    }

    private void show(ReplicaStatus now) {
        if (now == null) {
            time.setText("–");
            ahead.setText("");
            kept.setText("");
            return;
        }
        Instant there = now.time();
        time.setText(Format.shortClock(there.getEpochSecond() * SECOND + there.getNano()));
        Duration off = Duration.between(Instant.now(), there);
        ahead.setText(
                off.toSeconds() < 2
                        ? "It goes with this machine's clock."
                        : DurationText.of(off)
                                + " ahead of this machine: clients and the gateway refuse certificates from"
                                + " the future.");
        boolean disk = now.dataDirectory() != null;
        String sync = now.syncWrites() ? "; each round is forced to the disk" : "";
        kept.setText(disk ? "Kept in the data directory" + sync + "." : "Kept in memory only: a crash loses all.");
        if (disk && kept.getTooltip() == null) {
            kept.setTooltip(new Tooltip(now.dataDirectory().toString()));
        } else if (!disk) {
            kept.setTooltip(null);
        }
    }
}
