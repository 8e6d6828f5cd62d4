package org.icws.replica.management;

import java.math.BigInteger;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.icws.replica.OutcallConfig;
import org.icws.replica.execution.CanisterFault;
import org.icws.replica.execution.CycleFlow;
import org.icws.replica.execution.EntryPoint;
import org.icws.replica.execution.ErrorCode;
import org.icws.replica.execution.MessageContext;
import org.icws.replica.execution.Response;
import org.icws.replica.state.Canister;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes HTTP requests for canisters, away from the threads that execute canisters. Thread-safe. */
public final class OutcallService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OutcallService.class);
    private static final int THREADS = 8;
    private static final int MAX_WAITING = 500;
    private static final int SYS_FATAL = 1;
    private static final int SYS_TRANSIENT = 2;

    private final OutcallClient client;
    private final ThreadPoolExecutor pool;
    private final AtomicInteger open = new AtomicInteger();

    /** Runs a query on the canister that makes a request. */
    @FunctionalInterface
    public interface TransformRunner {
        /** Runs something on the canister's thread. */
        CompletableFuture<Response> run(Function<Canister, Response> query);
    }

    /**
     * What has become of a request before it is made.
     *
     * @param answer completes with the answer for the canister
     * @param price cycles it takes
     */
    public record Started(CompletableFuture<Response> answer, BigInteger price) {}

    /** @param config what is allowed */
    public OutcallService(OutcallConfig config) {
        client = new OutcallClient(config);
        AtomicInteger number = new AtomicInteger();
        pool = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), work -> {
                    Thread thread = new Thread(work, "replica-outcall-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
    }

    /** Whether no request is under way. */
    public boolean isIdle() {
        return open.get() == 0;
    }

    /**
     * Starts a request.
     *
     * @param call of the method {@code http_request}
     * @param transforms runs the transform function
     * @param timeNanos the time the transform function sees
     * @throws CanisterFault the request is not allowed, or not paid for
     */
    public Started start(ManagementCall call, TransformRunner transforms, long timeNanos) {
        HttpOutcall outcall = HttpOutcall.of(call);
        client.requireAllowed(outcall.url());
        BigInteger price = outcall.price();
        if (call.cycles().compareTo(price) < 0) {
            throw new CanisterFault(
                    ErrorCode.CANISTER_REJECTED,
                    "http_request request sent with " + call.cycles() + " cycles, but " + price
                            + " cycles are required.");
        }
        open.incrementAndGet();
        CompletableFuture<Response> answer;
        try {
            answer = CompletableFuture.supplyAsync(() -> client.send(outcall), pool)
                    .thenCompose(received -> transform(outcall, received, transforms, timeNanos))
                    .exceptionally(OutcallService::failed);
        } catch (RejectedExecutionException e) {
            answer = CompletableFuture.completedFuture(
                    new Response.Reject(SYS_TRANSIENT, "Too many http requests are under way", "IC0204"));
        }
        return new Started(answer, price);
    }

    /** To be called when the answer has been handed over. */
    public void delivered() {
        open.decrementAndGet();
    }

    private static Response failed(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof OutcallException refused) {
            return new Response.Reject(
                    refused.isTransient() ? SYS_TRANSIENT : SYS_FATAL, refused.getMessage(), "IC0101");
        }
        if (cause instanceof CanisterFault fault) {
            return Response.Reject.of(fault.code(), fault.getMessage());
        }
        LOG.warn("An http request of a canister failed inside the replica", cause);
        return new Response.Reject(SYS_FATAL, "http_request failed: " + cause, "IC0101");
    }

    private static CompletableFuture<Response> transform(
            HttpOutcall outcall, OutcallAnswer received, TransformRunner transforms, long timeNanos) {
        if (outcall.transform() == null) {
            return CompletableFuture.completedFuture(new Response.Reply(received.encode()));
        }
        return transforms
                .run(canister -> transformed(canister, outcall, received, timeNanos))
                .thenApply(response -> checked(response, outcall));
    }

    private static Response transformed(
            Canister canister, HttpOutcall outcall, OutcallAnswer received, long timeNanos) {
        String method = "canister_query " + outcall.transform().method();
        if (canister.wasm() == null || !canister.wasm().exports(method)) {
            return Response.Reject.of(
                    ErrorCode.METHOD_NOT_FOUND,
                    "Canister has no query method '" + outcall.transform().method()
                            + "' to transform the http response");
        }
        MessageContext message = new MessageContext(EntryPoint.TRANSFORM, timeNanos)
                .cycles(new CycleFlow(canister.cycles(), BigInteger.ZERO, BigInteger.ZERO))
                .argument(received.transformArgument(outcall.transform().context()));
        return canister.wasm()
                .run(method, message, false)
                .<Response>map(fault -> Response.Reject.of(fault.code(), fault.getMessage()))
                .orElseGet(() -> message.response() != null
                        ? message.response()
                        : Response.Reject.of(ErrorCode.NO_REPLY, "The transform function did not reply"));
    }

    private static Response checked(Response response, HttpOutcall outcall) {
        if (!(response instanceof Response.Reply reply)) {
            return response;
        }
        OutcallAnswer transformed = OutcallAnswer.decode(reply.data());
        HttpOutcall.checkHeaders(transformed.headers());
        if (reply.data().length > outcall.maxResponseBytes()) {
            throw new OutcallException(
                    "Transformed http response exceeds limit: " + outcall.maxResponseBytes(), false, null);
        }
        return new Response.Reply(transformed.encode());
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
