package org.icws.replica.scheduler;

import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.ic4j.types.Principal;
import org.icws.protocol.principal.Principals;
import org.icws.replica.CanisterInfo;
import org.icws.replica.execution.CanisterFault;
import org.icws.replica.execution.CanisterModule;
import org.icws.replica.execution.ErrorCode;
import org.icws.replica.state.Canister;
import org.icws.replica.state.CanisterSettings;

/** All canisters with their ways to execution, in order of their ids. Thread-safe. */
final class Lanes {
    /** Ids count from here, as on older local networks; system canisters have lower ones. */
    private static final long FIRST_CANISTER = 0x8000_0000_0010_0000L;

    private static final int MAX_CANISTERS = 10_000;
    private static final int CANISTER_ID_BYTES = 10;

    private final Map<Principal, CanisterLane> lanes =
            new ConcurrentSkipListMap<>((a, b) -> Arrays.compareUnsigned(a.getValue(), b.getValue()));
    private final Set<Principal> gone = ConcurrentHashMap.newKeySet();
    private final AtomicLong nextId = new AtomicLong(FIRST_CANISTER);
    private final int maxQueries;

    /** @param maxQueries that may wait for one canister */
    Lanes(int maxQueries) {
        this.maxQueries = maxQueries;
    }

    /**
     * An empty canister, not yet part of the network.
     *
     * @param specifiedId the id it must have; empty = the next free one
     * @throws CanisterFault the id is taken or not a canister's
     */
    Canister create(Optional<Principal> specifiedId, CanisterSettings settings) {
        if (lanes.size() >= MAX_CANISTERS) {
            throw new CanisterFault(
                    ErrorCode.QUEUE_FULL, "A local network has at most " + MAX_CANISTERS + " canisters");
        }
        specifiedId.ifPresent(this::requireFree);
        return new Canister(specifiedId.orElseGet(this::nextFree), settings);
    }

    private void requireFree(Principal id) {
        byte[] bytes = id.getValue();
        boolean canister = bytes.length == CANISTER_ID_BYTES && bytes[8] == 1 && bytes[9] == 1;
        if (!canister) {
            throw new CanisterFault(
                    ErrorCode.CANISTER_REJECTED,
                    "The `specified_id` " + id + " is invalid because it does not belong to the canister allocation"
                            + " ranges of the subnet.");
        }
        if (isTaken(id)) {
            throw new CanisterFault(
                    ErrorCode.ID_TAKEN, "Canister " + id + " is already installed or has been deleted.");
        }
    }

    private Principal nextFree() {
        Principal id = Principals.canisterId(nextId.getAndIncrement());
        while (isTaken(id)) {
            id = Principals.canisterId(nextId.getAndIncrement());
        }
        return id;
    }

    private boolean isTaken(Principal id) {
        return lanes.containsKey(id) || gone.contains(id);
    }

    /** The id the next canister gets. */
    Principal peekNext() {
        long number = nextId.get();
        while (isTaken(Principals.canisterId(number))) {
            number++;
        }
        return Principals.canisterId(number);
    }

    /** The number in the id of the next canister. */
    long nextNumber() {
        return nextId.get();
    }

    /** Ids that were deleted. */
    Set<Principal> gone() {
        return gone;
    }

    /** Goes on where an earlier run of the network has ended. */
    void restore(long nextNumber, Set<Principal> deleted) {
        nextId.set(nextNumber);
        gone.addAll(deleted);
    }

    /** Takes a canister out of the network; its id is never given again. */
    void remove(CanisterLane lane) {
        gone.add(lane.canister().id());
        lanes.remove(lane.canister().id());
        lane.canister().install(null);
        lane.close(new CanisterFault(
                ErrorCode.CANISTER_NOT_FOUND, "Canister " + lane.canister().id() + " not found"));
    }

    /** Makes a canister part of the network. */
    void add(Canister canister) {
        lanes.put(canister.id(), new CanisterLane(canister, maxQueries));
    }

    /** A canister's lane; null = no such canister. */
    CanisterLane get(Principal canister) {
        return lanes.get(canister);
    }

    Collection<CanisterLane> all() {
        return lanes.values();
    }

    /** Whether a canister runs a batch whose result has not been taken. */
    boolean isRunning() {
        return lanes.values().stream().anyMatch(CanisterLane::isRunning);
    }

    Workload workload() {
        return new Workload(
                lanes.size(),
                lanes.values().stream().mapToInt(CanisterLane::queued).sum(),
                (int) lanes.values().stream().filter(CanisterLane::isRunning).count());
    }

    List<CanisterInfo> infos() {
        return lanes.values().stream().map(Lanes::info).toList();
    }

    private static CanisterInfo info(CanisterLane lane) {
        Canister canister = lane.canister();
        CanisterModule module = canister.module();
        return new CanisterInfo(
                canister.id(),
                canister.controllers(),
                canister.status().name().toLowerCase(Locale.ROOT),
                module == null ? null : HexFormat.of().formatHex(module.hash()),
                canister.memoryBytes(),
                canister.version(),
                canister.cycles(),
                lane.queued(),
                canister.updates(),
                canister.queryStatistics().calls(),
                module != null && module.isCompiled());
    }

    /** Stops whatever runs; queries that wait are told why. */
    void close(RuntimeException why) {
        lanes.values().forEach(lane -> lane.close(why));
    }
}
