package org.icws.testbench.scenarios;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.icws.testbench.store.Frame;

/** The scenarios; at most one is played at a time. FX thread only. */
public final class ScenariosViewModel {

    private final Map<ScenarioKind, Scenario> all = new EnumMap<>(ScenarioKind.class);
    private final ReadOnlyObjectWrapper<Scenario> open = new ReadOnlyObjectWrapper<>(this, "open");
    private final ReadOnlyLongWrapper clock = new ReadOnlyLongWrapper(this, "clock");
    private final Stage stage;

    /** @param worker runs what blocks */
    public ScenariosViewModel(Stage stage, Executor worker, Executor fxThread) {
        this.stage = stage;
        all.put(ScenarioKind.DOCUMENT, new DocumentScenario(stage, worker, fxThread));
        all.put(ScenarioKind.RATES, new RatesScenario(stage, worker, fxThread));
        all.put(ScenarioKind.COMMENTS, new CommentsScenario(stage, worker, fxThread));
        all.put(ScenarioKind.PING_PONG, new PingPongScenario(stage, worker, fxThread));
    }

    /** Opens a scenario and starts it. */
    public void play(ScenarioKind kind) {
        leave();
        open.set(all.get(kind));
        open.get().start();
    }

    /** Ends what is played and shows the choice again. */
    public void leave() {
        if (open.get() != null) {
            open.get().stop();
            open.set(null);
        }
    }

    public void onFrame(Frame frame) {
        if (open.get() != null) {
            open.get().onFrame(frame);
            clock.set(frame.nowNanos());
        }
    }

    /** Whether something is played. */
    public boolean isPlaying() {
        return open.get() != null && open.get().stateProperty().get() != Scenario.State.FAILED;
    }

    /** Whether everybody of the open scenario is there. */
    public boolean isRunning() {
        return open.get() != null && open.get().isRunning();
    }

    /** Why nothing can be played; null if something can. */
    String unavailable() {
        return stage.unavailable();
    }

    Scenario scenario(ScenarioKind kind) {
        return all.get(kind);
    }

    /** What is played; null while one is chosen. */
    ReadOnlyObjectProperty<Scenario> openProperty() {
        return open.getReadOnlyProperty();
    }

    /** Moves on with every frame while something is played, in nanoseconds since the epoch. */
    ReadOnlyLongProperty clockProperty() {
        return clock.getReadOnlyProperty();
    }
}
