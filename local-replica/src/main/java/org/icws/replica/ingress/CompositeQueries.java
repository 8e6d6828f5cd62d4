package org.icws.replica.ingress;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.ic4j.types.Principal;
import org.icws.protocol.principal.Principals;
import org.icws.replica.CanisterInfo;
import org.icws.replica.execution.CanisterFault;
import org.icws.replica.execution.EntryPoint;
import org.icws.replica.execution.ErrorCode;
import org.icws.replica.execution.MessageContext;
import org.icws.replica.execution.OutgoingCall;
import org.icws.replica.execution.Response;
import org.icws.replica.management.CanisterRanges;
import org.icws.replica.management.Management;
import org.icws.replica.scheduler.Scheduler;
import org.icws.replica.state.Canister;
import org.icws.replica.state.MonotonicTime;

/**
 * Queries that call queries of other canisters (interface specification, "Composite queries"). A canister's state changes last until
 * its query has ended, so its thread waits meanwhile; one composite query runs at a time, so that none can wait for another. A trap in
 * a callback ends the whole query. Thread-safe.
 */
final class CompositeQueries implements AutoCloseable {
    private static final int MAX_DEPTH = 6;
    private static final int MAX_CALLS = 500;
    private static final int MAX_WAITING = 1000;
    private static final long LIMIT_NANOS = Duration.ofSeconds(10).toNanos();

    private final Scheduler scheduler;
    private final MonotonicTime time;
    private final long instructions;
    private final Function<Principal, Supplier<byte[]>> certificates;
    private final ThreadPoolExecutor runner;

    /**
     * @param scheduler runs the queries
     * @param time of the network
     * @param instructions that all queries of one composite query may take together
     * @param certificates give the first canister its data certificate
     */
    CompositeQueries(
            Scheduler scheduler,
            MonotonicTime time,
            long instructions,
            Function<Principal, Supplier<byte[]>> certificates) {
        this.instructions = instructions;
        this.scheduler = scheduler;
        this.time = time;
        this.certificates = certificates;
        runner = new ThreadPoolExecutor(
                1, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), CompositeQueries::thread);
        runner.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "replica-composite");
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
        long deadline = System.nanoTime() + LIMIT_NANOS;
        try {
            Node root = new Node(List.of(id), deadline, new QueryBudget(instructions));
            runner.execute(() -> answer.complete(nested(id, root, method, argument, sender, certificates.apply(id))));
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(e);
        }
        return Optional.of(answer);
    }

    /**
     * A place in the tree of calls.
     *
     * @param path the canisters from the first one to this
     * @param deadline by {@link System#nanoTime()}
     * @param budget of the whole tree
     */
    private record Node(List<Principal> path, long deadline, QueryBudget budget) {
        Node below(Principal callee) {
            List<Principal> longer = new ArrayList<>(path);
            longer.add(callee);
            return new Node(longer, deadline, budget);
        }

        long left() {
            return deadline - System.nanoTime();
        }
    }

    /** Runs a query on a canister's thread and waits for it. */
    private Response nested(
            Principal id, Node node, String method, byte[] argument, Caller caller, Supplier<byte[]> certificate) {
        CompletableFuture<Response> running = scheduler.query(
                id,
                canister -> QueryExecution.isComposite(canister, method)
                        ? tree(canister, node, method, argument, caller, certificate)
                        : QueryExecution.run(
                                canister, method, argument, caller, time.now(), certificate, node.budget()));
        return await(running, node);
    }

    private static Response await(CompletableFuture<Response> running, Node node) {
        try {
            return running.get(Math.max(1, node.left()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return tooLong();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return tooLong();
        } catch (ExecutionException e) {
            return e.getCause() instanceof CanisterFault fault
                    ? Response.Reject.of(fault.code(), fault.getMessage())
                    : Response.Reject.of(ErrorCode.INTERNAL, "The query failed inside the replica: " + e.getCause());
        }
    }

    private static Response tooLong() {
        return Response.Reject.of(
                ErrorCode.QUERY_TIME_LIMIT, "Composite query calls took longer than the limit of 10 s");
    }

    private Response tree(
            Canister canister, Node node, String method, byte[] argument, Caller caller, Supplier<byte[]> certificate) {
        Optional<Response> refusal = QueryExecution.refusal(canister, method);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        canister.wasm().beginQuery();
        try {
            MessageContext message = QueryExecution.message(canister, EntryPoint.COMPOSITE_QUERY, caller, time.now())
                    .argument(argument)
                    .callLimit(MAX_CALLS)
                    .certificate(certificate);
            Optional<CanisterFault> fault = canister.wasm()
                    .continueQuery(
                            QueryExecution.compositeExport(method),
                            node.budget().limit(message));
            charge(canister, node, message);
            Response response =
                    fault.isPresent() ? rejected(canister, fault.get()) : callbacks(canister, node, caller, message);
            QueryExecution.count(canister, argument, response);
            return response;
        } finally {
            canister.wasm().endQuery();
        }
    }

    private static void charge(Canister canister, Node node, MessageContext message) {
        node.budget().charge(message);
        canister.queryStatistics().countInstructions(message.instructions().ofMessage());
    }

    private static Response rejected(Canister canister, CanisterFault fault) {
        return Response.Reject.of(fault.code(), QueryExecution.prefix(canister) + fault.getMessage());
    }

    private Response callbacks(Canister canister, Node node, Caller caller, MessageContext first) {
        Response response = first.response();
        Deque<OutgoingCall> open = new ArrayDeque<>(first.calls());
        while (!open.isEmpty()) {
            OutgoingCall call = open.removeFirst();
            Response answer = answer(canister, node, call);
            if (node.budget().isSpent()) {
                return QueryBudget.spent();
            }
            boolean replied = answer instanceof Response.Reply;
            MessageContext message =
                    callbackMessage(canister, caller, answer, response != null).callLimit(MAX_CALLS - open.size());
            node.budget().limit(message);
            Optional<CanisterFault> fault =
                    canister.wasm().continueQuery(replied ? call.onReply() : call.onReject(), message);
            charge(canister, node, message);
            if (node.budget().isSpent()) {
                return QueryBudget.spent();
            }
            if (fault.isPresent()) {
                cleanUp(canister, node, caller, call);
                return response != null ? response : rejected(canister, fault.get());
            }
            response = response == null ? message.response() : response;
            open.addAll(message.calls());
        }
        return response != null ? response : QueryExecution.noReply(canister);
    }

    private MessageContext callbackMessage(Canister canister, Caller caller, Response answer, boolean answered) {
        boolean replied = answer instanceof Response.Reply;
        MessageContext message = QueryExecution.message(
                canister, replied ? EntryPoint.COMPOSITE_REPLY : EntryPoint.COMPOSITE_REJECT, caller, time.now());
        if (answer instanceof Response.Reply reply) {
            message.argument(reply.data());
        } else if (answer instanceof Response.Reject reject) {
            message.reject(reject.code(), reject.message());
        }
        return answered ? message.alreadyResponded() : message;
    }

    private void cleanUp(Canister canister, Node node, Caller caller, OutgoingCall call) {
        if (call.onCleanup() != null) {
            MessageContext message = QueryExecution.message(canister, EntryPoint.COMPOSITE_CLEANUP, caller, time.now());
            canister.wasm().continueQuery(call.onCleanup(), message);
            charge(canister, node, message);
        }
    }

    private Response answer(Canister canister, Node node, OutgoingCall call) {
        if (node.left() <= 0) {
            return tooLong();
        }
        if (call.callee().equals(Principals.MANAGEMENT)) {
            return manage(canister.id(), node, call);
        }
        if (node.path().contains(call.callee())) {
            return Response.Reject.of(
                    ErrorCode.QUERY_LOOP,
                    "Loop inside query call graph: canister " + call.callee() + " is in it already");
        }
        if (node.path().size() >= MAX_DEPTH) {
            return Response.Reject.of(
                    ErrorCode.QUERY_TOO_DEEP, "Composite query calls are nested deeper than the limit of " + MAX_DEPTH);
        }
        node.budget().chargeCall();
        if (node.budget().isSpent()) {
            return QueryBudget.spent();
        }
        return nested(
                call.callee(),
                node.below(call.callee()),
                call.method(),
                call.payload(),
                Caller.of(canister.id()),
                null);
    }

    /** A query of the management canister, about the caller, a canister that waits for this query, or another one. */
    private Response manage(Principal caller, Node node, OutgoingCall call) {
        Management management = scheduler.management();
        if (Management.isAboutNetwork(call.method())) {
            return CanisterRanges.answer(
                    scheduler.canisters().stream().map(CanisterInfo::id).toList());
        }
        Function<Canister, Response> query = target -> management.query(call.method(), target, caller, call.payload());
        try {
            Principal target = management.queried(call.method(), call.payload());
            if (node.path().contains(target)) {
                // Its thread waits for this one, so it stands still.
                return query.apply(scheduler.find(target).orElseThrow());
            }
            return await(scheduler.query(target, query), node);
        } catch (CanisterFault fault) {
            return Response.Reject.of(fault.code(), fault.getMessage());
        }
    }

    @Override
    public void close() {
        runner.shutdownNow();
    }
}
