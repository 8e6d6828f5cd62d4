package org.icws.testbench.replica;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.StringProperty;
import org.icws.replica.FaultSwitches;
import org.icws.replica.LatencyProfile;
import org.icws.replica.ReplicaControl;
import org.icws.replica.ReplicaException;
import org.icws.replica.ReplicaStatus;
import org.icws.testbench.files.FileTrouble;

/** What a person does to the embedded network as a whole: its rounds, time, delays, faults and state. FX thread only. */
public final class NetworkSteering {

    private static final Duration USUAL_AGE = Duration.ofMinutes(6);

    private final ReplicaTasks tasks;
    private final StringProperty problem;
    private final ReadOnlyObjectWrapper<Delays> delays = new ReadOnlyObjectWrapper<>(this, "delays", Delays.NONE);
    private Duration certificateAge = USUAL_AGE;
    private FaultSwitches seen = FaultSwitches.NONE;

    /** @param problem told why a deed did not work that has no place of its own to say it */
    NetworkSteering(ReplicaTasks tasks, StringProperty problem) {
        this.tasks = tasks;
        this.problem = problem;
    }

    /** Takes over what the network was told by others, too. */
    void show(ReplicaStatus now) {
        seen = now.faults();
        if (Fault.OLD_CERTIFICATES.isOn(seen)) {
            certificateAge = seen.certificateAge();
        }
        showDelays(now.latency());
    }

    /** A choice of "custom" stays one, even where its delays are those of another choice. */
    private void showDelays(LatencyProfile there) {
        if (!tasks.isBusy() && !there.equals(delays.get().profile())) {
            delays.set(Delays.of(there));
        }
    }

    /** Starts no more messages, or starts them again. */
    public void setPaused(boolean paused) {
        steer(paused ? "Pausing" : "Resuming", c -> {
            if (paused) {
                c.pause();
            } else {
                c.resume();
            }
        });
    }

    /** One round, during a pause. */
    public void step() {
        steer("Stepping", ReplicaControl::step);
    }

    /** Lets the replica crash and start again on its port. */
    public void crash() {
        steer("Crashing and starting again", ReplicaControl::restart);
    }

    /** Starts the replica again that stands still, with what was kept. */
    void startAgain() {
        steer("Starting again", ReplicaControl::restart);
    }

    /** Moves the network's clock forward. */
    public void advanceTime(Duration by) {
        steer("Moving the clock", c -> c.advanceTime(by));
    }

    /**
     * Puts the network's clock forward to a time.
     *
     * @param done told why it did not work, "" if it did
     */
    void setTime(Instant time, Consumer<String> done) {
        tasks.perform("Setting the clock", c -> c.setTime(time), done);
    }

    /**
     * Saves the whole network, or replaces it by a saved one.
     *
     * @param done told why it did not work, "" if it did
     */
    void checkpoint(Path folder, boolean save, Consumer<String> done) {
        tasks.perform(
                save ? "Saving the network" : "Loading the network",
                c -> {
                    if (save) {
                        save(c, folder);
                    } else {
                        c.loadCheckpoint(folder);
                    }
                },
                done);
    }

    private static void save(ReplicaControl control, Path folder) {
        try {
            control.saveCheckpoint(folder);
        } catch (ReplicaException e) {
            for (Throwable each = e; each != null; each = each.getCause()) {
                if (each instanceof IOException failure) {
                    throw new ReplicaException(
                            "The network could not be saved to " + folder + ", because "
                                    + FileTrouble.reason(failure, folder)
                                    + ". Put that right or name another folder. An earlier save there is as it was.",
                            e);
                }
            }
            throw e;
        }
    }

    /** Time between rounds, 0 = as soon as there is work. */
    public void setInterval(int millis) {
        steer("Changing the round interval", c -> c.roundInterval(Duration.ofMillis(millis)));
    }

    /** Chooses a profile of delays. */
    public void chooseDelays(Delays.Kind kind) {
        setDelays(delays.get().choose(kind));
    }

    /** Sets delays. */
    public void setDelays(Delays next) {
        delays.set(next);
        steer("Changing the delays", c -> c.latency(next.profile()));
    }

    /** Switches faults. */
    public void setFaults(UnaryOperator<FaultSwitches> change) {
        // Not of what is shown: another change may be under way.
        steer("Switching faults", c -> c.faults(change.apply(c.status().faults())));
    }

    /** How old certificates are, or would be with the fault on. */
    Duration certificateAge() {
        return certificateAge;
    }

    /** Chooses how old certificates are while that fault is on. */
    void setCertificateAge(Duration age) {
        certificateAge = age;
        if (Fault.OLD_CERTIFICATES.isOn(seen)) {
            setFaults(f -> f.withCertificateAge(age));
        }
    }

    /** Switches a fault. */
    public void setFault(Fault fault, boolean on) {
        Duration age = certificateAge;
        setFaults(f -> switched(f, fault, on, age));
    }

    /** Turns a fault on if it is off, and off if it is on. */
    public void toggleFault(Fault fault) {
        Duration age = certificateAge;
        setFaults(f -> switched(f, fault, !fault.isOn(f), age));
    }

    private static FaultSwitches switched(FaultSwitches now, Fault fault, boolean on, Duration age) {
        return fault == Fault.OLD_CERTIFICATES ? now.withCertificateAge(on ? age : Duration.ZERO) : fault.set(now, on);
    }

    private void steer(String what, Consumer<ReplicaControl> deed) {
        problem.set("");
        tasks.perform(what, deed, problem::set);
    }

    public ReadOnlyObjectProperty<Delays> delaysProperty() {
        return delays.getReadOnlyProperty();
    }

    /** What is being done; empty if nothing is. */
    ReadOnlyStringProperty workingProperty() {
        return tasks.workingProperty();
    }
}
