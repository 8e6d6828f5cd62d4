package org.icws.replica.state;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.ic4j.types.Principal;

/** What was done to a canister and by whom (interface specification, "Canister history"). Thread-safe. */
public final class CanisterHistory {
    private static final int KEPT = 50;

    /** What was done. */
    public sealed interface Details {
        /**
         * The canister came into being.
         *
         * @param controllers who may manage it
         * @param variablesHash hash of its environment variables (interface specification, {@code hash_of_map}); null = it was given none
         */
        record Creation(List<Principal> controllers, byte[] variablesHash) implements Details {}

        /** Its code was removed. */
        record CodeUninstall() implements Details {}

        /**
         * It got code.
         *
         * @param mode install, reinstall or upgrade
         * @param moduleHash SHA-256 of the module
         */
        record CodeDeployment(String mode, byte[] moduleHash) implements Details {}

        /**
         * A snapshot was put in place.
         *
         * @param snapshotId which one
         * @param version of the canister it was taken of
         * @param takenAtNanos when
         * @param from the canister it belongs to; null = this one
         * @param uploaded whether it was uploaded
         */
        record LoadSnapshot(byte[] snapshotId, long version, long takenAtNanos, Principal from, boolean uploaded)
                implements Details {}

        /** It got other controllers. */
        record ControllersChange(List<Principal> controllers) implements Details {}
    }

    /**
     * Who did it.
     *
     * @param principal user or canister
     * @param version of that canister; null = unknown or a user
     * @param user whether it is a user
     */
    public record Origin(Principal principal, Long version, boolean user) {}

    /**
     * One change.
     *
     * @param timeNanos when
     * @param version of the canister after it
     * @param origin who
     * @param details what
     */
    public record Change(long timeNanos, long version, Origin origin, Details details) {}

    private final Deque<Change> changes = new ArrayDeque<>();
    private long total;

    /** Notes a change; the oldest ones are forgotten. */
    public synchronized void add(Change change) {
        changes.addLast(change);
        total++;
        if (changes.size() > KEPT) {
            changes.removeFirst();
        }
    }

    /** How many there have been. */
    public synchronized long total() {
        return total;
    }

    /** The newest changes, oldest of them first. */
    public synchronized List<Change> newest(long count) {
        List<Change> all = new ArrayList<>(changes);
        return all.subList((int) Math.max(0, all.size() - Math.max(0, count)), all.size());
    }

    /** Takes over the changes of an earlier run of the network, in the place of those that are here. */
    public synchronized void restore(long earlierTotal, List<Change> earlier) {
        changes.clear();
        changes.addAll(earlier);
        total = earlierTotal;
    }
}
