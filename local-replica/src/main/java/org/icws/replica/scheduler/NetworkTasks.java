package org.icws.replica.scheduler;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.replica.execution.CanisterFault;
import org.icws.replica.execution.ErrorCode;
import org.icws.replica.execution.Response;
import org.icws.replica.management.CreationPlan;
import org.icws.replica.management.Management;
import org.icws.replica.management.ManagementCall;
import org.icws.replica.management.OutcallService;
import org.icws.replica.state.CallOrigin;
import org.icws.replica.state.Canister;
import org.icws.replica.state.CanisterHistory;
import org.icws.replica.state.MonotonicTime;
import org.icws.replica.state.StateTree;

/** What the network itself does when the management canister is called. */
final class NetworkTasks {
    private static final int RANDOM_BYTES = 32;

    /** Nothing in the registry ever changes here. */
    private static final long FIRST_REGISTRY_VERSION = 1;

    private final Lanes lanes;
    private final StateTree state;
    private final MonotonicTime time;
    private final OutcallService outcalls;
    private final NetworkRecorder recorder;
    private final BiConsumer<Principal, CanisterMessage> submit;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param lanes all canisters
     * @param state receives new canisters
     * @param time of the network
     * @param outcalls makes HTTP requests
     * @param recorder writes what changes
     * @param submit takes a message to a canister from any thread
     */
    NetworkTasks(
            Lanes lanes,
            StateTree state,
            MonotonicTime time,
            OutcallService outcalls,
            NetworkRecorder recorder,
            BiConsumer<Principal, CanisterMessage> submit) {
        this.lanes = lanes;
        this.state = state;
        this.time = time;
        this.outcalls = outcalls;
        this.recorder = recorder;
        this.submit = submit;
    }

    /** Carries out a call, or starts to. */
    void run(ManagementCall call, BatchResult result) {
        if (Management.creates(call.method())) {
            CreationPlan plan = CreationPlan.of(call);
            Canister canister = create(plan);
            recorder.changed(canister);
            result.respond(
                    call.origin(),
                    CreationPlan.created(canister.id()),
                    call.cycles().subtract(plan.keptCycles()));
        } else if (call.method().equals("raw_rand")) {
            byte[] bytes = new byte[RANDOM_BYTES];
            random.nextBytes(bytes);
            result.respond(
                    call.origin(), new Response.Reply(CandidEncoder.encode(CandidValue.blob(bytes))), call.cycles());
        } else if (call.method().equals("subnet_info")) {
            CandidValue info = CandidValue.record(
                    "replica_version",
                    CandidValue.text("local-replica"),
                    "registry_version",
                    CandidValue.nat64(FIRST_REGISTRY_VERSION));
            result.respond(call.origin(), new Response.Reply(CandidEncoder.encode(info)), call.cycles());
        } else {
            request(call);
        }
    }

    /**
     * Creates an empty canister.
     *
     * @throws CanisterFault the wanted id is taken or not possible
     */
    synchronized Canister create(CreationPlan plan) {
        Canister canister = lanes.create(plan.specifiedId(), plan.settings());
        canister.cycles(plan.cycles());
        canister.createdNanos(time.now());
        canister.history()
                .add(new CanisterHistory.Change(
                        canister.createdNanos(),
                        canister.version(),
                        plan.origin(),
                        new CanisterHistory.Details.Creation(canister.controllers(), plan.variablesHash())));
        state.update(canister);
        lanes.add(canister);
        return canister;
    }

    private void request(ManagementCall call) {
        CallOrigin.Canister origin = (CallOrigin.Canister) call.origin();
        OutcallService.Started started = outcalls.start(
                call,
                query -> {
                    CanisterLane lane = lanes.get(origin.caller());
                    return lane == null
                            ? CompletableFuture.failedFuture(new CanisterFault(
                                    ErrorCode.CANISTER_NOT_FOUND, "Canister " + origin.caller() + " not found"))
                            : lane.query(() -> query.apply(lane.canister()));
                },
                time.now());
        BigInteger refund = call.cycles().subtract(started.price());
        started.answer().thenAccept(response -> {
            submit.accept(
                    origin.caller(),
                    new CanisterMessage.CallAnswer(origin.callbackId(), response, refund, started.price()));
            outcalls.delivered();
        });
    }
}
