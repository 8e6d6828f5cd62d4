package org.icws.testbench.messages;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.icws.gateway.trust.Proof;
import org.icws.gateway.trust.ProofStep;
import org.icws.gateway.trust.Verdict;
import org.icws.testbench.control.FactGrid;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.Stepper;
import org.icws.testbench.control.ValueCompare;
import org.icws.testbench.store.Format;

/** The steps of one proof. A passing step is one line unless it compared two values; the failing one opens itself. */
public final class ProofView extends VBox {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{32,}");
    /** What these compare are names and principals. */
    private static final Set<String> NAMES =
            Set.of(Proof.CLIENT_KEY, Proof.REQUEST_ID, Proof.SENDER, Proof.CANISTER, Proof.METHOD, Proof.GATEWAY);

    private static final int TELLING = 8;
    private static final long SHORTEST_NANOS = 5_000;

    private final Stepper stepper = new Stepper();

    public ProofView() {
        getChildren().add(stepper);
    }

    /** Shows a proof. */
    public void show(Proof proof) {
        stepper.setSteps(proof.steps().stream()
                .map(s -> new Stepper.Step(s.title(), stateOf(s.verdict()), noteOf(s), durationOf(s), detailOf(s)))
                .toList());
    }

    private static Stepper.State stateOf(Verdict verdict) {
        return switch (verdict) {
            case VERIFIED -> Stepper.State.PASSED;
            case FAILED -> Stepper.State.FAILED;
            case NOT_CHECKED -> Stepper.State.SKIPPED;
        };
    }

    private static String noteOf(ProofStep step) {
        if (step.verdict() == Verdict.NOT_CHECKED) {
            return step.detail().isEmpty() ? "not checked" : step.detail();
        }
        return compares(step) || step.verdict() == Verdict.FAILED ? step.input() : joined(step);
    }

    private static String joined(ProofStep step) {
        return step.actual().length() > TELLING ? step.actual() : step.input();
    }

    private static String durationOf(ProofStep step) {
        if (step.durationNanos() <= 0) {
            return "";
        }
        return step.durationNanos() < SHORTEST_NANOS ? "< 0.01 ms" : Format.millis(step.durationNanos()) + " ms";
    }

    private static boolean compares(ProofStep step) {
        return HASH.matcher(step.expected()).matches()
                && HASH.matcher(step.actual()).matches();
    }

    /** Whether the step compares two values that have to be equal, and not a value with a range or a description. */
    static boolean shouldBeEqual(ProofStep step) {
        return !step.expected().isEmpty()
                && !step.actual().isEmpty()
                && (compares(step) || NAMES.contains(step.name()));
    }

    private static Node detailOf(ProofStep step) {
        boolean failed = step.verdict() == Verdict.FAILED;
        if (step.verdict() == Verdict.NOT_CHECKED || !(failed || compares(step))) {
            return null;
        }
        VBox detail = new VBox(6);
        if (!step.detail().isEmpty()) {
            Label words = Nodes.label(step.detail(), "t-small");
            words.setWrapText(true);
            words.setMinHeight(Region.USE_PREF_SIZE);
            detail.getChildren().add(words);
        }
        if (failed && shouldBeEqual(step)) {
            boolean hashes = compares(step);
            detail.getChildren()
                    .add(new ValueCompare(
                            step.expected(),
                            hashes ? "what was certified" : "what it has to be",
                            step.actual(),
                            hashes ? "what arrived: " + step.input() : "what it is"));
        } else if (!step.expected().isEmpty() || !step.actual().isEmpty()) {
            FactGrid values = new FactGrid(70);
            values.show(List.of(
                    new FactGrid.Entry("expected", step.expected()),
                    new FactGrid.Entry("actual", step.actual(), failed ? "fg-fail" : "fg-ok")));
            VBox well = new VBox(values);
            well.getStyleClass().add("well");
            detail.getChildren().add(well);
        }
        if (failed) {
            detail.getChildren().add(explanation(FailureWords.of(step)));
        }
        return detail.getChildren().isEmpty() ? null : detail;
    }

    private static Node explanation(FailureWords words) {
        GridPane grid = new GridPane();
        grid.setHgap(10);
        grid.setVgap(8);
        String[][] parts = {{"What happened", words.what()}, {"Why", words.why()}, {"What to do", words.todo()}};
        for (int i = 0; i < parts.length; i++) {
            Label name = Nodes.label(parts[i][0], "t-small", "strong");
            name.setMinWidth(Region.USE_PREF_SIZE);
            Label text = Nodes.label(parts[i][1], "t-small");
            text.setWrapText(true);
            text.setMinHeight(Region.USE_PREF_SIZE);
            GridPane.setValignment(name, VPos.TOP);
            GridPane.setHgrow(text, Priority.ALWAYS);
            grid.addRow(i, name, text);
        }
        return grid;
    }
}
