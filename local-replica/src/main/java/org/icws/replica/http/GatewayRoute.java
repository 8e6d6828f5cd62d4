package org.icws.replica.http;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ic4j.types.Principal;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.principal.Principals;

/**
 * Which canister a browser's request is for: {@code <id>.localhost} or {@code ?canisterId=<id>}. What a page of the second kind loads
 * does not repeat the parameter, so the page it comes from counts too.
 */
final class GatewayRoute {
    private static final Pattern HOST =
            Pattern.compile("([a-z0-9-]+)\\.(?:raw\\.)?localhost(?::\\d+)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern PARAMETER = Pattern.compile("(?:^|&)canisterId=([^&]*)");

    private GatewayRoute() {}

    /**
     * The canister a request is for.
     *
     * @param host the header; null = none
     * @param path of the URL
     * @param query of the URL without question mark; null = none
     * @param referer the header; null = none
     * @return empty when it is for the network itself
     */
    static Optional<Principal> of(String host, String path, String query, String referer) {
        if (path.startsWith("/api/") || path.startsWith("/_/")) {
            return Optional.empty();
        }
        Matcher byHost = HOST.matcher(host == null ? "" : host);
        Optional<Principal> named = byHost.matches() ? parse(byHost.group(1)) : Optional.empty();
        if (named.isPresent()) {
            return named;
        }
        return parameter(query).or(() -> samePage(host, referer));
    }

    private static Optional<Principal> parameter(String query) {
        Matcher byParameter = PARAMETER.matcher(query == null ? "" : query);
        return byParameter.find() ? parse(byParameter.group(1)) : Optional.empty();
    }

    private static Optional<Principal> samePage(String host, String referer) {
        try {
            URI page = URI.create(referer == null ? "" : referer);
            return host != null && host.equalsIgnoreCase(page.getAuthority())
                    ? parameter(page.getRawQuery())
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Principal> parse(String text) {
        try {
            return Optional.of(Principals.parse(text));
        } catch (ProtocolException e) {
            return Optional.empty();
        }
    }
}
