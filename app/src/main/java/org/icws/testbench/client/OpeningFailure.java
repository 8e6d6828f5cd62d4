package org.icws.testbench.client;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.glassfish.tyrus.core.HandshakeException;

/** Why no WebSocket came about, in words: what, why, and what to do. Stateless. */
final class OpeningFailure {

    private OpeningFailure() {}

    /**
     * In words.
     *
     * @param reached whether there was a connection at least
     * @param patience how long it was waited
     */
    static TestClientException of(URI gateway, Throwable failure, boolean reached, Duration patience) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof TestClientException said) {
            return said;
        }
        // Of what else goes wrong, the library makes the status 500.
        if (cause.getCause() instanceof HandshakeException refused
                && refused.getMessage().contains("Response code")) {
            return new TestClientException(
                    "What answers at " + gateway + " opens no WebSocket: it gives the HTTP status "
                            + refused.getHttpStatusCode() + ". Check the address, and that a gateway runs there.",
                    cause);
        }
        String why = cause instanceof TimeoutException ? silence(gateway, reached, patience) : reason(cause);
        return new TestClientException(
                "No gateway answers at " + gateway + ": " + why + " Check the address, and that a gateway runs there."
                        + withoutTls(gateway),
                cause);
    }

    private static String silence(URI gateway, boolean reached, Duration patience) {
        String time = patience.toMillis() < 1000 ? patience.toMillis() + " ms" : patience.toSeconds() + " s";
        if (!reached) {
            return "no connection came about within " + time + "; a firewall on the way may keep silent.";
        }
        return "something takes the connection, but did not answer "
                + (isSecure(gateway)
                        ? "the TLS handshake and the request for a WebSocket"
                        : "the request for a WebSocket")
                + " within " + time + ".";
    }

    /** To the WebSocket library a TLS handshake that nobody answers is a connection that failed, and no more. */
    private static String withoutTls(URI gateway) {
        return isSecure(gateway) ? " The address of a gateway without TLS begins with ws, not wss." : "";
    }

    private static boolean isSecure(URI gateway) {
        return "wss".equalsIgnoreCase(gateway.getScheme());
    }

    /** What the library says, and below it what had happened. */
    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String said = sentence(failure.getMessage());
        boolean more = root != failure
                && root.getMessage() != null
                && !root.getMessage().isBlank()
                && !said.contains(root.getMessage());
        return more ? said + " " + sentence(root.getMessage()) : said;
    }

    private static String sentence(String words) {
        return words == null || words.isBlank() ? "" : words.matches("(?s).*[.!?]") ? words : words + ".";
    }
}
