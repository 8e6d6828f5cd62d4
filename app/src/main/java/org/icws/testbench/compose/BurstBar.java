package org.icws.testbench.compose;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.icws.testbench.control.Availability;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.store.Format;

/** Sends the message many times at a rate. */
final class BurstBar extends HBox {

    private final ComposeViewModel model;
    private final TextField count = number("100", "How many times");
    private final TextField rate = number("20", "How many a second");
    private final Button start = Nodes.button("fth-fast-forward", "Start burst");
    private final Label progress = Nodes.label("", "t-small", "muted");

    BurstBar(ComposeViewModel model) {
        super(10);
        this.model = model;
        setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        start.setId("compose-burst");
        progress.setId("compose-burst-progress");
        progress.setMinWidth(0);
        Tooltip whole = new Tooltip();
        whole.textProperty().bind(progress.textProperty());
        progress.setTooltip(whole);
        Region line = new Region();
        line.getStyleClass().add("vdivider");
        line.setMaxHeight(18);
        getChildren()
                .addAll(
                        line,
                        Nodes.label("Repeat", "t-small", "muted"),
                        count,
                        Nodes.label("times at", "t-small", "muted"),
                        rate,
                        Nodes.label("per second", "t-small", "muted"),
                        start,
                        progress);
        getChildren().forEach(n -> {
            if (n instanceof Label label && label != progress) {
                label.setMinWidth(USE_PREF_SIZE);
            }
        });
        start.setOnAction(e -> startOrStop());
        count.textProperty().addListener(o -> check());
        rate.textProperty().addListener(o -> check());
        model.blockedProperty().addListener(o -> check());
        model.kindProperty().addListener(o -> check());
        model.burstProperty().addListener(o -> check());
        check();
    }

    private static TextField number(String text, String words) {
        TextField field = new TextField(text);
        field.getStyleClass().add("mono-field");
        field.setPrefWidth(78); // all of "100,000", the most
        field.setMinWidth(78);
        field.setAccessibleText(words);
        return field;
    }

    private void startOrStop() {
        if (running()) {
            model.stopBurst();
        } else {
            model.startBurst(parse(count, Burst.MOST), parse(rate, Burst.FASTEST));
        }
        check();
    }

    private boolean running() {
        Burst.Progress now = model.burstProperty().get();
        return now != null && now.running();
    }

    private void check() {
        boolean numbers = parse(count, Burst.MOST) > 0 & parse(rate, Burst.FASTEST) > 0;
        boolean can =
                model.blockedProperty().get() == null && model.kindProperty().get() == Draft.Kind.MESSAGE && numbers;
        start.setText(running() ? "Stop burst" : "Start burst");
        Availability.set(start, can || running() ? null : why(numbers));
        Burst.Progress now = model.burstProperty().get();
        if (!numbers) {
            progress.setText("1 to " + Format.count(Burst.MOST) + " times, at 1 to " + Format.count(Burst.FASTEST)
                    + " per second");
        } else if (now == null) {
            progress.setText("");
        } else {
            String sent = now.sent() == now.total()
                    ? Format.count(now.sent())
                    : Format.count(now.sent()) + " of " + Format.count(now.total());
            progress.setText(sent + (now.problem().isEmpty() ? " sent" : " sent, stopped")); // the result tells more
        }
    }

    private String why(boolean numbers) {
        if (!numbers) {
            return "How often and how fast must be whole numbers within the bounds.";
        }
        String blocked = model.blockedProperty().get();
        return blocked != null ? blocked : "Only messages can be repeated; raw frames are sent one at a time.";
    }

    private static int parse(TextField field, int most) {
        field.getStyleClass().remove("invalid");
        try {
            int number = Integer.parseInt(field.getText().trim().replace(",", ""));
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // marked below
        }
        field.getStyleClass().add("invalid");
        return 0;
    }
}
