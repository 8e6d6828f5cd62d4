package org.icws.replica.persistence;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.ic4j.types.Principal;
import org.icws.replica.execution.CanisterImage;
import org.icws.replica.execution.CanisterModule;
import org.icws.replica.state.Canister;
import org.icws.replica.state.CanisterSettings;
import org.icws.replica.state.RequestRecord;

/** A canister while it is put together from records. Confined to one thread. */
public final class StoredCanister {
    static final int RARE_UNCHANGED = 0;
    /** As a value with its length, up to format 4. */
    static final int RARE_WHOLE_VALUE = 1;
    /** As a value with its length, up to format 4. */
    static final int RARE_CHANGES_VALUE = 2;

    static final int RARE_WHOLE = 3;
    static final int RARE_CHANGES = 4;
    static final int CODE_UNCHANGED = 0;
    static final int CODE_NONE = 1;
    static final int CODE_WHOLE = 2;
    static final int CODE_CHANGES = 3;

    private final Principal id;
    private byte[] common;
    private boolean disarmed;
    private Counts counts = new Counts(0, 0, 0, 0, 0);
    private Canister rare;
    private final List<byte[]> log = new ArrayList<>();
    private CanisterImage image;
    private Function<byte[], CanisterModule> modules;

    StoredCanister(Principal id) {
        this.id = id;
    }

    /** Its principal. */
    public Principal id() {
        return id;
    }

    /** Applies a record written by {@link CanisterTracker}. */
    void apply(In in, Function<byte[], CanisterModule> modules) {
        this.modules = modules;
        common = in.blob();
        disarmed = false;
        switch ((int) in.number()) {
            case RARE_UNCHANGED -> {
                // Nothing to do.
            }
            case RARE_WHOLE_VALUE -> readRare(new In(in.blob()));
            case RARE_CHANGES_VALUE -> changeRare(new In(in.blob()));
            case RARE_WHOLE -> readRare(in);
            case RARE_CHANGES -> changeRare(in);
            default -> throw new DamagedStateException("something unknown is said about a canister");
        }
        if (in.flag()) {
            byte[] part = in.blob();
            if (CanisterCodec.isWholeLog(part)) {
                log.clear();
            }
            log.add(part);
        }
        switch ((int) in.number()) {
            case CODE_NONE -> image = null;
            case CODE_WHOLE -> image = ImageCodec.read(in, modules, images());
            case CODE_CHANGES -> {
                if (image == null) {
                    throw new DamagedStateException("there are changes of code that does not exist");
                }
                image = ImageCodec.applyChanges(in, image);
            }
            default -> {
                // Nothing was changed.
            }
        }
    }

    /** At once, because it may be too long to be kept for later. */
    private void readRare(In in) {
        rare = new Canister(id, CanisterSettings.defaults(List.of()));
        CanisterCodec.readRare(in, rare, modules);
    }

    private void changeRare(In in) {
        if (rare == null) {
            throw new DamagedStateException("there are changes of a canister that does not exist");
        }
        RareCodec.apply(in, rare, modules, image);
    }

    private List<CanisterImage> images() {
        return rare == null ? List.of() : SnapshotCodec.images(rare, null);
    }

    /** What it has counted so far. */
    record Counts(long updates, long queries, long instructions, long requestBytes, long responseBytes) {}

    void counts(Counts all) {
        counts = all;
    }

    /** Its timer has become due. */
    void disarm() {
        disarmed = true;
    }

    /**
     * The canister without its running instance. To be called once.
     *
     * @param requests finds a user's call by its id
     */
    public Canister canister(Function<byte[], RequestRecord> requests) {
        Canister canister = rare;
        CanisterCodec.readCommon(new In(common), canister, requests);
        if (disarmed) {
            canister.timerNanos(0);
        }
        canister.countedUpdates(counts.updates());
        canister.queryStatistics()
                .restore(counts.queries(), counts.instructions(), counts.requestBytes(), counts.responseBytes());
        log.forEach(part -> CanisterCodec.readLog(new In(part), canister));
        return canister;
    }

    /** What its instance consists of; null = it has no code. */
    public CanisterImage image() {
        return image;
    }
}
