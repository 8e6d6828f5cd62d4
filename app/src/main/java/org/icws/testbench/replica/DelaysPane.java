package org.icws.testbench.replica;

import java.util.Arrays;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.icws.replica.Delay;
import org.icws.replica.LatencyProfile;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.SegmentedControl;

/** Sets the delay of updates and that of queries, each with its spread. What was typed stays until it worked. */
final class DelaysPane extends VBox {

    private final ReplicaViewModel model;
    private final Runnable close;
    private final Part updates = new Part("update");
    private final Part queries = new Part("query");
    private final TextField seed = new TextField();
    private final Label problem = Cards.problem("delays-problem");

    DelaysPane(ReplicaViewModel model, Runnable close) {
        super(14);
        this.model = model;
        this.close = close;
        setId("delays-pane");
        getStyleClass().addAll("popover-card", "dialog-card");
        LatencyProfile now = model.steering().delaysProperty().get().profile();
        show(now);
        seed.setId("delays-seed");
        seed.getStyleClass().add("number-field");
        seed.setMaxWidth(120);
        seed.setText(Long.toString(now.seed()));
        Button mainnet = Nodes.button("fth-globe", "Like mainnet");
        mainnet.setId("delays-mainnet");
        mainnet.setOnAction(e -> show(LatencyProfile.MAINNET_LIKE));
        Button keep = Nodes.button(null, "Leave it", "quiet");
        keep.setOnAction(e -> close.run());
        Button go = Nodes.button("fth-check", "Use these delays", "accent");
        go.setId("delays-go");
        go.setDefaultButton(true);
        go.setOnAction(e -> use());
        getChildren()
                .addAll(
                        Nodes.label("Delays before requests", "t-title"),
                        Cards.words(
                                "Each request draws its own delay. A log-normal one is mostly near its median and sometimes"
                                        + " much longer, as networks are: two thirds lie between median ÷ e^σ and median × e^σ.",
                                "t-small",
                                "muted"),
                        Cards.row("Updates", updates),
                        Cards.line(),
                        Cards.row("Queries", queries, Nodes.label("and reads of the state", "t-caption")),
                        Cards.line(),
                        Cards.row(
                                "Seed",
                                seed,
                                Nodes.label("The same seed draws the same delays again", "t-caption"),
                                problem),
                        Nodes.row(8, mainnet, Nodes.spacer(), keep, go));
    }

    private void show(LatencyProfile profile) {
        updates.show(DelayDraft.of(profile.update()));
        queries.show(DelayDraft.of(profile.query()));
    }

    private void use() {
        Delay update = updates.read();
        Delay query = queries.read();
        boolean number = seed.getText().strip().matches("-?\\d{1,18}");
        problem.setText(number ? "" : "A whole number.");
        Cards.invalid(seed, !number);
        if (update != null && query != null && number) {
            model.steering()
                    .setDelays(Delays.of(new LatencyProfile(
                            update, query, Long.parseLong(seed.getText().strip()))));
            close.run();
        }
    }

    /** One of the two delays. */
    private static final class Part extends VBox {

        private final SegmentedControl kind = new SegmentedControl(
                0,
                Arrays.stream(DelayDraft.Kind.values())
                        .map(DelayDraft.Kind::words)
                        .toArray(String[]::new));
        private final TextField first = new TextField();
        private final TextField second = new TextField();
        private final TextField sigma = new TextField();
        private final Label firstName = Nodes.label("", "t-small", "muted");
        private final Label secondName = Nodes.label("longest", "t-small", "muted");
        private final Label sigmaName = Nodes.label("σ", "t-small", "muted");
        private final Label problem;
        private final HBox fields = Nodes.row(6);

        Part(String id) {
            super(6);
            problem = Cards.problem(id + "-problem");
            field(first, id + "-first", "Delay, shortest or median", firstName);
            field(second, id + "-second", "Longest", secondName);
            field(sigma, id + "-sigma", "Spread", sigmaName);
            kind.setId(id + "-kind");
            kind.onChange(i -> arrange());
            getChildren().addAll(kind, fields, problem);
            arrange();
        }

        private static void field(TextField field, String id, String name, Label label) {
            field.setId(id);
            field.setAccessibleText(name);
            field.getStyleClass().add("number-field");
            field.setPrefWidth(76);
            label.setMinWidth(USE_PREF_SIZE);
        }

        private DelayDraft.Kind kind() {
            return DelayDraft.Kind.values()[kind.chosen()];
        }

        private void arrange() {
            Label ms = Nodes.label("ms", "t-small", "muted");
            List<Node> parts =
                    switch (kind()) {
                        case NONE -> List.of();
                        case FIXED -> List.of(firstName, first, ms);
                        case RANGE -> List.of(firstName, first, secondName, second, ms);
                        case LOG_NORMAL -> List.of(firstName, first, secondName, second, ms, sigmaName, sigma);
                    };
            firstName.setText(
                    switch (kind()) {
                        case RANGE -> "shortest";
                        case LOG_NORMAL -> "median";
                        default -> "always";
                    });
            fields.getChildren().setAll(parts);
            fields.setManaged(!parts.isEmpty());
            problem.setText("");
        }

        void show(DelayDraft draft) {
            kind.choose(draft.kind().ordinal());
            first.setText(draft.first());
            second.setText(draft.second());
            sigma.setText(draft.sigma());
            problem.setText("");
        }

        /** The delay; null when something is wrong, which then stands below. */
        Delay read() {
            try {
                problem.setText("");
                return new DelayDraft(kind(), first.getText(), second.getText(), sigma.getText()).delay();
            } catch (IllegalArgumentException e) {
                problem.setText(e.getMessage());
                return null;
            }
        }
    }
}
