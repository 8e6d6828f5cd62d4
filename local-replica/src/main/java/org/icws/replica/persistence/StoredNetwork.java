package org.icws.replica.persistence;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.ic4j.types.Principal;
import org.icws.replica.execution.CanisterModule;
import org.icws.replica.execution.Response;
import org.icws.replica.state.UserCallContent;

/** A network while it is put together from records, and the result. Confined to one thread. */
public final class StoredNetwork {
    /** A call by a user that has been let in. */
    public record Call(
            byte[] requestId, Principal sender, Principal canister, Principal effective, UserCallContent content) {}

    /** How a call by a user has ended, and when. */
    public record End(Response response, long atNanos) {}

    private final Function<byte[], CanisterModule> modules;
    private final Map<Principal, StoredCanister> canisters = new LinkedHashMap<>();
    private final Map<Principal, Deque<byte[]>> queues = new LinkedHashMap<>();
    private final Map<ByteBuffer, Call> calls = new LinkedHashMap<>();
    private final Map<ByteBuffer, End> ends = new LinkedHashMap<>();
    private final Set<ByteBuffer> queued = new HashSet<>();
    private final Set<Principal> gone = new HashSet<>();
    private long seed;
    private long height;
    private long timeNanos;
    private long nextCanister;
    private boolean complete;

    StoredNetwork(Function<byte[], CanisterModule> modules) {
        this.modules = modules;
    }

    void apply(In in) {
        int type = (int) in.number();
        switch (type) {
            case Records.HEADER -> header(in);
            case Records.CANISTER -> canister(in);
            case Records.CALL -> call(in);
            case Records.ROUND -> round(in);
            case Records.END -> complete = true;
            default -> throw new DamagedStateException("there is a record of the unknown type " + type);
        }
    }

    private void header(In in) {
        long version = in.number();
        if (version > Records.VERSION) {
            throw new DamagedStateException("it was written by a newer version of this program (format " + version
                    + ", this one knows up to " + Records.VERSION + "); use that version");
        }
        seed = in.fixed64();
    }

    private void canister(In in) {
        Principal id = in.principal();
        canisters.computeIfAbsent(id, StoredCanister::new).apply(in, modules);
    }

    private void call(In in) {
        Call call = Records.readCall(in);
        calls.put(ByteBuffer.wrap(call.requestId()), call);
    }

    private void round(In in) {
        height = in.number();
        timeNanos = in.fixed64();
        nextCanister = in.fixed64();
        in.list(() -> {
            canister(in);
            return null;
        });
        in.list(() -> {
            queueChange(in);
            return null;
        });
        in.list(() -> queued.add(ByteBuffer.wrap(in.blob())));
        in.list(() -> ends.put(ByteBuffer.wrap(in.blob()), new End(OriginCodec.readResponse(in), in.fixed64())));
        in.list(() -> {
            Principal removed = in.principal();
            canisters.remove(removed);
            queues.remove(removed);
            return gone.add(removed);
        });
        if (!in.isAtEnd()) {
            in.list(() -> {
                StoredCanister disarmed = canisters.get(in.principal());
                if (disarmed != null) {
                    disarmed.disarm();
                }
                return null;
            });
            in.list(() -> {
                StoredCanister counting = canisters.get(in.principal());
                StoredCanister.Counts counts =
                        new StoredCanister.Counts(in.number(), in.number(), in.number(), in.number(), in.number());
                if (counting != null) {
                    counting.counts(counts);
                }
                return null;
            });
        }
    }

    private void queueChange(In in) {
        Deque<byte[]> queue = queues.computeIfAbsent(in.principal(), key -> new ArrayDeque<>());
        if (in.flag()) {
            queue.add(in.blob());
            return;
        }
        long consumed = in.number();
        for (long i = 0; i < consumed; i++) {
            queue.removeFirst();
        }
    }

    boolean isComplete() {
        return complete;
    }

    /** Number of the newest round. */
    public long height() {
        return height;
    }

    /** Its certified time. */
    public long timeNanos() {
        return timeNanos;
    }

    /** The number in the id of the next canister. */
    public long nextCanister() {
        return nextCanister;
    }

    /** The keys are derived from it. */
    public long seed() {
        return seed;
    }

    /** Ids that were deleted. */
    public Set<Principal> gone() {
        return gone;
    }

    /** All canisters. */
    public Map<Principal, StoredCanister> canisters() {
        return canisters;
    }

    /** The messages that wait, by canister, in order. */
    public Map<Principal, Deque<byte[]>> queues() {
        return queues;
    }

    /** The calls by users that are remembered. */
    public Iterable<Call> calls() {
        return calls.values();
    }

    /** How a call has ended; null = it has not. */
    public End end(Call call) {
        return ends.get(ByteBuffer.wrap(call.requestId()));
    }

    /** Whether a call has left the entrance and waits in, or has gone through, a canister's queue. */
    public boolean isQueued(Call call) {
        return queued.contains(ByteBuffer.wrap(call.requestId()));
    }
}
