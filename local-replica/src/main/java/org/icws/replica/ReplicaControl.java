package org.icws.replica;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.ic4j.types.Principal;

/**
 * Looks into a running local network and steers it. All methods are thread-safe. Those about one canister wait for it: they take
 * effect between two of its messages, so during a pause not before the next step, and have been certified when they return. They throw a {@link ReplicaException} with the
 * network's own words when they are refused.
 */
public interface ReplicaControl {
    /** What the network is doing. Cheap enough to be asked several times a second. */
    ReplicaStatus status();

    /** All canisters in order of their ids. Cheap enough to be asked several times a second. */
    List<CanisterInfo> canisters();

    /** The newest lines a canister printed, oldest first. */
    List<LogLine> log(Principal canister);

    /** Starts no further messages until {@link #resume()}; what runs goes on to its end. Calls are still let in and wait. */
    void pause();

    /** Ends a pause. */
    void resume();

    /** Starts, during a pause, what waits now: one round. Does nothing without a pause. */
    void step();

    /** Sets the time between rounds; zero = a round runs as soon as there is work. */
    void roundInterval(Duration interval);

    /** Sets the delays added to requests from now on. */
    void latency(LatencyProfile profile);

    /** Switches faults on and off. */
    void faults(FaultSwitches switches);

    /**
     * Moves the network's time forward. Certificates then lie in the future of clients that use the time of day.
     *
     * @param duration not negative
     * @throws IllegalArgumentException it is negative, or leads beyond the year 2200
     */
    void advanceTime(Duration duration);

    /**
     * Puts the network's time forward to a certain one. It never goes back: certificates, timers and expired requests rely on that.
     *
     * @throws IllegalArgumentException it is in the network's past, or beyond the year 2200
     */
    void setTime(Instant time);

    /**
     * Creates an empty canister with 100 trillion cycles.
     *
     * @param controllers who may manage it, at most 10
     */
    Principal createCanister(List<Principal> controllers);

    /** Creates an empty canister with a certain id, which must be free. */
    Principal createCanister(Principal id, List<Principal> controllers);

    /**
     * Puts a module into an empty canister and runs its {@code canister_init}.
     *
     * @param wasm plain or gzip
     * @param argument Candid bytes
     */
    void install(Principal canister, byte[] wasm, byte[] argument);

    /** As {@link #install}, but whatever was in the canister is lost. */
    void reinstall(Principal canister, byte[] wasm, byte[] argument);

    /**
     * Replaces the module and keeps stable memory; modules with enhanced orthogonal persistence keep their whole memory. Runs
     * {@code canister_pre_upgrade} of the old and {@code canister_post_upgrade} of the new module; when anything fails, nothing has
     * happened.
     */
    void upgrade(Principal canister, byte[] wasm, byte[] argument);

    /** Removes a canister's module and memory; calls that wait for it are rejected. */
    void uninstall(Principal canister);

    /** Lets a canister take calls. */
    void start(Principal canister);

    /** Keeps a canister from taking calls. Returns when the last call in it is answered, after five minutes at most. */
    void stop(Principal canister);

    /** Removes a stopped canister for ever. */
    void delete(Principal canister);

    /**
     * Adds cycles to a canister's balance, up to the most it can be.
     *
     * @param cycles not negative
     */
    void topUp(Principal canister, BigInteger cycles);

    /** Replaces the controllers of a canister. */
    void controllers(Principal canister, List<Principal> controllers);

    /** Settings, snapshots and history of a canister. Does not wait for it; cheap enough to be asked several times a second. */
    CanisterDetails details(Principal canister);

    /**
     * Changes settings of a canister; all or, when one of them is refused, none.
     *
     * @param change what is to be different
     */
    void settings(Principal canister, SettingsInfo change);

    /** Takes a snapshot of a canister's code and memory, of which it keeps at most 10. */
    SnapshotInfo takeSnapshot(Principal canister);

    /**
     * Puts a snapshot in the place of a canister's code and memory; what they are now is lost.
     *
     * @param snapshot its {@link SnapshotInfo#id}
     */
    void loadSnapshot(Principal canister, String snapshot);

    /**
     * Deletes a snapshot of a canister for ever.
     *
     * @param snapshot its {@link SnapshotInfo#id}
     */
    void deleteSnapshot(Principal canister, String snapshot);

    /**
     * Writes the whole network to a directory: canisters with code and memory, messages that wait, calls that are remembered. Waits
     * for the messages that run now.
     *
     * @param directory created if it is missing; an earlier checkpoint in it is replaced
     */
    void saveCheckpoint(Path directory);

    /**
     * Replaces the whole network by one that was saved. Calls that wait for an answer are not answered any more. A directory that is
     * damaged, of a newer version of this program, or of a network with other keys is refused, and then nothing has changed. Round
     * interval, pause, delays and faults stay as they are.
     */
    void loadCheckpoint(Path directory);

    /**
     * Lets the network crash and start again on the same port: open connections break, calls that wait are not answered. A network
     * that is kept in a directory goes on from there; one in memory begins anew, without canisters. Faults and delays are as
     * configured at the start.
     *
     * @throws ReplicaException it cannot start again, for example because the disk is full; then it answers 503, and can be restarted
     *     when that is solved
     */
    void restart();
}
