package org.icws.testbench.shell;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.property.BooleanProperty;
import javafx.scene.Node;
import javafx.util.Duration;
import org.ic4j.types.Principal;
import org.icws.testbench.keys.ActionTable;
import org.icws.testbench.keys.KeyAction;
import org.icws.testbench.scenarios.Incoming;
import org.icws.testbench.scenarios.ScenarioKind;
import org.icws.testbench.scenarios.ScenariosView;
import org.icws.testbench.scenarios.ScenariosViewModel;
import org.icws.testbench.scenarios.Seat;
import org.icws.testbench.scenarios.Stage;
import org.icws.testbench.store.Frame;

/** The Scenarios page with the thread it works on. FX thread only. */
final class ScenarioPage implements AutoCloseable {

    private static final String GROUP = "Scenarios";
    private static final Duration BEAT = Duration.millis(100);

    private final ExecutorService worker = Threads.one("scenario-work");
    private final ScenariosViewModel model;
    private final ShellViewModel shell;
    private final Executor fxThread;
    private Timeline beat;

    ScenarioPage(Supplier<LiveNetwork> network, ShellViewModel shell, Executor fxThread, LongSupplier clockNanos) {
        this.shell = shell;
        this.fxThread = fxThread;
        this.model = new ScenariosViewModel(new CurrentStage(network), worker, fxThread);
        model.onPlaying(playing -> beat(playing, clockNanos));
    }

    /** Frames come rarely while the network is quiet, but people go on writing. */
    private void beat(boolean playing, LongSupplier clockNanos) {
        if (beat == null && playing) {
            beat = new Timeline(new KeyFrame(BEAT, e -> model.beat(clockNanos.getAsLong())));
            beat.setCycleCount(Animation.INDEFINITE);
        }
        if (playing) {
            beat.play();
        } else if (beat != null) {
            beat.stop();
        }
    }

    ScenariosViewModel model() {
        return model;
    }

    Node view(LongConsumer openMessage, Runnable openQueues) {
        return new ScenariosView(model, new ScenariosView.Window() {
            @Override
            public void openMessage(long event) {
                openMessage.accept(event);
            }

            @Override
            public void openQueues() {
                openQueues.run();
            }

            @Override
            public BooleanProperty presenting() {
                return shell.presentingProperty();
            }
        });
    }

    /** @param open shows the page */
    void addTo(ActionTable table, Runnable open) {
        for (ScenarioKind kind : ScenarioKind.values()) {
            table.add(KeyAction.of(GROUP, "Play: " + kind.title(), kind.icon(), () -> {
                        open.run();
                        model.play(kind);
                    })
                    .unless(model::unavailable));
        }
        table.add(
                KeyAction.of(GROUP, "Let the next thing happen (step)", "fth-skip-forward", model::step)
                        .unless(model::whyNoStep),
                KeyAction.of(GROUP, "End the scenario", "fth-square", model::leave)
                        .unless(model::whyNothingPlayed),
                KeyAction.of(GROUP, "Present the scenario: whole screen, large type; Esc leaves", "fth-monitor", () -> {
                            open.run();
                            shell.presentingProperty().set(true);
                        })
                        .unless(model::whyNothingPlayed));
    }

    void onFrame(Frame frame) {
        model.onFrame(frame);
    }

    @Override
    public void close() {
        fxThread.execute(() -> {
            if (beat != null) {
                beat.stop();
            }
        });
        worker.shutdownNow();
    }

    /** The stage of whatever network there is now. */
    private record CurrentStage(Supplier<LiveNetwork> network) implements Stage {

        private Stage now() {
            LiveNetwork live = network.get();
            return live == null ? null : live.stage();
        }

        @Override
        public String unavailable() {
            Stage stage = now();
            return stage == null ? "There is no network yet." : stage.unavailable();
        }

        @Override
        public String candid(String sample) {
            return now().candid(sample);
        }

        @Override
        public Principal prepare(String sample, byte[] argument) {
            return now().prepare(sample, argument);
        }

        @Override
        public Seat join(Principal canister, String protocol, int seat, String name, Consumer<Incoming> inbox) {
            return now().join(canister, protocol, seat, name, inbox);
        }
    }
}
