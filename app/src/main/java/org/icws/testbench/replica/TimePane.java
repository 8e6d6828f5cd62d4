package org.icws.testbench.replica;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import org.icws.replica.ReplicaStatus;
import org.icws.testbench.control.Availability;
import org.icws.testbench.control.Nodes;

/** Asks for the time that the network's clock is put to. What was typed stays until it worked. */
final class TimePane extends VBox {

    private final ReplicaViewModel model;
    private final Runnable close;
    private final TextField time = new TextField();
    private final Label says = Nodes.label("", "t-caption");
    private final Label problem = Cards.problem("time-problem");
    private final Button go = Nodes.button("fth-clock", "Set the clock", "accent");

    TimePane(ReplicaViewModel model, Runnable close) {
        super(12);
        this.model = model;
        this.close = close;
        setId("time-pane");
        getStyleClass().addAll("popover-card", "dialog-card");
        time.setId("time-text");
        time.getStyleClass().add("mono-field");
        time.setText(TimeText.of(now(), ZoneId.systemDefault()));
        time.textProperty().addListener(o -> check(false));
        go.setId("time-go");
        go.setDefaultButton(true);
        go.setOnAction(e -> set());
        Button keep = Nodes.button(null, "Leave it", "quiet");
        keep.setOnAction(e -> close.run());
        getChildren()
                .addAll(
                        Nodes.label("Set the network's clock", "t-title"),
                        Cards.words(
                                "Forward only: certificates, timers and expired requests rely on that. Timers that fall into"
                                        + " the time between run at once; clients and the gateway refuse certificates from the"
                                        + " future.",
                                "t-small",
                                "muted"),
                        Cards.row("Time", time, says, problem),
                        Nodes.row(8, Nodes.spacer(), keep, go));
        check(false);
    }

    private Instant now() {
        ReplicaStatus now = model.statusProperty().get();
        return now == null ? Instant.now() : now.time();
    }

    private Instant check(boolean loudly) {
        try {
            Instant wanted = TimeText.parse(time.getText(), now(), ZoneId.systemDefault());
            Duration by = Duration.between(now(), wanted);
            says.setText(DurationText.of(by) + " ahead of the network's present time, in the zone of this machine.");
            tell("");
            return wanted;
        } catch (IllegalArgumentException e) {
            says.setText("2030-01-31 12:00, 14:30, or + 3 d 4 h for so much further");
            tell(loudly ? e.getMessage() : "");
            return null;
        }
    }

    private void tell(String why) {
        problem.setText(why);
        Cards.invalid(time, !why.isEmpty());
    }

    private void set() {
        Instant wanted = check(true);
        if (wanted == null) {
            return;
        }
        Availability.set(go, "The clock is being set.");
        model.steering().setTime(wanted, why -> {
            Availability.set(go, null);
            tell(why);
            if (why.isEmpty()) {
                close.run();
            }
        });
    }
}
