package org.icws.testbench.scenarios;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import org.icws.testbench.control.Badge;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.store.Format;

/** The same conversation over both protocols, side by side. */
final class PingPongStage extends TalkStage {

    private final PingPongScenario scenario;

    PingPongStage(PingPongScenario scenario) {
        super(scenario);
        this.scenario = scenario;
    }

    @Override
    int changes() {
        return scenario.changes();
    }

    @Override
    List<Node> lines(int seat) {
        return scenario.talk(seat).stream().map(PingPongStage::line).toList();
    }

    private static Node line(PingPongScenario.Line line) {
        Label text = Nodes.label(line.text(), "t-body");
        text.setMinWidth(0);
        Label note = Nodes.label(
                line.tookNanos() > 0 ? Format.millis(line.tookNanos()) + " ms" : Format.shortClock(line.atNanos()),
                "t-mono-sm",
                "muted");
        note.setMinWidth(Label.USE_PREF_SIZE);
        return Nodes.row(
                8, new Badge(line.up() ? Badge.Tone.UP : Badge.Tone.DOWN, "").bare(), text, Nodes.spacer(), note);
    }

    @Override
    void say(int seat, String text) {
        scenario.say(seat, text);
    }

    @Override
    String headline(int seat) {
        List<Long> times = scenario.times(seat).stream().sorted().toList();
        if (times.isEmpty()) {
            return "";
        }
        return times.size() < 20
                ? "n = " + times.size() + ", about " + Format.millis(times.get(times.size() / 2)) + " ms"
                : "p50 " + Format.millis(times.get(times.size() / 2)) + " ms, n = " + times.size();
    }

    @Override
    String problem(int seat) {
        return "";
    }
}
