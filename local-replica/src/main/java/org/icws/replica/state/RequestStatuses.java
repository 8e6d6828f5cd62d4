package org.icws.replica.state;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ic4j.types.Principal;
import org.icws.protocol.encoding.Leb128;
import org.icws.replica.certification.StateMap;
import org.icws.replica.certification.StateNode;
import org.icws.replica.execution.Response;

/**
 * The status of each call by a user, kept long enough that the same request cannot be executed twice: a request can only be sent
 * again until it expires, and that is at most {@link #KEPT} after its arrival. Thread-safe.
 */
public final class RequestStatuses {
    /** How long a finished call is remembered: longer than any accepted request is valid. */
    static final Duration KEPT = Duration.ofSeconds(360);

    private static final StateMap RECEIVED = StateMap.EMPTY.with("status", StateNode.leaf("received"));
    private static final StateMap PROCESSING = StateMap.EMPTY.with("status", StateNode.leaf("processing"));
    private static final StateMap REPLIED = StateMap.EMPTY.with("status", StateNode.leaf("replied"));
    private static final StateMap REJECTED = StateMap.EMPTY.with("status", StateNode.leaf("rejected"));

    /**
     * A call that has ended.
     *
     * @param request which one
     * @param atNanos when
     */
    public record Finished(RequestRecord request, long atNanos) {}

    private final Map<ByteBuffer, RequestRecord> records = new HashMap<>();
    private final ArrayDeque<Finished> finished = new ArrayDeque<>();
    private final int maxRequests;
    private StateMap tree = StateMap.EMPTY;

    /** @param maxRequests that are remembered at once */
    public RequestStatuses(int maxRequests) {
        this.maxRequests = maxRequests;
    }

    /** What is known about a request id. */
    public synchronized Optional<RequestRecord> find(byte[] requestId) {
        return Optional.ofNullable(records.get(ByteBuffer.wrap(requestId)));
    }

    /**
     * Registers a new call as received.
     *
     * @return empty when the id is known already or too many calls are remembered
     */
    public synchronized Optional<RequestRecord> register(
            byte[] requestId, Principal sender, Principal canister, Principal effective, UserCallContent content) {
        RequestRecord fresh = new RequestRecord(requestId, sender, canister, effective, content);
        ByteBuffer key = ByteBuffer.wrap(fresh.sharedId());
        if (records.size() >= maxRequests || records.putIfAbsent(key, fresh) != null) {
            return Optional.empty();
        }
        tree = tree.with(fresh.sharedId(), RECEIVED);
        return Optional.of(fresh);
    }

    /** Forgets a registered call that could not be queued. */
    public synchronized void forget(RequestRecord request) {
        records.remove(ByteBuffer.wrap(request.sharedId()));
        tree = tree.without(request.sharedId());
    }

    /** Notes that a call is being executed. */
    public synchronized void processing(RequestRecord request) {
        tree = tree.with(request.sharedId(), PROCESSING);
    }

    /** Notes how a call ended. */
    public synchronized void finish(RequestRecord request, Response response, long nowNanos) {
        request.response(response);
        tree = tree.with(request.sharedId(), node(response));
        finished.addLast(new Finished(request, nowNanos));
    }

    private static StateMap node(Response response) {
        if (response instanceof Response.Reply reply) {
            return REPLIED.with("reply", StateNode.leaf(reply.data()));
        }
        Response.Reject reject = (Response.Reject) response;
        return REJECTED.with("reject_code", StateNode.leaf(Leb128.unsigned(reject.code())))
                .with("reject_message", StateNode.leaf(reject.message()))
                .with("error_code", StateNode.leaf(reject.errorCode()));
    }

    /** Forgets calls that ended long ago if there is no room for one more, as no round may have done so for long. */
    public synchronized void makeRoom(long nowNanos) {
        if (records.size() >= maxRequests) {
            prune(nowNanos);
        }
    }

    /** Forgets calls that ended long ago. */
    public synchronized void prune(long nowNanos) {
        while (!finished.isEmpty() && finished.peekFirst().atNanos + KEPT.toNanos() < nowNanos) {
            RequestRecord old = finished.removeFirst().request;
            records.remove(ByteBuffer.wrap(old.sharedId()));
            tree = tree.without(old.sharedId());
        }
    }

    /** All calls that are remembered. */
    public synchronized List<RequestRecord> all() {
        return List.copyOf(records.values());
    }

    /** The calls that have ended, in order. */
    public synchronized List<Finished> ended() {
        return List.copyOf(finished);
    }

    /** The subtree {@code /request_status}. */
    synchronized StateMap tree() {
        return tree;
    }
}
