package org.icws.testbench.control;

import java.util.List;
import java.util.Locale;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.scene.shape.ArcType;
import javafx.scene.text.TextAlignment;

/** Ordered steps on a rail. A finished step is one line, the failing one is open, later ones are grey. */
public final class Stepper extends VBox {

    /** How far a step got. */
    public enum State {
        PASSED,
        FAILED,
        SKIPPED,
        RUNNING,
        PENDING
    }

    /**
     * One step.
     *
     * @param note words right of the title
     * @param duration at the right edge, empty if unknown
     * @param detail below the title, or null for a one-line step
     */
    public record Step(String title, State state, String note, String duration, Node detail) {}

    public Stepper() {
        getStyleClass().add("stepper");
    }

    /** Replaces all steps. */
    public void setSteps(List<Step> steps) {
        getChildren().clear();
        for (int i = 0; i < steps.size(); i++) {
            getChildren().add(row(steps.get(i), i + 1, i == steps.size() - 1));
        }
    }

    private static HBox row(Step step, int number, boolean last) {
        Label title = Nodes.label(step.title(), "step-title");
        title.setMinWidth(USE_PREF_SIZE);
        Label note = Nodes.label(step.note(), "t-small", step.state() == State.FAILED ? "fg-fail" : "muted");
        if (!step.note().isEmpty()) {
            note.setTooltip(new Tooltip(step.note())); // the label may be too narrow for it
        }
        Label duration = Nodes.label(step.duration(), "t-mono-sm", "faint");
        duration.setMinWidth(USE_PREF_SIZE);
        HBox head = new HBox(8, title, note, Nodes.spacer(), duration);
        head.setAlignment(Pos.CENTER_LEFT);
        head.setMinHeight(22);
        VBox body = new VBox(6, head);
        body.getStyleClass().add("step-body");
        if (step.detail() != null) {
            body.getChildren().add(step.detail());
        }
        HBox.setHgrow(body, javafx.scene.layout.Priority.ALWAYS);
        HBox.setMargin(body, new Insets(0, 0, last ? 0 : 10, 0));
        body.setMinWidth(0);
        HBox row = new HBox(10, new Rail(number, step.state(), last), body);
        row.getStyleClass().addAll("step", styleOf(step.state()));
        return row;
    }

    private static String styleOf(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** The numbered or ticked circle and the line down to the next one. */
    private static final class Rail extends ThemedCanvas {

        private final int number;
        private final State state;
        private final boolean last;

        Rail(int number, State state, boolean last) {
            super(22, 22);
            setMinWidth(22);
            setMaxHeight(Double.MAX_VALUE);
            this.number = number;
            this.state = state;
            this.last = last;
        }

        @Override
        protected void paint(GraphicsContext g, double w, double h) {
            double off = state == State.FAILED ? 10 : 0; // the failed body has padding: stay on its title line
            paintLine(g, h, off);
            if (state == State.PENDING || state == State.SKIPPED) {
                g.setStroke(c("border-strong"));
                g.setLineWidth(1);
                g.strokeOval(2, 2 + off, 18, 18);
                String inside = state == State.SKIPPED ? "–" : String.valueOf(number);
                text(g, inside, 11, 11 + off, ui(11), c("faint"), TextAlignment.CENTER);
                return;
            }
            String family =
                    switch (state) {
                        case PASSED -> "ok";
                        case FAILED -> "fail";
                        default -> "warn";
                    };
            g.setFill(c(family + "-soft"));
            g.fillOval(1, 1 + off, 20, 20);
            g.setStroke(c(family + "-line"));
            g.setLineWidth(1.8);
            switch (state) {
                case PASSED -> g.strokePolyline(new double[] {6.8, 9.8, 15.2}, new double[] {11.3, 14.2, 8.2}, 3);
                case FAILED -> {
                    g.strokeLine(7.5, 7.5 + off, 14.5, 14.5 + off);
                    g.strokeLine(14.5, 7.5 + off, 7.5, 14.5 + off);
                }
                default -> g.strokeArc(6, 6, 10, 10, 90, -250, ArcType.OPEN);
            }
        }

        private void paintLine(GraphicsContext g, double h, double off) {
            g.setLineWidth(1.5);
            if (!last) {
                g.setStroke(state == State.PASSED ? c("ok-line", .45) : c("border-strong"));
                g.strokeLine(11, 22 + off, 11, h);
            }
            if (off > 0 && number > 1) {
                g.setStroke(c("ok-line", .45));
                g.strokeLine(11, 0, 11, off);
            }
        }
    }
}
