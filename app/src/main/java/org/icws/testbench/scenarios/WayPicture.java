package org.icws.testbench.scenarios;

import java.util.List;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.TextAlignment;
import org.icws.testbench.control.ThemedCanvas;

/** Who takes part in a scenario, what they say and hear, and on which way: clients left, gateway, canisters right. */
final class WayPicture extends ThemedCanvas {

    private static final double LEAST = 84;
    private static final double MOST = 260;
    private static final double MARGIN = 8;
    private static final double PERSON = 9;
    private static final double NAME = 104;
    private static final double BOX = 124;
    private static final double GATEWAY = 84;
    private static final double BOX_HEIGHT = 34;
    private static final double HEAD = 6;

    private final ScenarioKind kind;

    WayPicture(ScenarioKind kind) {
        super(0, 0);
        this.kind = kind;
        setMaxHeight(MOST);
        setAccessibleText(String.join(", ", kind.people()) + " say " + kind.says() + " and hear " + kind.hears()
                + ", through the gateway, with " + String.join(" and ", kind.canisters()));
    }

    @Override
    protected void paint(GraphicsContext g, double w, double h) {
        if (h < LEAST) {
            return; // crowded, it would tell nothing
        }
        List<String> people = kind.people();
        List<String> canisters = kind.canisters();
        double person = MARGIN + NAME + PERSON;
        double gate = w * .52;
        double canister = w - MARGIN - BOX;
        double middle = h / 2;
        for (int i = 0; i < people.size(); i++) {
            double y = (i + .5) * h / people.size();
            double end = gateY(i, people.size(), middle);
            both(g, person + PERSON + 4, y, gate - GATEWAY / 2 - 3, end);
            person(g, people.get(i), person, y);
        }
        for (int i = 0; i < canisters.size(); i++) {
            double y = (i + .5) * h / canisters.size();
            both(g, gate + GATEWAY / 2 + 3, gateY(i, canisters.size(), middle), canister - 3, y);
            box(g, canisters.get(i), canister, y, BOX);
        }
        box(g, "gateway", gate - GATEWAY / 2, middle, GATEWAY);
        words(g, (person + PERSON + gate - GATEWAY / 2) / 2, h);
    }

    /** The lines of many meet the box at places of their own. */
    private static double gateY(int index, int count, double middle) {
        return middle + (index - (count - 1) / 2.0) * Math.min(10, BOX_HEIGHT / count);
    }

    /** What is said over the uppermost line, what is heard under the lowest. */
    private void words(GraphicsContext g, double x, double h) {
        text(g, "↑ " + kind.says(), x, MARGIN, ui(11), c("up"), TextAlignment.CENTER);
        text(g, "↓ " + kind.hears(), x, h - MARGIN, ui(11), c("down"), TextAlignment.CENTER);
    }

    private void both(GraphicsContext g, double fromX, double fromY, double toX, double toY) {
        arrow(g, fromX, fromY - 2, toX, toY - 2, "up-line");
        arrow(g, toX, toY + 2, fromX, fromY + 2, "down-line");
    }

    private void arrow(GraphicsContext g, double fromX, double fromY, double toX, double toY, String token) {
        double angle = Math.atan2(toY - fromY, toX - fromX);
        g.setStroke(c(token));
        g.setFill(c(token));
        g.setLineWidth(1.4);
        g.strokeLine(fromX, fromY, toX - HEAD * Math.cos(angle), toY - HEAD * Math.sin(angle));
        double[] xs = {toX, toX - HEAD * Math.cos(angle - .4), toX - HEAD * Math.cos(angle + .4)};
        double[] ys = {toY, toY - HEAD * Math.sin(angle - .4), toY - HEAD * Math.sin(angle + .4)};
        g.fillPolygon(xs, ys, 3);
    }

    private void person(GraphicsContext g, String name, double x, double y) {
        g.setFill(c("service-soft"));
        g.fillOval(x - PERSON, y - PERSON, 2 * PERSON, 2 * PERSON);
        g.setStroke(c("service-line"));
        g.setLineWidth(1.2);
        g.strokeOval(x - PERSON, y - PERSON, 2 * PERSON, 2 * PERSON);
        text(g, name.substring(0, 1), x, y, semi(10), c("text"), TextAlignment.CENTER);
        text(g, name, x - PERSON - 6, y, ui(12), c("text"), TextAlignment.RIGHT);
    }

    private void box(GraphicsContext g, String name, double x, double y, double width) {
        g.setFill(c("sunken"));
        g.fillRoundRect(x, y - BOX_HEIGHT / 2, width, BOX_HEIGHT, 12, 12);
        g.setStroke(c("border-strong"));
        g.setLineWidth(1);
        g.strokeRoundRect(x + .5, Math.floor(y - BOX_HEIGHT / 2) + .5, width - 1, BOX_HEIGHT - 1, 12, 12);
        text(g, name, x + width / 2, y, mono(11), c("text"), TextAlignment.CENTER);
    }
}
