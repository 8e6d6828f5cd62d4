package org.icws.replica.http;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Phaser;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.ic4j.types.Principal;
import org.icws.replica.LoadLimits;
import org.icws.replica.ReplicaStoppedException;
import org.icws.replica.ingress.RequestRefusedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes HTTP requests, reads their bodies and writes the answers, without holding a thread while a call is executed. */
final class ApiHandler extends HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ApiHandler.class);
    private static final int MAX_BODY_BYTES = 4 * 1024 * 1024;
    private static final int TIMED_OUT = 408;
    private static final String CORS_HEADERS = "Accept, Authorization, Content-Type";

    private final Supplier<PublicApi> api;
    private final ControlApi control;
    private final Executor workers;
    private final Entrance entrance;
    private final Duration requestTime;
    private final Phaser inHand = new Phaser(1);

    ApiHandler(Supplier<PublicApi> api, ControlApi control, Executor workers, LoadLimits limits) {
        super("replica-api");
        this.api = api;
        this.control = control;
        this.workers = workers;
        this.entrance = new Entrance(workers, limits.requests());
        this.requestTime = limits.requestTime();
    }

    @Override
    public void service(Request request, Response response) {
        Optional<Principal> canister = GatewayRoute.of(
                request.getHeader("Host"),
                request.getRequestURI(),
                request.getQueryString(),
                request.getHeader("Referer"));
        if (request.getRequestURI().startsWith(ControlApi.PREFIX)) {
            control(request, response);
        } else if (canister.isPresent() && PageHeaders.isPreflight(request)) {
            write(response, PageHeaders.preflight());
        } else if (canister.isPresent()) {
            suspended(request, response, body -> api.get().page(canister.get(), pageRequest(request, body)));
        } else {
            serviceApi(request, response);
        }
    }

    private void control(Request request, Response response) {
        String method = request.getMethod().getMethodString();
        Optional<String> refusal = LocalOnly.refusal(request);
        if (refusal.isPresent()) {
            write(response, HttpAnswer.text(403, refusal.get()));
        } else if (!method.equals("GET") && !method.equals("POST")) {
            response.setHeader("Allow", "GET, POST");
            write(response, HttpAnswer.text(405, "The control takes GET and POST requests only."));
        } else {
            String path = request.getRequestURI();
            suspended(request, response, body -> CompletableFuture.completedFuture(control.answer(method, path, body)));
        }
    }

    private static CanisterPages.PageRequest pageRequest(Request request, byte[] body) {
        String query = request.getQueryString();
        List<HttpAnswer.Header> headers = new ArrayList<>();
        for (String name : request.getHeaderNames()) {
            request.getHeaders(name).forEach(value -> headers.add(new HttpAnswer.Header(name, value)));
        }
        return new CanisterPages.PageRequest(
                request.getMethod().getMethodString(),
                request.getRequestURI() + (query == null ? "" : "?" + query),
                headers,
                body);
    }

    private void serviceApi(Request request, Response response) {
        response.setHeader("Access-Control-Allow-Origin", "*");
        response.setHeader("Access-Control-Allow-Methods", "GET, HEAD, POST, OPTIONS");
        response.setHeader("Access-Control-Allow-Headers", CORS_HEADERS);
        response.setHeader("X-Content-Type-Options", "nosniff");
        String method = request.getMethod().getMethodString();
        String path = request.getRequestURI();
        Optional<ApiRoute> route = ApiRoute.of(path);
        if (method.equals("OPTIONS")) {
            write(response, HttpAnswer.empty(204));
        } else if (route.isEmpty()) {
            write(response, page(method, path, response));
        } else if (!method.equals("POST")) {
            response.setHeader("Allow", "POST, OPTIONS");
            write(response, HttpAnswer.text(405, "This endpoint takes POST requests only."));
        } else if (!isCbor(request.getContentType())) {
            write(response, HttpAnswer.text(400, "Unexpected content-type, expected " + HttpAnswer.CBOR + "."));
        } else {
            suspended(request, response, body -> api.get().answer(route.get(), body));
        }
    }

    private HttpAnswer page(String method, String path, Response response) {
        Supplier<HttpAnswer> page =
                switch (path) {
                    case "/api/v2/status" -> api.get()::status;
                    case "/_/topology" -> api.get()::topology;
                    case "/" -> api.get()::welcome;
                    default -> null;
                };
        if (page == null) {
            return HttpAnswer.text(
                    404, "There is nothing here: " + path + " is not a path of the Internet Computer's API.");
        }
        if (!method.equals("GET") && !method.equals("HEAD")) {
            response.setHeader("Allow", "GET, HEAD, OPTIONS");
            return HttpAnswer.text(405, "This endpoint takes GET requests only.");
        }
        return page.get();
    }

    private static boolean isCbor(String contentType) {
        return contentType != null && contentType.split(";", 2)[0].strip().equalsIgnoreCase(HttpAnswer.CBOR);
    }

    /** Reads the body and answers without holding a thread meanwhile. */
    private void suspended(Request request, Response response, Function<byte[], CompletableFuture<HttpAnswer>> action) {
        inHand.register();
        AtomicBoolean answered = new AtomicBoolean();
        response.suspend(requestTime.toMillis(), TimeUnit.MILLISECONDS, null, late -> {
            if (answered.get()) {
                // A page is being sent, to a client that does not read it.
                request.getContext().getConnection().terminateSilently();
            }
            resume(
                    response,
                    HttpAnswer.text(
                            TIMED_OUT, "The request took longer than " + requestTime.toMillis() / 1000.0 + " s."),
                    answered);
            return true;
        });
        body(request, response)
                .thenComposeAsync(action, entrance)
                .thenAcceptAsync(answer -> resume(response, answer, answered), workers)
                .exceptionally(failure -> {
                    // Not by a worker: whoever is refused because they are busy need not wait for them.
                    resume(response, failure(failure), answered);
                    return null;
                });
    }

    private static CompletableFuture<byte[]> body(Request request, Response response) {
        if (request.getHeader("Upgrade") == null) {
            return BodyReader.read(request.getNIOInputStream(), request.getContentLengthLong(), MAX_BODY_BYTES);
        }
        // Some clients offer HTTP/2 with each request. They are answered with HTTP/1.1, on a connection that then ends.
        response.setHeader("Connection", "close");
        String length = request.getHeader("Content-Length");
        boolean known = length != null && length.matches("\\d{1,9}");
        return BodyReader.readExactly(
                request.getNIOInputStream(), known ? Integer.parseInt(length) : 0, MAX_BODY_BYTES);
    }

    /** Waits until every request taken so far is answered, or the time is up. */
    void awaitAnswers(Duration patience) {
        try {
            inHand.awaitAdvanceInterruptibly(inHand.arrive(), patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            LOG.info("Some requests are left without an answer");
        }
    }

    private static HttpAnswer failure(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof RequestRefusedException refused) {
            return HttpAnswer.text(refused.status(), refused.getMessage());
        }
        if (cause instanceof ReplicaStoppedException) {
            return HttpAnswer.text(503, cause.getMessage() + ".");
        }
        if (cause instanceof RejectedExecutionException) {
            return HttpAnswer.text(503, "The local replica has too much to do; try again later.");
        }
        if (cause instanceof IOException || cause instanceof CancellationException) {
            return HttpAnswer.text(400, "The request's body could not be read.");
        }
        LOG.error("A request failed inside the replica", cause);
        return HttpAnswer.text(500, "The local replica failed to handle the request; its log says why.");
    }

    private void resume(Response response, HttpAnswer answer, AtomicBoolean answered) {
        if (answered.compareAndSet(false, true)) {
            write(response, answer);
            if (answer.rest() == null || isHead(response)) {
                end(response);
            } else {
                PageWriter.send(response, answer, workers, () -> end(response));
            }
        }
    }

    private void end(Response response) {
        try {
            if (response.isSuspended()) {
                response.resume();
            }
        } finally {
            inHand.arriveAndDeregister();
        }
    }

    private static boolean isHead(Response response) {
        return response.getRequest().getMethod().getMethodString().equals("HEAD");
    }

    private static void write(Response response, HttpAnswer answer) {
        try {
            response.setStatus(answer.status());
            if (answer.contentType() != null) {
                response.setContentType(answer.contentType());
            }
            if (answer.status() == 413 || answer.status() == TIMED_OUT) {
                // The rest of the body is not read, so the connection cannot be used any further.
                response.setHeader("Connection", "close");
            }
            PageHeaders.add(response, answer);
            if (answer.rest() != null) {
                // Its length is not known, and must not be taken for nothing where only the headers were asked for.
                response.getResponse().setChunked(true);
                return;
            }
            response.setContentLength(answer.body().length);
            if (!isHead(response)) {
                // The non-blocking stream: a client that does not read must not hold a thread.
                response.getNIOOutputStream().write(answer.body());
            }
        } catch (IOException | IllegalStateException e) {
            LOG.debug("The client went away before its answer", e);
        }
    }
}
