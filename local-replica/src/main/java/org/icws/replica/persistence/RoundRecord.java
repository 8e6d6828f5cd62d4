package org.icws.replica.persistence;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.ic4j.types.Principal;
import org.icws.replica.execution.Response;
import org.icws.replica.state.Canister;
import org.icws.replica.state.QueryStatistics;

/** What a round changes, while it is collected. Confined to the round loop. */
public final class RoundRecord {
    /** A change of a queue: a message at its end, or some fewer at its start if the message is null. */
    record QueueChange(Principal canister, byte[] message, long consumed) {}

    record Finished(byte[] requestId, Response response, long atNanos) {}

    private final List<Canister> changed = new ArrayList<>();
    private final List<QueueChange> queueChanges = new ArrayList<>();
    private final List<byte[]> queuedCalls = new ArrayList<>();
    private final List<Finished> finished = new ArrayList<>();
    private final List<Principal> removed = new ArrayList<>();
    private final Set<Principal> disarmed = new LinkedHashSet<>();
    private final Set<Canister> counted = new LinkedHashSet<>();

    /** A canister has changed, or is new. */
    public void changed(Canister canister) {
        changed.add(canister);
        counted.add(canister);
    }

    /** What a canister has counted is to be kept. */
    public void counted(Canister canister) {
        counted.add(canister);
    }

    /** The first messages of a canister's queue have been executed. */
    public void consumed(Principal canister, long messages) {
        queueChanges.add(new QueueChange(canister, null, messages));
    }

    /** A message has been put into a canister's queue. */
    public void enqueued(Principal canister, byte[] message) {
        queueChanges.add(new QueueChange(canister, message, 0));
    }

    /** A user's call has left the entrance. */
    public void queued(byte[] requestId) {
        queuedCalls.add(requestId);
    }

    /** A user's call has ended. */
    public void finished(byte[] requestId, Response response, long atNanos) {
        finished.add(new Finished(requestId, response, atNanos));
    }

    /** A canister's timer is not armed any more. */
    public void disarmed(Principal canister) {
        disarmed.add(canister);
    }

    /** A canister has been removed. */
    public void removed(Principal canister) {
        removed.add(canister);
    }

    void write(Out out, NetworkStore.Moment moment, NetworkStore store) {
        out.number(Records.ROUND)
                .number(moment.height())
                .fixed64(moment.timeNanos())
                .fixed64(moment.nextCanister());
        out.list(changed, canister -> store.writeChanges(out, canister));
        out.list(queueChanges, change -> {
            out.principal(change.canister()).flag(change.message() != null);
            if (change.message() != null) {
                out.blob(change.message());
            } else {
                out.number(change.consumed());
            }
        });
        out.list(queuedCalls, out::blob);
        out.list(finished, end -> {
            out.blob(end.requestId());
            OriginCodec.write(out, end.response());
            out.fixed64(end.atNanos());
        });
        out.list(removed, out::principal);
        // One that has run since may have armed its timer anew, which is in its changes.
        changed.forEach(canister -> disarmed.remove(canister.id()));
        out.list(disarmed, out::principal);
        out.list(counted, canister -> {
            QueryStatistics queries = canister.queryStatistics();
            out.principal(canister.id())
                    .number(canister.updates())
                    .number(queries.calls())
                    .number(queries.instructions())
                    .number(queries.requestBytes())
                    .number(queries.responseBytes());
        });
    }
}
