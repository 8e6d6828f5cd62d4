package org.icws.replica.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;

/**
 * The headers of canisters' pages. Pages may be loaded from everywhere unless the canister says otherwise, as gateways to the public
 * network have it (HTTP gateway protocol, "HTTP Response Decoding"). Stateless.
 */
final class PageHeaders {
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}&&[^\t]]");

    /** How an answer is transferred is the server's business. */
    private static final Set<String> OF_THE_SERVER = Set.of("content-length", "transfer-encoding", "connection");

    private static final List<HttpAnswer.Header> CORS = List.of(
            new HttpAnswer.Header("Access-Control-Allow-Origin", "*"),
            new HttpAnswer.Header("Access-Control-Allow-Methods", "GET, POST, HEAD, OPTIONS"),
            new HttpAnswer.Header(
                    "Access-Control-Allow-Headers",
                    "DNT,User-Agent,X-Requested-With,If-Modified-Since,Cache-Control,Content-Type,Range,Cookie"),
            new HttpAnswer.Header("Access-Control-Expose-Headers", "Content-Length,Content-Range"));

    private PageHeaders() {}

    /** Whether a header can be sent: a canister could otherwise end the headers, or the answer, early. */
    static boolean isSendable(String name, String value) {
        return NAME.matcher(name).matches() && !UNPRINTABLE.matcher(value).find();
    }

    /** Whether a browser asks whether a page of another origin may make a request. */
    static boolean isPreflight(Request request) {
        return request.getMethod().getMethodString().equals("OPTIONS")
                && request.getHeader("Access-Control-Request-Method") != null;
    }

    /** The answer to such a question. */
    static HttpAnswer preflight() {
        return new HttpAnswer(204, null, new byte[0], List.of());
    }

    /** Sets the headers of an answer, if it is a page. */
    static void add(Response response, HttpAnswer answer) {
        if (answer.headers() == null) {
            return;
        }
        List<String> given = new ArrayList<>();
        for (HttpAnswer.Header header : answer.headers()) {
            String name = header.name().toLowerCase(Locale.ROOT);
            given.add(name);
            if (name.equals("content-type")) {
                response.setContentType(header.value());
            } else if (!OF_THE_SERVER.contains(name)) {
                response.addHeader(header.name(), header.value());
            }
        }
        if (given.stream().noneMatch(name -> name.startsWith("access-control-"))) {
            CORS.forEach(header -> response.setHeader(header.name(), header.value()));
        }
    }
}
