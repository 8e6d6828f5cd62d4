package org.icws.replica.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.glassfish.grizzly.http.server.Request;

/**
 * Lets only programs of the own machine control the network, and no web page of another origin: such a page could send requests to
 * this port, too.
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
        if (!isLocal(request.getHeader("Host"))) {
            return Optional.of("The network is controlled through a loopback address or localhost only.");
        }
        String origin = request.getHeader("Origin");
        if (origin != null && !isLocal(authority(origin))) {
            return Optional.of("Web pages of other origins must not control the network.");
        }
        boolean json = request.getContentType() != null
                && request.getContentType().split(";", 2)[0].strip().equalsIgnoreCase("application/json");
        return request.getMethod().getMethodString().equals("POST") && !json
                ? Optional.of("A change is asked for with the content type application/json.")
                : Optional.empty();
    }

    private static boolean isLocal(String authority) {
        return authority != null && LOCAL_HOST.matcher(authority).matches();
    }

    private static String authority(String origin) {
        try {
            return URI.create(origin).getAuthority();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
