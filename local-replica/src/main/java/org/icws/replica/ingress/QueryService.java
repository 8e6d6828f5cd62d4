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
import org.icws.replica.CanisterInfo;
import org.icws.replica.certification.NetworkKeys;
import org.icws.replica.execution.CanisterFault;
import org.icws.replica.execution.Response;
import org.icws.replica.management.CanisterHost;
import org.icws.replica.management.CanisterRanges;
import org.icws.replica.management.Management;
import org.icws.replica.scheduler.Scheduler;
import org.icws.replica.state.Canister;
import org.icws.replica.state.MonotonicTime;
import org.icws.replica.state.StateTree;

/** Answers queries on the state of the last round and signs the answers. Thread-safe. */
public final class QueryService implements AutoCloseable {
    private static final int BAD_REQUEST = 400;
    private static final int OVERLOADED = 503;

    private final Scheduler scheduler;
    private final StateTree state;
    private final MonotonicTime time;
    private final NetworkKeys keys;
    private final Executor workers;
    private final CompositeQueries composites;

    /**
     * @param scheduler runs the queries
     * @param host what copies of canisters run on
     * @param state gives canisters their certificates
     * @param time of the network
     * @param keys sign the answers
     * @param queryInstructions that a composite query may take
     * @param maxComposites composite queries that may wait
     * @param workers do the signing
     */
    public QueryService(
            Scheduler scheduler,
            CanisterHost host,
            StateTree state,
            MonotonicTime time,
            NetworkKeys keys,
            long queryInstructions,
            int maxComposites,
            Executor workers) {
        this.scheduler = scheduler;
        this.state = state;
        this.time = time;
        this.keys = keys;
        this.workers = workers;
        this.composites =
                new CompositeQueries(scheduler, host, time, queryInstructions, maxComposites, this::certificate);
    }

    /**
     * Answers a query.
     *
     * @param content of an authenticated request
     * @param effective the canister in the URL; null for the subnet's endpoint
     * @return the answer; may fail with {@link RequestRefusedException}
     */
    public CompletableFuture<QueryAnswer> query(RequestContent content, Principal effective) {
        return execute(content, effective).thenApplyAsync(response -> sign(response, content.requestId()), workers);
    }

    private CompletableFuture<Response> execute(RequestContent content, Principal effective) {
        return content.canisterId().equals(Principals.MANAGEMENT)
                ? manage(content, effective).exceptionally(QueryService::failed)
                : ask(content.canisterId(), Caller.of(content), content.methodName(), content.arg());
    }

    /** Answers a query without signing. */
    public CompletableFuture<Response> ask(Principal canister, Principal sender, String method, byte[] argument) {
        return ask(canister, Caller.of(sender), method, argument);
    }

    private CompletableFuture<Response> ask(Principal canister, Caller sender, String method, byte[] argument) {
        Optional<CompletableFuture<Response>> composite = composites.ask(canister, sender, method, argument);
        return composite
                .orElseGet(() -> scheduler.query(canister, found -> run(found, sender, method, argument)))
                .exceptionally(QueryService::failed);
    }

    private Response run(Canister canister, Caller sender, String method, byte[] argument) {
        return QueryExecution.run(canister, method, argument, sender, time.now(), certificate(canister.id()), null);
    }

    private CompletableFuture<Response> manage(RequestContent content, Principal effective) {
        Management management = scheduler.management();
        if (Management.isAboutNetwork(content.methodName())) {
            // On a local network everybody is a subnet admin, as for create_canister.
            return CompletableFuture.completedFuture(CanisterRanges.answer(
                    scheduler.canisters().stream().map(CanisterInfo::id).toList()));
        }
        if (effective == null) {
            throw new RequestRefusedException(
                    BAD_REQUEST, "Only canisters can be listed through the endpoint of a subnet.");
        }
        Principal target;
        try {
            target = management.queried(content.methodName(), content.arg());
        } catch (CanisterFault fault) {
            return CompletableFuture.failedFuture(fault);
        }
        if (!target.equals(effective)) {
            throw new RequestRefusedException(
                    BAD_REQUEST,
                    "Specified CanisterId " + target + " does not match effective canister id in URL " + effective);
        }
        return scheduler.query(
                target, canister -> management.query(content.methodName(), canister, content.sender(), content.arg()));
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

    @Override
    public void close() {
        composites.close();
    }
}
