package org.icws.testbench.replica;

import java.util.Arrays;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.SegmentedControl;
import org.icws.testbench.store.Format;
import org.kordamp.ikonli.javafx.FontIcon;

/** The delay before each request. */
final class DelaysCard extends StackPane {

    private static final int QUERY_SLIDER = 1_000;
    private static final int UPDATE_SLIDER = 5_000;
    private static final int MOST_JITTER = 90;
    private static final int MOST_MILLIS = 600_000;

    private final ReplicaViewModel model;
    private final SegmentedControl kind = new SegmentedControl(
            0, Arrays.stream(Delays.Kind.values()).map(Delays.Kind::words).toArray(String[]::new));
    private final SliderField query;
    private final SliderField update;
    private final SliderField jitter;
    private final Label words = Cards.words("", "t-small", "muted");

    /** @param exact opens what sets each delay with its spread */
    DelaysCard(ReplicaViewModel model, Runnable exact) {
        this.model = model;
        kind.onChange(i -> {
            if (model.steering().delaysProperty().get().kind().ordinal() != i) {
                model.steering().chooseDelays(Delays.Kind.values()[i]);
            }
        });
        query = new SliderField("Query", "replica-query-delay", millis(QUERY_SLIDER), v -> model.steering()
                .setDelays(now().withQuery(v)));
        update = new SliderField("Update", "replica-update-delay", millis(UPDATE_SLIDER), v -> model.steering()
                .setDelays(now().withUpdate(v)));
        jitter = new SliderField(
                "Jitter",
                "replica-jitter",
                new SliderField.Range(MOST_JITTER, MOST_JITTER, v -> "± " + v + " %"),
                v -> model.steering().setDelays(now().withJitter(v)));
        words.setId("replica-delay-words");
        Button open = Cards.deed(
                "fth-sliders",
                "Exact…",
                "replica-delays",
                "Queries and updates each with a fixed delay, an even range or a log-normal spread",
                exact);
        Label from = Nodes.label("For requests from now on", "t-caption");
        from.setWrapText(true);
        from.setMinHeight(USE_PREF_SIZE);
        HBox note = Nodes.row(8, new FontIcon("fth-info"), from);
        note.setMinWidth(0);
        getChildren()
                .add(Cards.card(
                        new Node[] {
                            Nodes.label("Latency profile", "t-heading"),
                            Nodes.spacer(),
                            Nodes.label("before every request", "t-caption")
                        },
                        new HBox(kind),
                        query,
                        update,
                        jitter,
                        Cards.line(),
                        words,
                        Cards.gap(),
                        Nodes.row(8, open, note)));
        model.steering().delaysProperty().addListener(o -> show());
        show();
    }

    private static SliderField.Range millis(int slider) {
        return new SliderField.Range(slider, MOST_MILLIS, v -> Format.count(v) + " ms");
    }

    private Delays now() {
        return model.steering().delaysProperty().get();
    }

    private void show() {
        Delays now = now();
        kind.choose(now.kind().ordinal());
        query.show(now.queryMillis());
        update.show(now.updateMillis());
        jitter.show(now.jitterPercent());
        jitter.available(now.hasOwnSpread() ? "A log-normal delay has its own spread; Exact… sets it." : null);
        words.setText(
                switch (now.kind()) {
                    case NONE -> "No delay: what is shown is the time that the program itself takes.";
                    case LOCAL -> "About what a network on the same machine or in the same house takes.";
                    case MAINNET ->
                        "Like the public network: medians; some take longer, updates up to 8 s, queries 3 s.";
                    case CUSTOM ->
                        "Query " + Delays.words(now.profile().query()) + "; update "
                                + Delays.words(now.profile().update()) + ".";
                });
    }
}
