package org.icws.testbench.replica;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.ic4j.types.Principal;
import org.icws.replica.FaultSwitches;
import org.icws.replica.LogLine;
import org.icws.replica.ReplicaControl;
import org.icws.replica.ReplicaException;
import org.icws.replica.ReplicaStatus;
import org.icws.testbench.store.Frame;
import org.icws.testbench.store.NameBook;
import org.icws.testbench.store.SecondSeries;

/** The embedded network: what it holds and does, and what a person lets it do. FX thread only. */
public final class ReplicaViewModel {

    private static final long REFRESH_NANOS = 400_000_000L;
    private static final int COURSE_SECONDS = 60;
    private static final int MOST_LINES = 1_000;
    private static final BigInteger TOP_UP = BigInteger.valueOf(1_000_000_000_000L);
    private static final String OUTSIDE =
            "There is no embedded network; an outside network cannot be steered from here.";

    private record Seen(ReplicaStatus status, List<CanisterRow> rows, List<LogLine> log, Principal logOf) {}

    private final Supplier<ReplicaControl> network;
    private final Executor watcher;
    private final Executor worker;
    private final Executor fxThread;
    private final NameBook names;
    private final ReadOnlyObjectWrapper<ReplicaStatus> status = new ReadOnlyObjectWrapper<>(this, "status");
    private final ReadOnlyObjectWrapper<Delays> delays = new ReadOnlyObjectWrapper<>(this, "delays", Delays.NONE);
    private final ObservableList<CanisterRow> rows = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<CanisterRow> selected = new ReadOnlyObjectWrapper<>(this, "selected");
    private final ObservableList<LogLine> log = FXCollections.observableArrayList();
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper(this, "problem", "");
    private final ReadOnlyStringWrapper working = new ReadOnlyStringWrapper(this, "working", "");
    private final SecondSeries rounds = new SecondSeries(COURSE_SECONDS + 4);
    private long roundBefore = -1;
    private long refreshedAt;
    private boolean refreshing;
    private final Map<Principal, Long> heads = new HashMap<>();
    private boolean watched;

    /**
     * @param network the embedded network; gives null when there is none
     * @param watcher runs what only looks
     * @param worker runs what changes something, one after the other
     */
    public ReplicaViewModel(
            Supplier<ReplicaControl> network, Executor watcher, Executor worker, Executor fxThread, NameBook names) {
        this.network = network;
        this.watcher = watcher;
        this.worker = worker;
        this.fxThread = fxThread;
        this.names = names;
    }

    /** Whether somebody looks; otherwise nothing is asked for. */
    public void setWatched(boolean now) {
        watched = now;
        refreshedAt = 0;
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
        try {
            watcher.execute(() -> {
                Seen seen = look(control, chosen, seenHeads);
                fxThread.execute(() -> show(seen));
            });
        } catch (RejectedExecutionException e) {
            refreshing = false; // the window closes
        }
    }

    private Seen look(ReplicaControl control, Principal chosen, Map<Principal, Long> seen) {
        try {
            List<CanisterRow> canisters = control.canisters().stream()
                    .map(info -> CanisterRow.of(info, names, seen.getOrDefault(info.id(), -1L)))
                    .toList();
            boolean there = canisters.stream().anyMatch(r -> r.id().equals(chosen));
            return new Seen(control.status(), canisters, there ? control.log(chosen) : List.of(), chosen);
        } catch (ReplicaException e) {
            return null; // it stops right now
        }
    }

    private void show(Seen seen) {
        refreshing = false;
        if (seen == null) {
            return;
        }
        status.set(seen.status());
        long now = System.currentTimeMillis() * 1_000_000L;
        if (roundBefore >= 0) {
            rounds.add(now, Math.max(0, seen.status().round() - roundBefore));
        }
        roundBefore = seen.status().round();
        Delays there = Delays.of(seen.status().latency());
        if (working.get().isEmpty() && delays.get().kind() != Delays.Kind.CUSTOM) {
            delays.set(there);
        }
        showRows(seen.rows());
        if (selected.get() != null && selected.get().id().equals(seen.logOf())) {
            showLog(seen.log());
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
        log.clear();
        refreshedAt = 0;
    }

    /** Starts no more messages, or starts them again. */
    public void setPaused(boolean paused) {
        perform(paused ? "Pausing" : "Resuming", c -> {
            if (paused) {
                c.pause();
            } else {
                c.resume();
            }
        });
    }

    /** One round, during a pause. */
    public void step() {
        perform("Stepping", ReplicaControl::step);
    }

    /** Lets the replica crash and start again on its port. */
    public void crash() {
        perform("Crashing and starting again", ReplicaControl::restart);
    }

    /** Moves the network's clock forward. */
    public void advanceTime(Duration by) {
        perform("Moving the clock", c -> c.advanceTime(by));
    }

    /**
     * Saves the whole network, or replaces it by a saved one.
     *
     * @param done told why it did not work, "" if it did
     */
    void checkpoint(Path folder, boolean save, Consumer<String> done) {
        perform(
                save ? "Saving the network" : "Loading the network",
                c -> {
                    if (save) {
                        c.saveCheckpoint(folder);
                    } else {
                        c.loadCheckpoint(folder);
                    }
                },
                done);
    }

    /** Gives the chosen canister cycles. */
    public void topUp() {
        CanisterRow row = selected.get();
        perform("Giving " + row.name() + " cycles", c -> c.topUp(row.id(), TOP_UP));
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
        return network.get() == null ? OUTSIDE : null;
    }

    /** Why no round can be stepped; null if one can. */
    public String whyNoStep() {
        ReplicaStatus now = ask();
        return now == null ? OUTSIDE : now.paused() ? null : "Rounds are stepped during a pause: pause them first.";
    }

    /** Time between rounds, 0 = as soon as there is work. */
    public void setInterval(int millis) {
        perform("Changing the round interval", c -> c.roundInterval(Duration.ofMillis(millis)));
    }

    /** Chooses a profile of delays. */
    public void chooseDelays(Delays.Kind kind) {
        setDelays(delays.get().choose(kind));
    }

    /** Sets delays. */
    public void setDelays(Delays next) {
        delays.set(next);
        perform("Changing the delays", c -> c.latency(next.profile()));
    }

    /** Switches faults. */
    public void setFaults(UnaryOperator<FaultSwitches> change) {
        ReplicaStatus now = ask();
        if (now != null) {
            FaultSwitches next = change.apply(now.faults());
            perform("Switching faults", c -> c.faults(next));
        }
    }

    /** Lets the chosen canister take calls. */
    public void start() {
        CanisterRow row = selected.get();
        perform("Starting " + row.name(), c -> c.start(row.id()));
    }

    /** Keeps the chosen canister from taking calls. */
    public void stop() {
        CanisterRow row = selected.get();
        perform("Stopping " + row.name(), c -> c.stop(row.id()));
    }

    /** Removes the chosen canister, which must be stopped, for ever. */
    public void delete() {
        CanisterRow row = selected.get();
        perform("Removing " + row.name(), c -> c.delete(row.id()));
    }

    /**
     * Puts a module into a new canister, or into one that is there.
     *
     * @param name what people will call a new one
     * @param target the canister to upgrade; null for a new one
     * @param done told why it did not work, "" if it did
     */
    void install(WasmFile module, byte[] argument, String name, CanisterRow target, Consumer<String> done) {
        perform(
                target == null ? "Installing " + name : "Upgrading " + target.name(),
                c -> {
                    if (target != null) {
                        c.upgrade(target.id(), module.bytes(), argument);
                    } else {
                        installNew(c, module, argument, name);
                    }
                },
                done);
    }

    private void installNew(ReplicaControl control, WasmFile module, byte[] argument, String name) {
        Principal id = control.createCanister(List.of());
        names.put(id, name);
        try {
            control.install(id, module.bytes(), argument);
        } catch (RuntimeException e) {
            // An empty canister that nobody asked for would only be in the way.
            control.stop(id);
            control.delete(id);
            throw e;
        }
    }

    private void perform(String what, Consumer<ReplicaControl> deed) {
        perform(what, deed, words -> problem.set(words));
    }

    private void perform(String what, Consumer<ReplicaControl> deed, Consumer<String> done) {
        ReplicaControl control = network.get();
        if (control == null) {
            done.accept(OUTSIDE);
            return;
        }
        working.set(what + "…");
        problem.set("");
        worker.execute(() -> {
            String failure = attempt(control, deed);
            fxThread.execute(() -> {
                working.set("");
                done.accept(failure);
                refresh();
            });
        });
    }

    private static String attempt(ReplicaControl control, Consumer<ReplicaControl> deed) {
        try {
            deed.accept(control);
            return "";
        } catch (ReplicaException e) {
            return Objects.requireNonNullElse(e.getMessage(), e.toString());
        }
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

    public ReadOnlyObjectProperty<Delays> delaysProperty() {
        return delays.getReadOnlyProperty();
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
