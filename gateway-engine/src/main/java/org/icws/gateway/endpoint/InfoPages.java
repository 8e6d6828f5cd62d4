package org.icws.gateway.endpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import org.glassfish.grizzly.http.Method;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.RequestExecutorProvider;
import org.glassfish.grizzly.http.server.Response;

/** Answers plain HTTP: a page that says what listens here, and {@code /healthz} for monitors. */
final class InfoPages extends HttpHandler {
    private static final RequestExecutorProvider ON_SELECTOR = new RequestExecutorProvider() {
        @Override
        public Executor getExecutor(Request request) {
            // The answers are constants: nothing blocks.
            return null;
        }
    };

    private final byte[] page;

    InfoPages(String html) {
        super("icws-info");
        page = html.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public RequestExecutorProvider getRequestExecutorProvider() {
        return ON_SELECTOR;
    }

    @Override
    public void service(Request request, Response response) throws IOException {
        response.setHeader("Connection", "close");
        response.setHeader("X-Content-Type-Options", "nosniff");
        String path = request.getDecodedRequestURI();
        if (request.getMethod() != Method.GET && request.getMethod() != Method.HEAD) {
            response.setHeader("Allow", "GET, HEAD");
            answer(response, 405, "text/plain; charset=utf-8", "Only GET is answered here.\n");
        } else if ("/healthz".equals(path)) {
            answer(response, 200, "text/plain; charset=utf-8", "ok\n");
        } else if ("/".equals(path)) {
            answer(response, 200, "text/html; charset=utf-8", page);
        } else {
            answer(response, 404, "text/plain; charset=utf-8", "Nothing here; WebSocket clients connect to /\n");
        }
    }

    private static void answer(Response response, int status, String type, String text) throws IOException {
        answer(response, status, type, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(Response response, int status, String type, byte[] body) throws IOException {
        response.setStatus(status);
        response.setContentType(type);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
