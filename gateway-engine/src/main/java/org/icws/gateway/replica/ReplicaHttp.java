package org.icws.gateway.replica;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.icws.gateway.GatewayScheduler;
import org.icws.gateway.replica.ReplicaException.Kind;

/**
 * HTTP/1.1 to one replica or boundary node, connections kept alive. Thread-safe. Time-outs are the caller's and cover the
 * whole exchange, body included.
 */
final class ReplicaHttp implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int MAX_ANSWER = 16 << 20;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    private final URI base;
    private final GatewayScheduler scheduler;
    /** Its queue is bounded by the requests under way: one per session and poller. */
    private final ExecutorService executor;

    /** For networks without TLS, which are those on this machine and in its neighbourhood; otherwise null. */
    private final PlainHttp plain;

    /** The same for polls, with a thread of their own: however many calls there are, messages to the clients come through. */
    private final PlainHttp polls;

    /** For networks with TLS; otherwise null. */
    private final HttpClient client;

    ReplicaHttp(URI replica, GatewayScheduler scheduler) {
        this.base = URI.create(replica.getScheme() + "://" + replica.getRawAuthority() + "/");
        this.scheduler = scheduler;
        AtomicInteger number = new AtomicInteger();
        this.executor = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "gateway-http-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        boolean encrypted = "https".equalsIgnoreCase(replica.getScheme());
        this.plain = encrypted ? null : new PlainHttp("gateway-network", base, MAX_ANSWER, executor);
        this.polls = encrypted ? null : new PlainHttp("gateway-polls", base, MAX_ANSWER, executor);
        this.client = encrypted
                ? HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_TIMEOUT)
                        .executor(executor)
                        .build()
                : null;
    }

    /** @return host and port, for messages to people */
    String where() {
        return base.getAuthority();
    }

    /** @param quick true if what depends on the answer is done well below a millisecond */
    CompletableFuture<HttpAnswer> post(String path, byte[] cbor, Duration timeout, boolean quick) {
        return within(
                timeout,
                plain != null
                        ? (quick ? polls : plain).send("/" + path, cbor, quick)
                        : secure(path, BodyPublishers.ofByteArray(cbor)));
    }

    CompletableFuture<HttpAnswer> get(String path, Duration timeout) {
        return within(timeout, plain != null ? plain.send("/" + path, null, false) : secure(path, null));
    }

    private CompletableFuture<HttpAnswer> secure(String path, BodyPublisher body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path));
        if (body != null) {
            request.header("Content-Type", "application/cbor").POST(body);
        }
        CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
        CompletableFuture<HttpResponse<byte[]>> exchange =
                client.sendAsync(request.build(), info -> new LimitedBody(MAX_ANSWER));
        exchange.whenComplete((response, failure) -> {
            if (failure == null) {
                answer.complete(new HttpAnswer(response.statusCode(), response.body()));
            } else {
                answer.completeExceptionally(failure);
            }
        });
        answer.whenComplete((done, failure) -> {
            if (answer.isCancelled()) {
                exchange.cancel(true);
            }
        });
        return answer;
    }

    private CompletableFuture<HttpAnswer> within(Duration timeout, CompletableFuture<HttpAnswer> exchange) {
        CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
        GatewayScheduler.Task alarm = scheduler.schedule(timeout, () -> {
            // The JDK's own time-out ends when the response's head arrives, so it cannot be used.
            executor.execute(() -> {
                answer.completeExceptionally(new ReplicaException(
                        Kind.TIMEOUT, where() + " did not answer within " + timeout.toMillis() + " ms"));
                exchange.cancel(true);
            });
        });
        exchange.whenComplete((response, failure) -> {
            alarm.cancel();
            if (failure == null) {
                answer.complete(response);
            } else {
                answer.completeExceptionally(unreachable(failure));
            }
        });
        return answer;
    }

    private ReplicaException unreachable(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String what = cause instanceof ConnectException
                ? "cannot be reached"
                : cause instanceof IOException ? "broke the connection" : "cannot be asked";
        String detail = cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")";
        return new ReplicaException(Kind.UNREACHABLE, where() + " " + what + detail, cause);
    }

    @Override
    public void close() {
        if (plain != null) {
            plain.close();
            polls.close();
        }
        executor.shutdownNow();
    }
}
