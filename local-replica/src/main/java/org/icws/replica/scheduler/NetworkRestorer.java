package org.icws.replica.scheduler;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.ic4j.types.Principal;
import org.icws.protocol.principal.Principals;
import org.icws.replica.certification.CertifiedState;
import org.icws.replica.execution.Response;
import org.icws.replica.management.CanisterHost;
import org.icws.replica.persistence.StoredCanister;
import org.icws.replica.persistence.StoredNetwork;
import org.icws.replica.state.CallOrigin;
import org.icws.replica.state.Canister;
import org.icws.replica.state.PendingCallback;
import org.icws.replica.state.RequestRecord;
import org.icws.replica.state.RequestStatuses;
import org.icws.replica.state.StateTree;

/** Brings a stored network back to life, before its first round. Confined to one thread. */
final class NetworkRestorer {
    private static final int SYS_TRANSIENT = 2;

    private final Lanes lanes;
    private final StateTree state;
    private final RequestStatuses requests;
    private final CanisterHost host;
    private final Function<byte[], RequestRecord> findRequest;

    NetworkRestorer(Lanes lanes, StateTree state, RequestStatuses requests, CanisterHost host) {
        this.lanes = lanes;
        this.state = state;
        this.requests = requests;
        this.host = host;
        this.findRequest = id -> requests.find(id).orElse(null);
    }

    /** Restores everything; the users' calls that still have to be delivered. */
    List<CanisterMessage.UserCall> restore(StoredNetwork stored) {
        List<CanisterMessage.UserCall> waiting = restoreRequests(stored);
        lanes.restore(stored.nextCanister(), stored.gone());
        for (StoredCanister canister : stored.canisters().values()) {
            restore(canister, stored.timeNanos());
        }
        stored.queues().forEach((id, messages) -> messages.forEach(message -> enqueue(id, message)));
        lanes.all().forEach(this::answerLostCalls);
        return waiting;
    }

    /** Users' calls that have not ended. */
    int openCalls() {
        return (int) requests.all().stream()
                .filter(request -> request.response() == null)
                .count();
    }

    /** Lets those who ask again for a call that has ended have its certificate. */
    void completeEnded(CertifiedState certified) {
        requests.ended().forEach(end -> end.request().complete(certified));
    }

    private List<CanisterMessage.UserCall> restoreRequests(StoredNetwork stored) {
        List<CanisterMessage.UserCall> waiting = new ArrayList<>();
        for (StoredNetwork.Call call : stored.calls()) {
            RequestRecord request = requests.register(
                            call.requestId(), call.sender(), call.canister(), call.effective(), call.content())
                    .orElseThrow();
            StoredNetwork.End end = stored.end(call);
            if (end != null) {
                requests.finish(request, end.response(), end.atNanos());
            } else if (!stored.isQueued(call)) {
                waiting.add(new CanisterMessage.UserCall(request, call.content()));
            }
        }
        return waiting;
    }

    private void restore(StoredCanister stored, long timeNanos) {
        Canister canister = stored.canister(findRequest);
        if (stored.image() != null) {
            canister.restore(host.restore(canister, stored.image(), timeNanos));
        }
        state.update(canister);
        lanes.add(canister);
    }

    private void enqueue(Principal id, byte[] bytes) {
        CanisterLane lane = lanes.get(id);
        CanisterMessage message = MessageCodec.decode(bytes, findRequest);
        if (lane != null && message != null) {
            lane.enqueue(message);
        }
    }

    /** HTTP requests of canisters ended with the process, so their callbacks are told, and what they have paid comes back. */
    private void answerLostCalls(CanisterLane lane) {
        Set<Long> alive = new HashSet<>();
        for (CanisterLane other : lanes.all()) {
            other.queue().forEach(message -> {
                if (message instanceof CanisterMessage.Management call) {
                    noteAlive(call.call().origin(), lane, alive);
                } else if (other == lane && message instanceof CanisterMessage.CallAnswer answer) {
                    alive.add(answer.callbackId());
                }
            });
            other.canister().stopWaiters().forEach(waiter -> noteAlive(waiter.origin(), lane, alive));
        }
        for (Map.Entry<Long, PendingCallback> entry :
                lane.canister().callbacks().entrySet()) {
            if (entry.getValue().callee().equals(Principals.MANAGEMENT) && !alive.contains(entry.getKey())) {
                lane.enqueue(new CanisterMessage.CallAnswer(
                        entry.getKey(),
                        new Response.Reject(
                                SYS_TRANSIENT, "The local replica was restarted before the call ended", "IC0101"),
                        entry.getValue().cycles()));
            }
        }
    }

    private static void noteAlive(CallOrigin origin, CanisterLane lane, Set<Long> alive) {
        if (origin instanceof CallOrigin.Canister canister
                && canister.caller().equals(lane.canister().id())) {
            alive.add(canister.callbackId());
        }
    }
}
