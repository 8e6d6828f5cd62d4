package org.icws.testbench.replica;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.icws.replica.ReplicaControl;
import org.icws.replica.ReplicaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what changes the embedded network, in the background. FX thread only. */
final class ReplicaTasks {

    static final String OUTSIDE = "There is no embedded network; an outside network cannot be steered from here.";

    private static final Logger LOG = LoggerFactory.getLogger(ReplicaTasks.class);

    private final Supplier<ReplicaControl> network;
    private final Executor worker;
    private final Executor fxThread;
    private final Runnable after;
    private final ReadOnlyStringWrapper working = new ReadOnlyStringWrapper(this, "working", "");
    private int open;

    /**
     * @param network the embedded network; gives null when there is none
     * @param worker does it
     * @param after called when something has been done
     */
    ReplicaTasks(Supplier<ReplicaControl> network, Executor worker, Executor fxThread, Runnable after) {
        this.network = network;
        this.worker = worker;
        this.fxThread = fxThread;
        this.after = after;
    }

    /**
     * Does something.
     *
     * @param what in a word or two, such as "Stopping ping_pong"
     * @param done told why it did not work, "" if it did
     */
    void perform(String what, Consumer<ReplicaControl> deed, Consumer<String> done) {
        ReplicaControl control = network.get();
        if (control == null) {
            done.accept(OUTSIDE);
            return;
        }
        open++;
        working.set(what + "…");
        try {
            worker.execute(() -> {
                String failure = attempt(what, control, deed);
                fxThread.execute(() -> finished(failure, done));
            });
        } catch (RejectedExecutionException e) {
            open--; // the window closes
        }
    }

    private void finished(String failure, Consumer<String> done) {
        open--;
        if (open == 0) {
            working.set("");
        }
        done.accept(failure);
        after.run();
    }

    private static String attempt(String what, ReplicaControl control, Consumer<ReplicaControl> deed) {
        try {
            deed.accept(control);
            return "";
        } catch (ReplicaException | IllegalArgumentException e) {
            return Objects.requireNonNullElse(e.getMessage(), e.toString());
        } catch (RuntimeException | Error e) {
            // Whatever it was, it is over: nothing may be said to be under way for ever.
            LOG.error("{} failed in a way that nobody thought of", what, e);
            return what + " failed because of an error in this program: " + e
                    + ". The log has its details; the network may have done a part of it.";
        }
    }

    /** Whether something is being done or waits for its turn. */
    boolean isBusy() {
        return open > 0;
    }

    /** What is being done; empty if nothing is. */
    ReadOnlyStringProperty workingProperty() {
        return working.getReadOnlyProperty();
    }
}
