package org.icws.gateway.endpoint;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.glassfish.grizzly.http.Method;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.RequestExecutorProvider;
import org.glassfish.grizzly.http.server.Response;
import org.icws.gateway.metrics.MetricsPage;

/**
 * Answers plain HTTP: a page that says what listens here, {@code /healthz} for monitors, and {@code /metrics} for
 * monitoring systems on this machine.
 */
final class InfoPages extends HttpHandler {
    private static final String METRICS = "/metrics";
    private static final String PLAIN = "text/plain; charset=utf-8";
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final int MAX_WAITING_SCRAPES = 8;

    private final byte[] page;
    private final Supplier<String> metrics;
    private final ThreadPoolExecutor scraper;

    InfoPages(String html, Supplier<String> metrics) {
        super("icws-info");
        this.page = html.getBytes(StandardCharsets.UTF_8);
        this.metrics = metrics;
        this.scraper = new ThreadPoolExecutor(
                1, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING_SCRAPES), InfoPages::thread);
        scraper.allowCoreThreadTimeOut(true);
        scraper.setRejectedExecutionHandler(new ThreadPoolExecutor.CallerRunsPolicy());
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "gateway-metrics");
        thread.setDaemon(true);
        return thread;
    }

    /** Constants are answered at once; with many sessions, metrics take too long for the thread that serves sockets. */
    @Override
    public RequestExecutorProvider getRequestExecutorProvider() {
        return new RequestExecutorProvider() {
            @Override
            public Executor getExecutor(Request request) {
                return METRICS.equals(request.getRequestURI()) ? scraper : null;
            }
        };
    }

    @Override
    public void service(Request request, Response response) throws IOException {
        response.setHeader("Connection", "close");
        response.setHeader("X-Content-Type-Options", "nosniff");
        String path = request.getDecodedRequestURI();
        if (request.getMethod() != Method.GET && request.getMethod() != Method.HEAD) {
            response.setHeader("Allow", "GET, HEAD");
            answer(response, 405, PLAIN, "Only GET is answered here.\n");
        } else if ("/healthz".equals(path)) {
            answer(response, 200, PLAIN, "ok\n");
        } else if (METRICS.equals(path)) {
            metrics(request, response);
        } else if ("/".equals(path)) {
            answer(response, 200, "text/html; charset=utf-8", page);
        } else {
            answer(
                    response,
                    404,
                    PLAIN,
                    "Nothing here; WebSocket clients connect to / or, with the proof of concept's protocol, to /poc\n");
        }
    }

    private void metrics(Request request, Response response) throws IOException {
        if (isLocal(request)) {
            answer(response, 200, MetricsPage.CONTENT_TYPE, metrics.get());
        } else {
            answer(response, 403, PLAIN, "Metrics are shown to programs on this machine only.\n");
        }
    }

    /**
     * From this machine, and not on behalf of another one: a proxy says so in a header, and a web page that has its own
     * name point to this machine still asks by that name.
     */
    private static boolean isLocal(Request request) throws IOException {
        boolean forwarded = request.getHeader("X-Forwarded-For") != null || request.getHeader("Forwarded") != null;
        return !forwarded
                && InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress()
                && LOOPBACK_NAMES.contains(hostName(request.getHeader("Host")));
    }

    private static String hostName(String host) {
        try {
            return host == null
                    ? ""
                    : String.valueOf(URI.create("http://" + host).getHost());
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static void answer(Response response, int status, String type, String text) throws IOException {
        answer(response, status, type, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(Response response, int status, String type, byte[] body) throws IOException {
        response.setStatus(status);
        response.setContentType(type);
        response.setContentLength(body.length);
        // A body beyond the buffer would be sent without its content type.
        response.setBufferSize(body.length);
        response.getOutputStream().write(body);
    }

    @Override
    public void destroy() {
        scraper.shutdownNow();
        super.destroy();
    }
}
