package org.icws.replica.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Iterator;
import java.util.Optional;
import java.util.regex.Pattern;
import org.glassfish.grizzly.http.server.Request;

/**
 * Lets only programs of the own machine control the network, and no web page. A page of another origin could send requests to this
 * port, also under a name of its own that leads to the loopback address; a page of the same origin is one that a canister serves.
 */
final class LocalOnly {
    private static final Pattern LOCAL_HOST =
            Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d+)?", Pattern.CASE_INSENSITIVE);

    private LocalOnly() {}

    /** Why a request is refused; empty = it is not. */
    static Optional<String> refusal(Request request) {
        if (!isLoopback(request.getRemoteAddr())) {
            return Optional.of("The network is controlled from its own machine only.");
        }
        if (!isLocal(request)) {
            return Optional.of("The network is controlled through a loopback address or localhost only.");
        }
        if (isOfPage(request)) {
            return Optional.of("Web pages must not control the network, not even those that its canisters serve.");
        }
        boolean json = request.getContentType() != null
                && request.getContentType().split(";", 2)[0].strip().equalsIgnoreCase("application/json");
        return request.getMethod().getMethodString().equals("POST") && !json
                ? Optional.of("A change is asked for with the content type application/json.")
                : Optional.empty();
    }

    private static boolean isLocal(Request request) {
        Iterator<String> hosts = request.getHeaders("Host").iterator();
        return hosts.hasNext() && LOCAL_HOST.matcher(hosts.next()).matches() && !hosts.hasNext();
    }

    /** Browsers say where a request comes from: with a change always the origin, otherwise how near the page is. */
    private static boolean isOfPage(Request request) {
        String site = request.getHeader("Sec-Fetch-Site");
        return request.getHeader("Origin") != null || site != null && !site.equalsIgnoreCase("none");
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
