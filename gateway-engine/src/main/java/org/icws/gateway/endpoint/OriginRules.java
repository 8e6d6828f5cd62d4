package org.icws.gateway.endpoint;

import jakarta.websocket.server.ServerEndpointConfig;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which web pages may connect. A page from anywhere can make the browser of somebody who runs a gateway on this machine
 * connect to it; therefore only pages from this machine and named origins may. Programs that send no Origin may always.
 */
final class OriginRules extends ServerEndpointConfig.Configurator {
    private final Set<String> allowed;

    OriginRules(Set<String> allowed) {
        this.allowed = allowed.stream().map(OriginRules::normal).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean checkOrigin(String origin) {
        if (origin == null || origin.isBlank() || allowed.contains("*")) {
            return true;
        }
        return isLoopback(origin) || allowed.contains(normal(origin));
    }

    private static String normal(String origin) {
        String lower = origin.trim().toLowerCase(Locale.ROOT);
        return lower.endsWith("/") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static boolean isLoopback(String origin) {
        try {
            String host = URI.create(origin.trim()).getHost();
            if (host == null) {
                return false;
            }
            String name = host.toLowerCase(Locale.ROOT);
            return name.equals("localhost")
                    || name.endsWith(".localhost")
                    || name.equals("[::1]")
                    || name.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
