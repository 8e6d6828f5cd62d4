package org.icws.testbench.replica;

import java.math.BigInteger;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.StringProperty;
import org.ic4j.types.Principal;
import org.icws.replica.CanisterDetails;
import org.icws.replica.ReplicaControl;
import org.icws.replica.ReplicaException;
import org.icws.replica.SettingsInfo;
import org.icws.testbench.store.NameBook;

/** What a person lets be done to canisters of the embedded network, and what is known of the chosen one. FX thread only. */
public final class CanisterViewModel {

    /** How a module gets into a canister. */
    public enum Mode {
        INSTALL("Install", "Installing"),
        UPGRADE("Upgrade", "Upgrading"),
        REINSTALL("Reinstall", "Reinstalling");

        private final String verb;
        private final String doing;

        Mode(String verb, String doing) {
            this.verb = verb;
            this.doing = doing;
        }

        String verb() {
            return verb;
        }
    }

    private static final BigInteger TOP_UP = BigInteger.valueOf(1_000_000_000_000L);

    private final ReplicaTasks tasks;
    private final NameBook names;
    private final Consumer<Principal> made;
    private final StringProperty problem;
    private final ReadOnlyObjectWrapper<CanisterDetails> details = new ReadOnlyObjectWrapper<>(this, "details");

    /** @param problem told why a deed did not work that has no place of its own to say it */
    /** @param made told of every new canister */
    CanisterViewModel(ReplicaTasks tasks, NameBook names, StringProperty problem, Consumer<Principal> made) {
        this.tasks = tasks;
        this.made = made;
        this.names = names;
        this.problem = problem;
    }

    void show(CanisterDetails seen) {
        details.set(seen);
    }

    private void perform(String what, Consumer<ReplicaControl> deed) {
        problem.set("");
        tasks.perform(what, deed, problem::set);
    }

    /** Gives a canister cycles. */
    public void topUp(CanisterRow row) {
        perform("Giving " + row.title() + " cycles", c -> c.topUp(row.id(), TOP_UP));
    }

    /** Lets a canister take calls. */
    public void start(CanisterRow row) {
        perform("Starting " + row.title(), c -> c.start(row.id()));
    }

    /** Keeps a canister from taking calls. */
    public void stop(CanisterRow row) {
        perform("Stopping " + row.title(), c -> c.stop(row.id()));
    }

    /** Removes a canister, which must be stopped, for ever. */
    public void delete(CanisterRow row) {
        perform("Deleting " + row.title(), c -> c.delete(row.id()));
    }

    /** Takes the code and everything it knows out of a canister. */
    public void uninstall(CanisterRow row) {
        perform("Uninstalling " + row.title(), c -> c.uninstall(row.id()));
    }

    /** Keeps the code and memory of a canister as they are now. */
    public void takeSnapshot(CanisterRow row) {
        perform("Taking a snapshot of " + row.title(), c -> c.takeSnapshot(row.id()));
    }

    /** Puts a snapshot in the place of what a canister is now. */
    void loadSnapshot(CanisterRow row, String snapshot) {
        perform("Loading a snapshot of " + row.title(), c -> c.loadSnapshot(row.id(), snapshot));
    }

    /** Deletes a snapshot for ever. */
    void deleteSnapshot(CanisterRow row, String snapshot) {
        perform("Deleting a snapshot of " + row.title(), c -> c.deleteSnapshot(row.id(), snapshot));
    }

    /**
     * Changes settings.
     *
     * @param done told why it did not work, "" if it did
     */
    void change(CanisterRow row, SettingsInfo change, Consumer<String> done) {
        tasks.perform("Changing the settings of " + row.title(), c -> c.settings(row.id(), change), done);
    }

    /**
     * What is put into a canister.
     *
     * @param module the code
     * @param argument Candid bytes for its start
     */
    record Code(WasmFile module, byte[] argument) {}

    /**
     * Where it is put.
     *
     * @param canister one that is there; null for a new one
     * @param id the id of a new one; null = the next free one
     * @param name what people will call a new one
     */
    record Place(CanisterRow canister, Principal id, String name) {}

    /**
     * Puts a module into a canister.
     *
     * @param done told why it did not work, "" if it did
     */
    void install(Code code, Place place, Mode mode, Consumer<String> done) {
        CanisterRow target = place.canister();
        AtomicReference<Principal> fresh = new AtomicReference<>();
        byte[] wasm = code.module().bytes();
        tasks.perform(
                mode.doing + " " + (target == null ? place.name() : target.title()),
                c -> {
                    if (target == null) {
                        fresh.set(installNew(c, place, wasm, code.argument()));
                        return;
                    }
                    switch (mode) {
                        case INSTALL -> c.install(target.id(), wasm, code.argument());
                        case UPGRADE -> c.upgrade(target.id(), wasm, code.argument());
                        case REINSTALL -> c.reinstall(target.id(), wasm, code.argument());
                    }
                },
                telling(fresh, done));
    }

    private Consumer<String> telling(AtomicReference<Principal> fresh, Consumer<String> done) {
        return why -> {
            if (fresh.get() != null) {
                made.accept(fresh.get());
            }
            done.accept(why);
        };
    }

    /**
     * Makes a new canister without code.
     *
     * @param place its id and name; no name = it is called by its id
     * @param done told why it did not work, "" if it did
     */
    void create(Place place, Consumer<String> done) {
        AtomicReference<Principal> fresh = new AtomicReference<>();
        tasks.perform(
                "Creating a canister",
                c -> {
                    Principal id = created(c, place);
                    if (!place.name().isEmpty()) {
                        names.put(id, place.name());
                    }
                    fresh.set(id);
                },
                telling(fresh, done));
    }

    private static Principal created(ReplicaControl control, Place place) {
        return place.id() == null ? control.createCanister(List.of()) : control.createCanister(place.id(), List.of());
    }

    private Principal installNew(ReplicaControl control, Place place, byte[] wasm, byte[] argument) {
        Principal id = created(control, place);
        names.put(id, place.name());
        try {
            control.install(id, wasm, argument);
            return id;
        } catch (ReplicaException e) {
            if (place.id() != null) {
                // Once deleted, an id is never given again.
                throw new ReplicaException(e.getMessage() + " The canister is there, empty: install into it.", e);
            }
            // An empty canister that nobody asked for would only be in the way.
            control.stop(id);
            control.delete(id);
            throw e;
        }
    }

    /** Settings, snapshots and history of the chosen canister; null before they are known. */
    public ReadOnlyObjectProperty<CanisterDetails> detailsProperty() {
        return details.getReadOnlyProperty();
    }

    /** What is being done to a canister; empty if nothing is. */
    public ReadOnlyStringProperty workingProperty() {
        return tasks.workingProperty();
    }
}
