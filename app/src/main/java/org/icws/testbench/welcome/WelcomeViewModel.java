package org.icws.testbench.welcome;

import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.icws.testbench.run.StartListener;
import org.icws.testbench.run.StartStep;
import org.icws.testbench.run.StepFailure;
import org.icws.testbench.run.StepState;

/** How the start goes, step by step. Use on the FX thread only. */
public final class WelcomeViewModel implements StartListener {

    /** Where the whole start stands. */
    public enum Phase {
        IDLE,
        RUNNING,
        FAILED,
        DONE
    }

    /** One step as it is shown; {@code failure} is null unless the state is FAILED. */
    public record Line(String title, StepState state, String note, String took, StepFailure failure) {}

    /** Everything that the page shows. */
    public record State(Phase phase, String heading, String progress, List<Line> lines, StepFailure failure) {}

    private static final Map<StartStep, String[]> EMBEDDED = new EnumMap<>(Map.of(
            StartStep.REPLICA, new String[] {"Local replica", "an Internet Computer on this machine"},
            StartStep.CANISTER, new String[] {"Sample canister", "ping_pong, which answers each message"},
            StartStep.GATEWAY, new String[] {"Gateway", "relays messages and checks every proof"},
            StartStep.CLIENT, new String[] {"First client", "connects and sends one message"}));

    /** Nothing is installed on a network that is not ours, so nobody could answer a first client. */
    private static Map<StartStep, String[]> outside(URI network) {
        Map<StartStep, String[]> words = new EnumMap<>(EMBEDDED);
        words.put(StartStep.REPLICA, new String[] {"Network address", network.toString()});
        words.put(StartStep.CANISTER, new String[] {"Sample canister", "none: the network is not ours"});
        words.put(
                StartStep.GATEWAY, new String[] {"Gateway", "asks the network for its root key, then relays messages"});
        words.put(StartStep.CLIENT, new String[] {"First client", "none: connect one in Compose"});
        return words;
    }

    private final Map<StartStep, Line> lines = new EnumMap<>(StartStep.class);
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(this, "state");
    private Map<StartStep, String[]> words = EMBEDDED;
    private URI network;
    private boolean begun;

    public WelcomeViewModel() {
        reset();
    }

    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    public State state() {
        return state.get();
    }

    /**
     * Forgets an earlier start; a new one begins.
     *
     * @param outside where the network answers that is to be used; null for the embedded one
     */
    public void begin(URI outside) {
        network = outside;
        words = outside == null ? EMBEDDED : outside(outside);
        reset();
        begun = true;
        publish();
    }

    @Override
    public void onStep(StartStep step, StepState next, String note, Duration took, StepFailure failure) {
        String[] said = words.get(step);
        boolean nothingToSay = note.isEmpty() && (next == StepState.WAITING || next == StepState.RUNNING);
        // On an outside network only the gateway has something to tell of itself.
        boolean nothingDone = network != null && next == StepState.DONE && step != StartStep.GATEWAY;
        String shown = nothingToSay || nothingDone ? said[1] : note;
        if (next == StepState.FAILED && failure != null && note.isEmpty()) {
            shown = "did not work";
        }
        lines.put(step, new Line(said[0], next, shown, nothingDone ? "" : seconds(took), failure));
        publish();
    }

    private void reset() {
        begun = false;
        for (StartStep step : StartStep.values()) {
            String[] said = words.get(step);
            lines.put(step, new Line(said[0], StepState.WAITING, said[1], "", null));
        }
        publish();
    }

    private void publish() {
        List<Line> all = List.copyOf(lines.values());
        long done = count(all, StepState.DONE);
        int total = all.size();
        Line failed = all.stream()
                .filter(l -> l.state() == StepState.FAILED)
                .findFirst()
                .orElse(null);
        if (failed != null) {
            String heading = "Stopped at step " + (all.indexOf(failed) + 1) + " of " + total;
            state.set(new State(Phase.FAILED, heading, "later steps were not tried", all, failed.failure()));
        } else if (done == total) {
            String on = network == null ? "" : " on " + network.getHost();
            state.set(new State(Phase.DONE, "The testbench is running" + on, "all steps done", all, null));
        } else if (begun) {
            String progress = (done + 1) + " of " + total;
            state.set(new State(Phase.RUNNING, "Starting the testbench", progress, all, null));
        } else {
            state.set(new State(Phase.IDLE, "What a start does", total + " steps", all, null));
        }
    }

    private static long count(List<Line> lines, StepState wanted) {
        return Stream.of(lines)
                .flatMap(List::stream)
                .filter(l -> l.state() == wanted)
                .count();
    }

    private static String seconds(Duration took) {
        return took.isZero() ? "" : String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
    }
}
