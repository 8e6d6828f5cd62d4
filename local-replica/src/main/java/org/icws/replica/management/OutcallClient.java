package org.icws.replica.management;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.icws.replica.OutcallConfig;
import org.icws.replica.management.HttpOutcall.Header;

/** The HTTP client behind outcalls: follows no redirects, reads no more than was asked for. Thread-safe. */
final class OutcallClient {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final String USER_AGENT = "ic/1.0";

    /** Set by the client itself. */
    private static final Set<String> OWN_HEADERS = Set.of("host", "content-length", "connection", "expect", "upgrade");

    private final OutcallConfig config;
    private HttpClient http;

    OutcallClient(OutcallConfig config) {
        this.config = config;
    }

    private synchronized HttpClient http() {
        if (http == null) {
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(CONNECT_TIMEOUT);
            if (config.tls() != null) {
                builder.sslContext(config.tls());
            }
            http = builder.build();
        }
        return http;
    }

    /**
     * Checks that a request may be made to a URL.
     *
     * @throws org.icws.replica.execution.CanisterFault it may not
     */
    void requireAllowed(String url) {
        URI uri = uri(url);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (scheme.equals("https") && uri.getHost() != null) {
            return;
        }
        if (scheme.equals("http") && uri.getHost() != null) {
            if (!config.plainHttpToLoopback()) {
                throw HttpOutcall.refused("Url need to specify https scheme: " + url
                        + " (this local replica can be configured to allow http to the own machine)");
            }
            if (!isLoopback(uri.getHost())) {
                throw HttpOutcall.refused(
                        "Url need to specify https scheme: http is allowed to the own machine only, not to " + url);
            }
            return;
        }
        throw HttpOutcall.refused("Url need to specify https scheme: " + url);
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static URI uri(String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            throw HttpOutcall.refused("Failed to parse URL: " + e.getMessage());
        }
    }

    /**
     * Makes a request and waits for the answer.
     *
     * @throws OutcallException there is none in time, or it is too large
     */
    OutcallAnswer send(HttpOutcall outcall) {
        int limit = outcall.maxResponseBytes();
        CompletableFuture<HttpResponse<byte[]>> exchange = http().sendAsync(
                        request(outcall), answer -> new LimitedBody(limit - size(headers(answer.headers())), limit));
        try {
            // The client's own time-outs end with the headers; a body may trickle for ever.
            HttpResponse<byte[]> response = exchange.get(config.timeout().toNanos(), TimeUnit.NANOSECONDS);
            return answer(response);
        } catch (TimeoutException e) {
            exchange.cancel(true);
            throw new OutcallException("Canister http request timed out", true, e);
        } catch (ExecutionException e) {
            throw failed(outcall, e.getCause());
        } catch (InterruptedException e) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            throw new OutcallException("The local replica has been stopped", true, e);
        }
    }

    private static RuntimeException failed(HttpOutcall outcall, Throwable cause) {
        for (Throwable why = cause; why != null; why = why.getCause()) {
            if (why instanceof OutcallException refused) {
                return refused;
            }
            if (why instanceof HttpTimeoutException) {
                return new OutcallException("Canister http request timed out", true, why);
            }
        }
        return new OutcallException("Connecting to " + uri(outcall.url()).getHost() + " failed: " + cause, true, cause);
    }

    private static HttpRequest request(HttpOutcall outcall) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(uri(outcall.url()));
        boolean agent = false;
        for (Header header : outcall.headers()) {
            String name = header.name().toLowerCase(Locale.ROOT);
            agent |= name.equals("user-agent");
            if (!OWN_HEADERS.contains(name)) {
                add(builder, header);
            }
        }
        if (!agent) {
            builder.header("user-agent", USER_AGENT);
        }
        HttpRequest.BodyPublisher body = outcall.body() == null || outcall.body().length == 0
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofByteArray(outcall.body());
        return builder.method(outcall.method(), body).build();
    }

    private static void add(HttpRequest.Builder builder, Header header) {
        try {
            builder.header(header.name(), header.value());
        } catch (IllegalArgumentException e) {
            throw new OutcallException("The header '" + header.name() + "' is not valid: " + e.getMessage(), false, e);
        }
    }

    private static List<Header> headers(HttpHeaders received) {
        List<Header> headers = new ArrayList<>();
        received.map().forEach((name, values) -> values.forEach(value -> headers.add(new Header(name, value))));
        return headers;
    }

    private static int size(List<Header> headers) {
        return headers.stream().mapToInt(Header::size).sum();
    }

    private static OutcallAnswer answer(HttpResponse<byte[]> response) {
        List<Header> headers = headers(response.headers());
        HttpOutcall.checkHeaders(headers);
        return new OutcallAnswer(response.statusCode(), headers, response.body());
    }
}
