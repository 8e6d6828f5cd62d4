package org.icws.testbench.scenarios;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.icws.testbench.store.Frame;

/** The scenarios; at most one is played at a time. FX thread only. */
public final class ScenariosViewModel {

    private static final String NOTHING_PLAYED = "No scenario is being played.";

    private final ReadOnlyObjectWrapper<Scenario> open = new ReadOnlyObjectWrapper<>(this, "open");
    private final ReadOnlyLongWrapper clock = new ReadOnlyLongWrapper(this, "clock");
    private final Stage stage;
    private final Executor worker;
    private final Executor fxThread;

    /** @param worker runs what blocks */
    public ScenariosViewModel(Stage stage, Executor worker, Executor fxThread) {
        this.stage = stage;
        this.worker = worker;
        this.fxThread = fxThread;
    }

    private Scenario make(ScenarioKind kind) {
        return switch (kind) {
            case DOCUMENT -> new DocumentScenario(stage, worker, fxThread);
            case RATES -> new RatesScenario(stage, worker, fxThread);
            case COMMENTS -> new CommentsScenario(stage, worker, fxThread);
            case PING_PONG -> new PingPongScenario(stage, worker, fxThread);
        };
    }

    /** Opens a scenario and starts it. */
    public void play(ScenarioKind kind) {
        leave();
        open.set(make(kind));
        open.get().start();
    }

    /** Ends what is played and shows the choice again. */
    public void leave() {
        if (open.get() != null) {
            open.get().stop();
            open.set(null);
        }
    }

    /** Lets happen what is due by now; to be called ten times a second while something is played. */
    public void beat(long nowNanos) {
        if (open.get() != null) {
            open.get().beat(nowNanos);
            clock.set(nowNanos);
        }
    }

    /** Told whenever something begins to be played or ends. */
    public void onPlaying(Consumer<Boolean> listener) {
        open.addListener((o, old, now) -> listener.accept(now != null));
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
    public String unavailable() {
        return stage.unavailable();
    }

    /** Why there is no next thing to let happen; null if there is one. */
    public String whyNoStep() {
        return open.get() == null ? NOTHING_PLAYED : open.get().whyNoStep();
    }

    /** Why nothing can be ended or shown to an audience; null if something is played. */
    public String whyNothingPlayed() {
        return open.get() == null ? NOTHING_PLAYED : null;
    }

    /** Lets the next thing happen, and from then on nothing by itself. */
    public void step() {
        open.get().step();
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
