package org.icws.testbench.connections;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.icws.testbench.connections.ConnectionFigures.Gauge;
import org.icws.testbench.control.CountdownRing;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.PipelineBar;

/** Measures against their limits: amounts as bars, times as rings. */
final class LimitGrid extends VBox {

    private static final double BAR = 110;
    private static final double RING = 16;
    private static final double WARN_FROM = .75;

    private final PipelineBar outbox = bar();
    private final PipelineBar frame = bar();
    private final CountdownRing ack = new CountdownRing(RING);
    private final CountdownRing alive = new CountdownRing(RING);
    private final Line outboxLine;
    private final Line frameLine;
    private final Line ackLine;
    private final Line aliveLine;

    LimitGrid(double names) {
        super(2);
        outboxLine = new Line(names, "Outbox", outbox);
        frameLine = new Line(names, "Frame size", frame);
        ackLine = new Line(names, "Next ack", ack);
        aliveLine = new Line(names, "Keep-alive", alive);
        getChildren().addAll(outboxLine, frameLine, ackLine, aliveLine);
    }

    private static PipelineBar bar() {
        PipelineBar bar = new PipelineBar("service", "warn", "fail");
        bar.setGround("grid");
        bar.setPrefWidth(BAR);
        bar.setMinSize(BAR, 6);
        bar.setMaxSize(BAR, 6);
        return bar;
    }

    void show(ConnectionFigures figures) {
        show(outbox, figures.outbox());
        show(frame, figures.largestFrame());
        ack.show(figures.nextAck().share(), "");
        alive.show(figures.keepAlive().share(), "");
        outboxLine.show(figures.outbox());
        frameLine.show(figures.largestFrame());
        ackLine.show(figures.nextAck());
        aliveLine.show(figures.keepAlive());
    }

    /** Grey while calm, amber from three quarters, red at the limit. */
    private static void show(PipelineBar bar, Gauge gauge) {
        double thousandths = Math.max(0, Math.min(1, gauge.share())) * 1_000;
        boolean full = gauge.share() >= 1;
        boolean near = gauge.share() >= WARN_FROM && !full;
        bar.show(1_000, near || full ? 0 : thousandths, near ? thousandths : 0, full ? thousandths : 0);
    }

    /** A name, the picture, and what it says. */
    private static final class Line extends HBox {

        private final String title;
        private final Node picture;
        private final Label words = Nodes.label("", "t-mono-sm");
        private final Tooltip meaning = new Tooltip();

        Line(double width, String title, Node picture) {
            super(8);
            this.title = title;
            this.picture = picture;
            Label name = Nodes.label(title, "t-small", "muted");
            name.setMinWidth(width - 8);
            name.setTooltip(meaning);
            words.setTooltip(meaning);
            meaning.setWrapText(true);
            meaning.setMaxWidth(360);
            setAlignment(Pos.CENTER_LEFT);
            setMinHeight(22);
            getChildren().addAll(name, picture, words);
        }

        void show(Gauge gauge) {
            words.setText(gauge.words());
            meaning.setText(gauge.meaning());
            picture.setAccessibleText(title + ": " + gauge.words());
            boolean pictured = gauge.share() >= 0;
            picture.setVisible(pictured);
            picture.setManaged(pictured);
        }
    }
}
