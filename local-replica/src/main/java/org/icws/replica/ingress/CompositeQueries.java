package org.icws.replica.ingress;

import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.ic4j.types.Principal;
import org.icws.protocol.principal.Principals;
import org.icws.replica.CanisterInfo;
import org.icws.replica.execution.CanisterFault;
import org.icws.replica.execution.CanisterImage;
import org.icws.replica.execution.ErrorCode;
import org.icws.replica.execution.OutgoingCall;
import org.icws.replica.execution.Response;
import org.icws.replica.execution.WasmCanister;
import org.icws.replica.management.CanisterHost;
import org.icws.replica.management.CanisterRanges;
import org.icws.replica.management.Management;
import org.icws.replica.scheduler.Scheduler;
import org.icws.replica.state.Canister;
import org.icws.replica.state.MonotonicTime;

/**
 * Queries that call queries of other canisters, or of the same one (interface specification, "Composite queries"). A canister's
 * changes last until its query has ended and are seen by nobody else, so each query runs on a copy of its canister. Thread-safe.
 */
final class CompositeQueries implements AutoCloseable {
    private static final int THREADS = 4;

    /** As for canisters' threads; only used pages take memory. */
    private static final long STACK_BYTES = 256L << 20;

    private final Scheduler scheduler;
    private final CanisterHost host;
    private final MonotonicTime time;
    private final long instructions;
    private final Function<Principal, Supplier<byte[]>> certificates;
    private final ThreadPoolExecutor runner;
    private final AtomicInteger threads = new AtomicInteger();

    /**
     * @param scheduler runs the queries
     * @param host what copies of canisters run on
     * @param time of the network
     * @param instructions that all queries of one composite query may take together
     * @param maxWaiting composite queries that may wait
     * @param certificates give the first canister its data certificate
     */
    CompositeQueries(
            Scheduler scheduler,
            CanisterHost host,
            MonotonicTime time,
            long instructions,
            int maxWaiting,
            Function<Principal, Supplier<byte[]>> certificates) {
        this.instructions = instructions;
        this.scheduler = scheduler;
        this.host = host;
        this.time = time;
        this.certificates = certificates;
        runner = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(maxWaiting), this::thread);
        runner.allowCoreThreadTimeOut(true);
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(null, work, "replica-composite-" + threads.incrementAndGet(), STACK_BYTES);
        thread.setDaemon(true);
        return thread;
    }

    /** Answers a composite query; empty if the method is none. */
    Optional<CompletableFuture<Response>> ask(Principal id, Caller sender, String method, byte[] argument) {
        Optional<Canister> canister = scheduler.find(id);
        if (canister.isEmpty() || !QueryExecution.isComposite(canister.get(), method)) {
            return Optional.empty();
        }
        CompletableFuture<Response> answer = new CompletableFuture<>();
        QueryTree.Place first = new QueryTree.Place(id, 0, new QueryBudget(instructions), certificates.apply(id));
        try {
            runner.execute(
                    () -> complete(answer, () -> run(first, new QueryTree.Question(id, method, argument, sender))));
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(e);
        }
        return Optional.of(answer);
    }

    private static void complete(CompletableFuture<Response> answer, Supplier<Response> query) {
        try {
            answer.complete(query.get());
        } catch (RuntimeException | StackOverflowError e) {
            answer.completeExceptionally(e);
        }
    }

    /** Runs a query: one without calls on its canister's thread, a composite one here. */
    private Response run(QueryTree.Place place, QueryTree.Question question) {
        CompletableFuture<Supplier<Response>> begun =
                scheduler.query(question.canister(), canister -> prepare(canister, place, question));
        if (place.depth() == 0) {
            requirePlace(begun);
        }
        return await(begun, place.budget()).get();
    }

    /** The user's own query is refused as any query is, when too many wait. */
    private static void requirePlace(CompletableFuture<?> begun) {
        if (begun.isCompletedExceptionally()) {
            try {
                begun.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof RejectedExecutionException) {
                    throw e;
                }
            }
        }
    }

    /** What is left to do when the canister's thread has done its part. */
    private Supplier<Response> prepare(Canister canister, QueryTree.Place place, QueryTree.Question question) {
        Optional<Response> refusal = QueryExecution.refusal(canister, question.method());
        if (refusal.isPresent()) {
            return refusal::get;
        }
        if (QueryExecution.isComposite(canister, question.method())) {
            CanisterImage image = canister.wasm().image();
            return () -> onCopy(canister, image, place, question);
        }
        Response response = QueryExecution.run(
                canister,
                question.method(),
                question.argument(),
                question.caller(),
                time.now(),
                place.certificate(question.canister()),
                place.budget());
        return () -> response;
    }

    private Response onCopy(
            Canister canister, CanisterImage image, QueryTree.Place place, QueryTree.Question question) {
        WasmCanister copy;
        try {
            copy = host.copy(canister, image, time.now());
        } catch (CanisterFault fault) {
            return Response.Reject.of(fault.code(), QueryExecution.prefix(canister) + fault.getMessage());
        }
        try {
            return new QueryTree(canister, copy, place, time, call -> answer(question.canister(), place, call))
                    .run(question);
        } finally {
            copy.release();
        }
    }

    /** How a call that a query makes ends. */
    private Response answer(Principal caller, QueryTree.Place place, OutgoingCall call) {
        place.budget().chargeCall();
        Optional<Response> spent = place.budget().spent();
        if (spent.isPresent()) {
            return spent.get();
        }
        return call.callee().equals(Principals.MANAGEMENT)
                ? manage(caller, place.budget(), call)
                : run(
                        place.below(),
                        new QueryTree.Question(call.callee(), call.method(), call.payload(), Caller.of(caller)));
    }

    /** A query of the management canister, about the caller or another canister. */
    private Response manage(Principal caller, QueryBudget budget, OutgoingCall call) {
        Management management = scheduler.management();
        if (Management.isAboutNetwork(call.method())) {
            return CanisterRanges.answer(
                    scheduler.canisters().stream().map(CanisterInfo::id).toList());
        }
        try {
            Principal target = management.queried(call.method(), call.payload());
            return await(
                            scheduler.<Supplier<Response>>query(target, found -> {
                                Response response = management.query(call.method(), found, caller, call.payload());
                                return () -> response;
                            }),
                            budget)
                    .get();
        } catch (CanisterFault fault) {
            return Response.Reject.of(fault.code(), fault.getMessage());
        }
    }

    private static Supplier<Response> await(CompletableFuture<Supplier<Response>> running, QueryBudget budget) {
        Response instead;
        try {
            return running.get(budget.leftNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            instead = Response.Reject.of(ErrorCode.QUERY_TIME_LIMIT, "A query did not end in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            instead = Response.Reject.of(ErrorCode.QUERY_TIME_LIMIT, "The local replica stops");
        } catch (ExecutionException e) {
            instead = failed(e.getCause());
        }
        Response response = instead;
        return () -> response;
    }

    private static Response failed(Throwable cause) {
        if (cause instanceof CanisterFault fault) {
            return Response.Reject.of(fault.code(), fault.getMessage());
        }
        return cause instanceof RejectedExecutionException
                ? Response.Reject.of(ErrorCode.QUEUE_FULL, "The canister has too many queries waiting")
                : Response.Reject.of(ErrorCode.INTERNAL, "The query failed inside the replica: " + cause);
    }

    @Override
    public void close() {
        runner.shutdownNow();
    }
}
