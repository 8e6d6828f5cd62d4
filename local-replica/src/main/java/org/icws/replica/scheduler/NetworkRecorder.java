package org.icws.replica.scheduler;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.ic4j.types.Principal;
import org.icws.replica.execution.CallerInfo;
import org.icws.replica.execution.Response;
import org.icws.replica.persistence.NetworkStore;
import org.icws.replica.persistence.RoundRecord;
import org.icws.replica.persistence.StoredNetwork;
import org.icws.replica.state.CallOrigin;
import org.icws.replica.state.Canister;
import org.icws.replica.state.RequestRecord;
import org.icws.replica.state.RequestStatuses;
import org.icws.replica.state.UserCallContent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects what rounds change and writes it to disk, if the network is kept there. Confined to the round loop unless marked. */
final class NetworkRecorder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkRecorder.class);

    /** In the place of what was called, once it has ended. */
    private static final UserCallContent ENDED = new UserCallContent("", new byte[0], 0, CallerInfo.NONE);

    private final NetworkStore store;
    private final Lanes lanes;
    private final RequestStatuses requests;
    private final LongSupplier height;
    private final LongSupplier time;
    private final long seed;
    private final boolean sync;
    private RoundRecord record = new RoundRecord();

    /**
     * @param storage where to
     * @param lanes all canisters
     * @param requests the calls by users
     * @param height number of the newest round
     * @param time certified time
     */
    NetworkRecorder(Storage storage, Lanes lanes, RequestStatuses requests, LongSupplier height, LongSupplier time) {
        this.store = storage.store();
        this.seed = storage.seed();
        this.sync = storage.syncWrites();
        this.lanes = lanes;
        this.requests = requests;
        this.height = height;
        this.time = time;
    }

    private NetworkStore.Moment moment() {
        return new NetworkStore.Moment(height.getAsLong(), time.getAsLong(), lanes.nextNumber());
    }

    private boolean isOff() {
        return store == null;
    }

    /** A call by a user has been let in. Any thread. */
    void called(RequestRecord request) {
        if (!isOff()) {
            store.called(stored(request));
        }
    }

    private static StoredNetwork.Call stored(RequestRecord request) {
        UserCallContent content = request.content();
        return new StoredNetwork.Call(
                request.requestId(),
                request.sender(),
                request.canister(),
                request.effective(),
                content == null ? ENDED : content);
    }

    /** The embedding program has created a canister. Any thread. */
    void created(Canister canister) {
        if (!isOff()) {
            RoundRecord one = new RoundRecord();
            one.changed(canister);
            store.round(one, moment());
            syncIfWanted();
        }
    }

    void enqueued(Principal canister, CanisterMessage message) {
        if (!isOff() && MessageCodec.isKept(message)) {
            record.enqueued(canister, MessageCodec.encode(message));
            RequestRecord request = MessageCodec.request(message);
            if (request != null) {
                record.queued(request.requestId());
            }
        }
    }

    void changed(Canister canister) {
        if (isOff()) {
            canister.takeRareChanges();
        } else {
            record.changed(canister);
        }
    }

    /** A canister's timer is due, and is not armed any more although the canister has not run yet. */
    void disarmed(Principal canister) {
        if (!isOff()) {
            record.disarmed(canister);
        }
    }

    void consumed(Principal canister, long messages) {
        if (!isOff() && messages > 0) {
            record.consumed(canister, messages);
        }
    }

    void finished(RequestRecord request, Response response, long atNanos) {
        if (!isOff()) {
            record.finished(request.requestId(), response, atNanos);
        }
    }

    void removed(Principal canister) {
        if (!isOff()) {
            record.removed(canister);
        }
    }

    /** Writes what has been collected. */
    void flush() {
        RoundRecord collected = record;
        record = new RoundRecord();
        if (!isOff()) {
            store.round(collected, moment());
            syncIfWanted();
        }
    }

    private void syncIfWanted() {
        if (sync) {
            store.sync();
        }
    }

    /** Whether the journal is so long that {@link #checkpoint()} should be called when no canister runs. */
    boolean wantsCheckpoint() {
        return !isOff() && store.isJournalLong();
    }

    /** Writes everything anew. No canister may run. */
    void checkpoint() {
        if (!isOff()) {
            write(store, true);
        }
    }

    /** Writes everything to another directory. No canister may run. */
    void checkpoint(Path directory) {
        try (NetworkStore other = NetworkStore.open(directory, seed)) {
            write(other, false);
        }
    }

    private void write(NetworkStore target, boolean withJournal) {
        // A canister that is created meanwhile is either among those that are looked at here, or in the new journal.
        synchronized (target) {
            writeAll(target, withJournal);
        }
    }

    private void writeAll(NetworkStore target, boolean withJournal) {
        List<Canister> canisters = new ArrayList<>();
        RoundRecord rest = new RoundRecord();
        for (CanisterLane lane : lanes.all()) {
            canisters.add(lane.canister());
            lane.queue().stream().filter(MessageCodec::isKept).forEach(message -> {
                rest.enqueued(lane.canister().id(), MessageCodec.encode(message));
                RequestRecord request = MessageCodec.request(message);
                if (request != null) {
                    rest.queued(request.requestId());
                }
            });
        }
        canisters.forEach(canister -> canister.contexts().values().forEach(context -> {
            if (context.origin() instanceof CallOrigin.User user) {
                rest.queued(user.request().requestId());
            }
        }));
        requests.ended()
                .forEach(end ->
                        rest.finished(end.request().requestId(), end.request().response(), end.atNanos()));
        lanes.gone().forEach(rest::removed);
        canisters.forEach(rest::counted);
        target.checkpoint(
                canisters,
                () -> requests.all().stream().map(NetworkRecorder::stored).toList(),
                rest,
                moment(),
                withJournal);
        if (withJournal) {
            // It is all in the new state.
            record = new RoundRecord();
        }
    }

    /** Queries change nothing, so what they have counted since the last round is written at the end. */
    private void writeCounts() {
        RoundRecord counts = new RoundRecord();
        lanes.all().forEach(lane -> counts.counted(lane.canister()));
        try {
            store.round(counts, moment());
        } catch (RuntimeException e) {
            LOG.debug("What queries have counted is not kept", e);
        }
    }

    @Override
    public void close() {
        if (!isOff()) {
            writeCounts();
            store.close();
        }
    }
}
