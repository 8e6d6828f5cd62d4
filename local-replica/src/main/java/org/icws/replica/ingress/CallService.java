package org.icws.replica.ingress;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.ic4j.types.Principal;
import org.icws.protocol.principal.Principals;
import org.icws.protocol.request.RequestContent;
import org.icws.replica.certification.CertifiedState;
import org.icws.replica.execution.CanisterFault;
import org.icws.replica.execution.EntryPoint;
import org.icws.replica.execution.ErrorCode;
import org.icws.replica.execution.MessageContext;
import org.icws.replica.execution.Response;
import org.icws.replica.scheduler.Scheduler;
import org.icws.replica.scheduler.Timeline;
import org.icws.replica.state.Canister;
import org.icws.replica.state.MonotonicTime;
import org.icws.replica.state.RequestRecord;
import org.icws.replica.state.RequestStatuses;
import org.icws.replica.state.StateTree;

/** Lets authenticated calls in, each request id once, and waits for their end where that is asked for. Thread-safe. */
public final class CallService {
    /** How long the synchronous endpoints wait, as on the public network. */
    private static final Duration SYNCHRONOUS_WAIT = Duration.ofSeconds(10);

    private static final int OVERLOADED = 503;
    private static final String INSPECT = "canister_inspect_message";

    private final Scheduler scheduler;
    private final RequestStatuses requests;
    private final StateTree state;
    private final MonotonicTime time;
    private final Timeline timeline;
    private final LongSupplier clock;
    private final Executor workers;

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
     * @param synchronous whether to wait for the end of the call, for ten seconds at most
     * @return the answer; may fail with {@link RequestRefusedException}
     */
    public CompletableFuture<CallAnswer> call(RequestContent content, boolean synchronous) {
        Optional<RequestRecord> known = requests.find(content.requestId());
        if (known.isPresent()) {
            return CompletableFuture.completedFuture(again(known.get(), synchronous));
        }
        Optional<Response.Reject> refusal = refusal(content);
        if (refusal.isPresent()) {
            return CompletableFuture.completedFuture(new CallAnswer.NotAccepted(refusal.get()));
        }
        boolean inspected = scheduler
                .find(content.canisterId())
                .map(canister -> canister.wasm().exports(INSPECT))
                .orElse(false);
        if (!inspected) {
            return submit(content, synchronous);
        }
        return scheduler
                .query(content.canisterId(), canister -> inspect(canister, content))
                .thenComposeAsync(
                        reject -> reject.isPresent()
                                ? CompletableFuture.completedFuture(new CallAnswer.NotAccepted(reject.get()))
                                : submit(content, synchronous),
                        workers);
    }

    /** The answer for a request id that is known already: it is never executed a second time. */
    private CallAnswer again(RequestRecord known, boolean synchronous) {
        return synchronous && known.completion().isDone()
                ? certified(known, state.current())
                : new CallAnswer.Pending();
    }

    private Optional<Response.Reject> refusal(RequestContent content) {
        Principal target = content.canisterId();
        if (target.equals(Principals.MANAGEMENT)) {
            return reject(ErrorCode.METHOD_UNKNOWN, "This local replica does not offer the management canister");
        }
        Optional<Canister> canister = scheduler.find(target);
        if (canister.isEmpty()) {
            return reject(ErrorCode.CANISTER_NOT_FOUND, "Canister " + target + " not found");
        }
        return canister.get().wasm() == null
                ? reject(
                        ErrorCode.NO_WASM_MODULE,
                        "Error from Canister " + target + ": Canister contains no Wasm module")
                : Optional.empty();
    }

    private static Optional<Response.Reject> reject(ErrorCode code, String text) {
        return Optional.of(Response.Reject.of(code, text));
    }

    private Optional<Response.Reject> inspect(Canister canister, RequestContent content) {
        MessageContext message = new MessageContext(EntryPoint.INSPECT, time.now())
                .caller(content.sender().getValue())
                .argument(content.arg())
                .methodName(content.methodName());
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

    private CompletableFuture<CallAnswer> submit(RequestContent content, boolean synchronous) {
        Optional<RequestRecord> registered = scheduler.call(
                content.requestId(),
                content.sender(),
                content.canisterId(),
                content.methodName(),
                content.arg(),
                content.ingressExpiry());
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
        request.completion().thenAcceptAsync(end -> answer.complete(certified(request, end)), workers);
        timeline.at(clock.getAsLong() + SYNCHRONOUS_WAIT.toNanos(), () -> answer.complete(new CallAnswer.Pending()));
        return answer;
    }

    private static CallAnswer certified(RequestRecord request, CertifiedState end) {
        List<List<byte[]>> paths =
                List.of(StateTree.path("time"), List.of(StateTree.label("request_status"), request.requestId()));
        return new CallAnswer.Certified(end.certificate(paths));
    }
}
