package org.icws.replica.ingress;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.ic4j.types.Principal;
import org.icws.protocol.principal.Principals;
import org.icws.protocol.request.RequestContent;
import org.icws.protocol.request.SenderInfo;
import org.icws.replica.certification.CertifiedState;
import org.icws.replica.execution.CallerInfo;
import org.icws.replica.execution.CanisterFault;
import org.icws.replica.execution.CycleFlow;
import org.icws.replica.execution.EntryPoint;
import org.icws.replica.execution.ErrorCode;
import org.icws.replica.execution.MessageContext;
import org.icws.replica.execution.Response;
import org.icws.replica.management.LifecycleOperations;
import org.icws.replica.management.Management;
import org.icws.replica.management.ManagementCall;
import org.icws.replica.scheduler.Scheduler;
import org.icws.replica.scheduler.Timeline;
import org.icws.replica.state.CallOrigin;
import org.icws.replica.state.Canister;
import org.icws.replica.state.CanisterStatus;
import org.icws.replica.state.MonotonicTime;
import org.icws.replica.state.RequestRecord;
import org.icws.replica.state.RequestStatuses;
import org.icws.replica.state.StateTree;
import org.icws.replica.state.UserCallContent;

/** Lets authenticated calls in, each request id once, and waits for their end where that is asked for. Thread-safe. */
public final class CallService {
    /** How long the synchronous endpoints wait, as on the public network. */
    private static final Duration SYNCHRONOUS_WAIT = Duration.ofSeconds(10);

    private static final int BAD_REQUEST = 400;
    private static final int OVERLOADED = 503;
    private static final int REQUEST_ID_BYTES = 32;
    private static final String INSPECT = "canister_inspect_message";

    private final Scheduler scheduler;
    private final RequestStatuses requests;
    private final StateTree state;
    private final MonotonicTime time;
    private final Timeline timeline;
    private final LongSupplier clock;
    private final Executor workers;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param scheduler executes the calls
     * @param requests what is known about earlier calls
     * @param state certifies how they end
     * @param time of the network
     * @param timeline ends the waiting
     * @param clock nanoseconds since the epoch
     * @param workers build certificates
     */
    public CallService(
            Scheduler scheduler,
            RequestStatuses requests,
            StateTree state,
            MonotonicTime time,
            Timeline timeline,
            LongSupplier clock,
            Executor workers) {
        this.scheduler = scheduler;
        this.requests = requests;
        this.state = state;
        this.time = time;
        this.timeline = timeline;
        this.clock = clock;
        this.workers = workers;
    }

    /**
     * Lets a call in.
     *
     * @param content of an authenticated request
     * @param effective the canister in the URL; null for the subnet's endpoint
     * @param synchronous whether to wait for the end of the call, for ten seconds at most
     * @return the answer; may fail with {@link RequestRefusedException}
     * @throws org.icws.replica.ReplicaStoppedException the network has ended or stands still
     */
    public CompletableFuture<CallAnswer> call(RequestContent content, Principal effective, boolean synchronous) {
        scheduler.requireRunning();
        Optional<RequestRecord> known = requests.find(content.requestId());
        if (known.isPresent()) {
            return CompletableFuture.completedFuture(again(known.get(), synchronous));
        }
        Optional<Response.Reject> refusal = refusal(content, effective);
        if (refusal.isPresent()) {
            return CompletableFuture.completedFuture(new CallAnswer.NotAccepted(refusal.get()));
        }
        boolean inspected = scheduler
                .find(content.canisterId())
                .map(Canister::wasm)
                .map(wasm -> wasm.exports(INSPECT))
                .orElse(false);
        if (!inspected) {
            return submit(content, effective, synchronous);
        }
        return scheduler
                .query(content.canisterId(), canister -> inspect(canister, content))
                .thenComposeAsync(
                        reject -> reject.isPresent()
                                ? CompletableFuture.completedFuture(new CallAnswer.NotAccepted(reject.get()))
                                : submit(content, effective, synchronous),
                        workers);
    }

    /** The answer for a request id that is known already: it is never executed a second time. */
    private CallAnswer again(RequestRecord known, boolean synchronous) {
        return synchronous && known.completion().isDone()
                ? certified(known, state.current())
                : new CallAnswer.Pending();
    }

    private Optional<Response.Reject> refusal(RequestContent content, Principal effective) {
        Principal target = content.canisterId();
        if (target.equals(Principals.MANAGEMENT)) {
            return managementRefusal(content, effective);
        }
        Optional<Canister> canister = scheduler.find(target);
        if (canister.isEmpty()) {
            return reject(ErrorCode.CANISTER_NOT_FOUND, "Canister " + target + " not found");
        }
        if (canister.get().status() != CanisterStatus.RUNNING) {
            return Optional.of(LifecycleOperations.notRunning(canister.get()));
        }
        return canister.get().wasm() == null
                ? reject(ErrorCode.NO_WASM_MODULE, "Error from Canister " + target + ": " + CanisterFault.NO_CODE)
                : Optional.empty();
    }

    private Optional<Response.Reject> managementRefusal(RequestContent content, Principal effective) {
        ManagementCall call = new ManagementCall(
                new CallOrigin.System(), content.sender(), content.methodName(), content.arg(), BigInteger.ZERO);
        if (effective == null && !Management.creates(content.methodName())) {
            throw new RequestRefusedException(
                    BAD_REQUEST, "Only canisters can be created through the endpoint of a subnet.");
        }
        try {
            Optional<Principal> expected = scheduler.management().effectiveCanister(call);
            if (expected.isPresent() && !expected.get().equals(effective)) {
                throw new RequestRefusedException(
                        BAD_REQUEST,
                        "Specified CanisterId " + expected.get() + " does not match effective canister id in URL "
                                + effective);
            }
            return Optional.empty();
        } catch (CanisterFault fault) {
            return reject(fault.code(), fault.getMessage());
        }
    }

    private static Optional<Response.Reject> reject(ErrorCode code, String text) {
        return Optional.of(Response.Reject.of(code, text));
    }

    private Optional<Response.Reject> inspect(Canister canister, RequestContent content) {
        if (canister.wasm() == null || !canister.wasm().exports(INSPECT)) {
            // The code has changed since the look; what happens to the call is decided when it is executed.
            return Optional.empty();
        }
        MessageContext message = new MessageContext(EntryPoint.INSPECT, time.now())
                .caller(content.sender().getValue())
                .callerInfo(callerInfo(content))
                .argument(content.arg())
                .methodName(content.methodName())
                .cycles(new CycleFlow(canister.cycles(), BigInteger.ZERO, BigInteger.ZERO));
        Optional<CanisterFault> fault = canister.wasm().run(INSPECT, message, false);
        if (fault.isPresent()) {
            return reject(
                    fault.get().code(),
                    "Error from Canister " + canister.id() + ": " + fault.get().getMessage());
        }
        return message.accepted()
                ? Optional.empty()
                : reject(
                        ErrorCode.CANISTER_REJECTED,
                        "Error from Canister " + canister.id() + ": Canister rejected the message");
    }

    /** What a verified request says about its sender. */
    static CallerInfo callerInfo(RequestContent content) {
        SenderInfo info = content.senderInfo();
        return info == null
                ? CallerInfo.NONE
                : new CallerInfo(info.info(), info.signer().getValue());
    }

    private CompletableFuture<CallAnswer> submit(RequestContent content, Principal effective, boolean synchronous) {
        Optional<RequestRecord> registered = scheduler.call(
                content.requestId(),
                content.sender(),
                content.canisterId(),
                effective,
                new UserCallContent(content.methodName(), content.arg(), content.ingressExpiry(), callerInfo(content)));
        if (registered.isEmpty()) {
            if (requests.find(content.requestId()).isPresent()) {
                return CompletableFuture.completedFuture(new CallAnswer.Pending());
            }
            return CompletableFuture.failedFuture(new RequestRefusedException(
                    OVERLOADED, "The local replica has too many calls waiting; try again later."));
        }
        return synchronous ? awaitEnd(registered.get()) : CompletableFuture.completedFuture(new CallAnswer.Pending());
    }

    private CompletableFuture<CallAnswer> awaitEnd(RequestRecord request) {
        CompletableFuture<CallAnswer> answer = new CompletableFuture<>();
        request.completion()
                .thenAcceptAsync(
                        end -> answer.complete(certified(request, end == null ? state.current() : end)), workers)
                .exceptionally(gone -> {
                    answer.completeExceptionally(gone);
                    return null;
                });
        Timeline.Appointment giveUp = timeline.at(
                clock.getAsLong() + SYNCHRONOUS_WAIT.toNanos(), () -> answer.complete(new CallAnswer.Pending()));
        answer.whenComplete((done, failure) -> giveUp.cancel());
        return answer;
    }

    /**
     * Makes a call on behalf of the network itself, as an anonymous user would.
     *
     * @return how it ends; waits as the synchronous endpoints do
     */
    public CompletableFuture<Response> ask(Principal canister, String method, byte[] argument) {
        byte[] requestId = new byte[REQUEST_ID_BYTES];
        random.nextBytes(requestId);
        RequestContent content = new RequestContent(
                RequestContent.Type.CALL,
                Principals.ANONYMOUS,
                clock.getAsLong() + SYNCHRONOUS_WAIT.toNanos(),
                null,
                canister,
                method,
                argument,
                null,
                null,
                requestId);
        return call(content, canister, true).thenApply(answer -> {
            if (answer instanceof CallAnswer.NotAccepted refused) {
                return refused.reject();
            }
            Response response =
                    requests.find(requestId).map(RequestRecord::response).orElse(null);
            return response != null
                    ? response
                    : Response.Reject.of(ErrorCode.QUEUE_FULL, "The call has not ended in time");
        });
    }

    private static CallAnswer certified(RequestRecord request, CertifiedState end) {
        List<List<byte[]>> paths =
                List.of(StateTree.path("time"), List.of(StateTree.label("request_status"), request.requestId()));
        return new CallAnswer.Certified(end.certificate(paths));
    }
}
