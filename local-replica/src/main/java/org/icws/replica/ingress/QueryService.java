package org.icws.replica.ingress;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.ic4j.types.Principal;
import org.icws.protocol.principal.Principals;
import org.icws.protocol.request.QueryResponseHash;
import org.icws.protocol.request.RequestContent;
import org.icws.replica.certification.NetworkKeys;
import org.icws.replica.execution.CanisterFault;
import org.icws.replica.execution.EntryPoint;
import org.icws.replica.execution.ErrorCode;
import org.icws.replica.execution.MessageContext;
import org.icws.replica.execution.Response;
import org.icws.replica.scheduler.Scheduler;
import org.icws.replica.state.Canister;
import org.icws.replica.state.MonotonicTime;
import org.icws.replica.state.StateTree;

/** Answers queries on the state of the last round and signs the answers. Thread-safe. */
public final class QueryService {
    private static final int OVERLOADED = 503;

    private final Scheduler scheduler;
    private final StateTree state;
    private final MonotonicTime time;
    private final NetworkKeys keys;
    private final Executor workers;

    /**
     * @param scheduler runs the queries
     * @param state gives canisters their certificates
     * @param time of the network
     * @param keys sign the answers
     * @param workers do the signing
     */
    public QueryService(Scheduler scheduler, StateTree state, MonotonicTime time, NetworkKeys keys, Executor workers) {
        this.scheduler = scheduler;
        this.state = state;
        this.time = time;
        this.keys = keys;
        this.workers = workers;
    }

    /**
     * Answers a query.
     *
     * @param content of an authenticated request
     * @return the answer; may fail with {@link RequestRefusedException}
     */
    public CompletableFuture<QueryAnswer> query(RequestContent content) {
        return execute(content).thenApplyAsync(response -> sign(response, content.requestId()), workers);
    }

    private CompletableFuture<Response> execute(RequestContent content) {
        if (content.canisterId().equals(Principals.MANAGEMENT)) {
            return CompletableFuture.completedFuture(Response.Reject.of(
                    ErrorCode.METHOD_UNKNOWN, "This local replica does not offer the management canister"));
        }
        return scheduler
                .query(content.canisterId(), canister -> run(canister, content))
                .exceptionally(QueryService::failed);
    }

    private static Response failed(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof CanisterFault fault) {
            return Response.Reject.of(fault.code(), fault.getMessage());
        }
        if (cause instanceof RejectedExecutionException) {
            throw new RequestRefusedException(
                    OVERLOADED, "The canister has too many queries waiting; try again later.");
        }
        throw new CompletionException(cause);
    }

    private Response run(Canister canister, RequestContent content) {
        String prefix = "Error from Canister " + canister.id() + ": ";
        if (canister.wasm() == null) {
            return Response.Reject.of(ErrorCode.NO_WASM_MODULE, prefix + "Canister contains no Wasm module");
        }
        String plain = "canister_query " + content.methodName();
        String composite = "canister_composite_query " + content.methodName();
        boolean isPlain = canister.wasm().exports(plain);
        if (!isPlain && !canister.wasm().exports(composite)) {
            return Response.Reject.of(
                    ErrorCode.METHOD_NOT_FOUND, prefix + "Canister has no query method '" + content.methodName() + "'");
        }
        MessageContext message = new MessageContext(isPlain ? EntryPoint.QUERY : EntryPoint.COMPOSITE_QUERY, time.now())
                .caller(content.sender().getValue())
                .argument(content.arg())
                .certificate(certificate(canister.id()));
        Optional<CanisterFault> fault = canister.wasm().run(isPlain ? plain : composite, message, false);
        if (fault.isPresent()) {
            return Response.Reject.of(fault.get().code(), prefix + fault.get().getMessage());
        }
        return message.response() != null
                ? message.response()
                : Response.Reject.of(ErrorCode.NO_REPLY, prefix + "Canister did not reply to the call");
    }

    /** Canisters ask for the size first and then for the bytes; both must belong to the same certificate. */
    private Supplier<byte[]> certificate(Principal canister) {
        byte[][] built = new byte[1][];
        return () -> {
            if (built[0] == null) {
                built[0] = state.currentFor(canister)
                        .certificate(List.of(
                                StateTree.path("time"),
                                List.of(
                                        StateTree.label("canister"),
                                        canister.getValue(),
                                        StateTree.label("certified_data"))));
            }
            return built[0];
        };
    }

    private QueryAnswer sign(Response response, byte[] requestId) {
        long now = time.now();
        byte[] message;
        if (response instanceof Response.Reply reply) {
            message = QueryResponseHash.replied(reply.data(), now, requestId);
        } else {
            Response.Reject reject = (Response.Reject) response;
            message = QueryResponseHash.rejected(reject.code(), reject.message(), reject.errorCode(), now, requestId);
        }
        return new QueryAnswer(response, now, keys.node().signRaw(message));
    }
}
