package org.icws.replica.scheduler;

import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.ic4j.types.Principal;
import org.icws.protocol.principal.Principals;
import org.icws.replica.CanisterInfo;
import org.icws.replica.ReplicaException;
import org.icws.replica.execution.CanisterModule;
import org.icws.replica.state.Canister;

/** All canisters with their ways to execution, in order of their ids. Thread-safe. */
final class Lanes {
    /** Ids count from here, as on older local networks; system canisters have lower ones. */
    private static final long FIRST_CANISTER = 0x8000_0000_0010_0000L;

    private static final int MAX_CANISTERS = 10_000;

    private final Map<Principal, CanisterLane> lanes =
            new ConcurrentSkipListMap<>((a, b) -> Arrays.compareUnsigned(a.getValue(), b.getValue()));
    private final AtomicLong nextId = new AtomicLong(FIRST_CANISTER);

    /** An empty canister with the next free id, not yet part of the network. */
    Canister create(List<Principal> controllers) {
        if (lanes.size() >= MAX_CANISTERS) {
            throw new ReplicaException("A local network has at most " + MAX_CANISTERS + " canisters");
        }
        return new Canister(Principals.canisterId(nextId.getAndIncrement()), controllers);
    }

    /** Makes a canister part of the network. */
    void add(Canister canister) {
        lanes.put(canister.id(), new CanisterLane(canister));
    }

    /** A canister's lane; null = no such canister. */
    CanisterLane get(Principal canister) {
        return lanes.get(canister);
    }

    Collection<CanisterLane> all() {
        return lanes.values();
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
                module == null ? null : HexFormat.of().formatHex(module.hash()),
                canister.memoryBytes(),
                canister.version(),
                lane.queued(),
                module != null && module.isCompiled());
    }

    /** Stops whatever runs. */
    void close() {
        lanes.values().forEach(CanisterLane::close);
    }
}
