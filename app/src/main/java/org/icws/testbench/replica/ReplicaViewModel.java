package org.icws.testbench.replica;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.ic4j.types.Principal;
import org.icws.replica.CanisterDetails;
import org.icws.replica.LogLine;
import org.icws.replica.ReplicaControl;
import org.icws.replica.ReplicaException;
import org.icws.replica.ReplicaStatus;
import org.icws.testbench.store.Frame;
import org.icws.testbench.store.NameBook;
import org.icws.testbench.store.SecondSeries;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The embedded network: what it holds and does, and what a person lets it do. FX thread only. */
public final class ReplicaViewModel {

    private static final Logger LOG = LoggerFactory.getLogger(ReplicaViewModel.class);

    private static final long REFRESH_NANOS = 400_000_000L;
    private static final int COURSE_SECONDS = 60;
    private static final int MOST_LINES = 1_000;

    private record Seen(
            ReplicaStatus status, List<CanisterRow> rows, List<LogLine> log, CanisterDetails details, Principal of) {}

    private final Supplier<ReplicaControl> network;
    private final Executor watcher;
    private final Executor fxThread;
    private final NameBook names;
    private final ReadOnlyObjectWrapper<ReplicaStatus> status = new ReadOnlyObjectWrapper<>(this, "status");
    private final ObservableList<CanisterRow> rows = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<CanisterRow> selected = new ReadOnlyObjectWrapper<>(this, "selected");
    private final ObservableList<LogLine> log = FXCollections.observableArrayList();
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper(this, "problem", "");
    private final ReadOnlyStringWrapper working = new ReadOnlyStringWrapper(this, "working", "");
    private final NetworkSteering steering;
    private final CanisterViewModel canister;
    private int changes;
    private final SecondSeries rounds = new SecondSeries(COURSE_SECONDS + 4);
    private Principal wanted;
    private long roundBeforeAt;
    private long roundBefore = -1;
    private long refreshedAt;
    private boolean refreshing;
    private final Map<Principal, Long> heads = new HashMap<>();
    private boolean watched;

    /**
     * What the page works with.
     *
     * @param watcher runs what only looks
     * @param steerer runs what steers the network as a whole, one after the other
     * @param worker runs what is done to canisters, several at a time: a stop may wait for a start
     * @param fxThread runs what changes properties
     */
    public record Workers(Executor watcher, Executor steerer, Executor worker, Executor fxThread) {}

    /** @param network the embedded network; gives null when there is none */
    public ReplicaViewModel(Supplier<ReplicaControl> network, Workers workers, NameBook names) {
        this.network = network;
        this.watcher = workers.watcher();
        this.fxThread = workers.fxThread();
        this.names = names;
        steering = new NetworkSteering(new ReplicaTasks(network, workers.steerer(), fxThread, this::changed), problem);
        ReplicaTasks deeds = new ReplicaTasks(network, workers.worker(), fxThread, this::changed);
        canister = new CanisterViewModel(deeds, names, problem, id -> wanted = id);
        steering.workingProperty().addListener(o -> showWorking());
        canister.workingProperty().addListener(o -> showWorking());
        status.addListener(o -> showWorking());
    }

    /** A canister waits for its turn, which does not come during a pause. */
    private void showWorking() {
        String deed = canister.workingProperty().get();
        boolean waits = !deed.isEmpty() && isPaused();
        String steers = steering.workingProperty().get();
        working.set(
                !steers.isEmpty() ? steers : waits ? deed.replace("…", " waits for a round: step or resume.") : deed);
    }

    private boolean isPaused() {
        return status.get() != null && status.get().paused();
    }

    private void changed() {
        changes++;
        refresh();
    }

    /** What is done to the network as a whole. */
    public NetworkSteering steering() {
        return steering;
    }

    /** What can be done to a canister. */
    public CanisterViewModel canister() {
        return canister;
    }

    /** Whether somebody looks; otherwise nothing is asked for. */
    public void setWatched(boolean now) {
        watched = now;
        refreshedAt = 0;
        if (now) {
            refresh(); // the next frame may be seconds away
        }
    }

    /** Whether there is an embedded network to look at. */
    public boolean isEmbedded() {
        return network.get() != null;
    }

    /** A new network: nothing of the one before is shown any more. */
    public void clear() {
        status.set(null);
        rows.clear();
        log.clear();
        selected.set(null);
        canister.show(null);
        problem.set("");
        roundBefore = -1;
    }

    /** Looks again if the last look is old enough. */
    public void onFrame(Frame frame) {
        heads.clear();
        if (frame.snapshot() != null) {
            frame.snapshot().pollers().forEach(p -> heads.put(p.canister(), p.nextNonce() - 1));
        }
        if (watched && frame.nowNanos() - refreshedAt >= REFRESH_NANOS) {
            refreshedAt = frame.nowNanos();
            refresh();
        }
    }

    private void refresh() {
        ReplicaControl control = network.get();
        if (control == null || refreshing) {
            return;
        }
        refreshing = true;
        Map<Principal, Long> seenHeads = Map.copyOf(heads);
        Principal chosen = selected.get() == null ? null : selected.get().id();
        int before = changes;
        try {
            watcher.execute(() -> {
                Seen seen = look(control, chosen, seenHeads);
                fxThread.execute(() -> looked(seen, before));
            });
        } catch (RejectedExecutionException e) {
            refreshing = false; // the window closes
        }
    }

    /** What was seen before the last change would show for a moment what is over. */
    private void looked(Seen seen, int before) {
        refreshing = false;
        if (before != changes) {
            refresh();
        } else if (seen != null) {
            show(seen);
        }
    }

    private Seen look(ReplicaControl control, Principal chosen, Map<Principal, Long> seen) {
        try {
            List<CanisterRow> canisters = control.canisters().stream()
                    .map(info -> CanisterRow.of(info, names, seen.getOrDefault(info.id(), -1L)))
                    .toList();
            boolean there = canisters.stream().anyMatch(r -> r.id().equals(chosen));
            return new Seen(
                    control.status(),
                    canisters,
                    there ? control.log(chosen) : List.of(),
                    there ? control.details(chosen) : null,
                    chosen);
        } catch (ReplicaException e) {
            return null; // it stops right now
        } catch (RuntimeException e) {
            LOG.warn("The embedded network could not be looked at; the page tries again", e);
            return null;
        }
    }

    private void show(Seen seen) {
        steering.show(seen.status());
        status.set(seen.status());
        long now = System.currentTimeMillis() * 1_000_000L;
        if (roundBefore >= 0) {
            // Nobody looks while another page is open: those rounds were not made in the last second.
            rounds.add(roundBeforeAt, now, Math.max(0, seen.status().round() - roundBefore));
        }
        roundBefore = seen.status().round();
        roundBeforeAt = now;
        showRows(seen.rows());
        if (selected.get() != null && selected.get().id().equals(seen.of())) {
            showLog(seen.log());
            canister.show(seen.details());
        } else {
            canister.show(null);
        }
    }

    private void showRows(List<CanisterRow> next) {
        Principal chosen = selected.get() == null ? null : selected.get().id();
        if (!rows.equals(next)) {
            // Replaced one by one: a table keeps its selection and its place that way.
            for (int i = 0; i < next.size(); i++) {
                if (i >= rows.size()) {
                    rows.add(next.get(i));
                } else if (!rows.get(i).equals(next.get(i))) {
                    rows.set(i, next.get(i));
                }
            }
            rows.remove(next.size(), rows.size());
        }
        // Whoever has installed a canister goes on with that one.
        if (next.stream().anyMatch(r -> r.id().equals(wanted))) {
            chosen = wanted;
            wanted = null;
            log.clear();
        }
        choose(chosen);
    }

    private void choose(Principal chosen) {
        selected.set(rows.stream()
                .filter(r -> r.id().equals(chosen))
                .findFirst()
                .orElse(rows.isEmpty() ? null : rows.get(0)));
    }

    private void showLog(List<LogLine> lines) {
        List<LogLine> newest = lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size());
        long last = log.isEmpty() ? -1 : log.get(log.size() - 1).index();
        boolean follows = log.isEmpty() || newest.stream().anyMatch(l -> l.index() == last);
        if (!follows) {
            log.setAll(newest);
            return;
        }
        log.addAll(newest.stream().filter(l -> l.index() > last).toList());
        if (log.size() > MOST_LINES) {
            log.remove(0, log.size() - MOST_LINES);
        }
    }

    /** Chooses the canister whose log is shown and that deeds are for. */
    public void select(CanisterRow row) {
        if (row == null
                || selected.get() != null && row.id().equals(selected.get().id())) {
            return;
        }
        selected.set(row);
        canister.show(null);
        log.clear();
        refreshedAt = 0;
    }

    /** What the network does just now, asked of it; null without an embedded network. */
    public ReplicaStatus ask() {
        ReplicaControl control = network.get();
        try {
            return control == null ? null : control.status();
        } catch (ReplicaException e) {
            return null; // it stops right now
        }
    }

    /** Why nothing can be steered; null if something can. */
    public String whyNotSteered() {
        return network.get() == null ? ReplicaTasks.OUTSIDE : null;
    }

    /** Why no round can be stepped; null if one can. */
    public String whyNoStep() {
        ReplicaStatus now = ask();
        return now == null
                ? ReplicaTasks.OUTSIDE
                : now.paused() ? null : "Rounds are stepped during a pause: pause them first.";
    }

    /** Whether the network that runs goes on from its directory after a crash; not what Settings says for the next one. */
    public boolean isKept() {
        ReplicaStatus now = status.get() == null ? ask() : status.get();
        return now != null && now.dataDirectory() != null;
    }

    /** Rounds of each of the last seconds, oldest first. */
    double[] roundCourse() {
        return rounds.course(System.currentTimeMillis() * 1_000_000L, COURSE_SECONDS);
    }

    /** Rounds per second just now. */
    double roundRate() {
        return rounds.perSecond(System.currentTimeMillis() * 1_000_000L, 3);
    }

    /** What the network is doing; null before the first look. */
    public ReadOnlyObjectProperty<ReplicaStatus> statusProperty() {
        return status.getReadOnlyProperty();
    }

    public ObservableList<CanisterRow> rows() {
        return rows;
    }

    public ReadOnlyObjectProperty<CanisterRow> selectedProperty() {
        return selected.getReadOnlyProperty();
    }

    /** Lines of the chosen canister, oldest first. */
    public ObservableList<LogLine> log() {
        return log;
    }

    /** Why the last deed did not work; empty if it did. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** What is being done; empty if nothing is. */
    public ReadOnlyStringProperty workingProperty() {
        return working.getReadOnlyProperty();
    }
}
