package org.icws.gateway;

import java.net.URI;
import org.ic4j.types.Principal;

/** What a browser shows that opens the gateway's address. */
final class InfoPage {
    private InfoPage() {}

    static String html(Principal gateway, URI replica) {
        return """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>IC WebSocket gateway</title>
                <style>
                  body { font: 16px/1.5 system-ui, sans-serif; margin: 4em auto; max-width: 42em; padding: 0 1em }
                  code { background: #8882; border-radius: 4px; padding: 2px 5px; overflow-wrap: anywhere }
                  @media (prefers-color-scheme: dark) { body { background: #111; color: #ddd } }
                </style>
                <h1>IC WebSocket gateway</h1>
                <p>This port speaks the IC WebSocket protocol (v1): connect to it with a WebSocket client such as
                   <code>ic-websocket-js</code>, not with a browser's address bar. Clients of the first proof of concept
                   connect to <code>/poc</code>.</p>
                <p>Gateway principal: <code>%s</code><br>Network: <code>%s</code></p>
                <p>Monitors may ask <a href="/healthz"><code>/healthz</code></a>; Prometheus,
                   <a href="/metrics"><code>/metrics</code></a>.</p>
                </html>
                """.formatted(gateway, escape(replica.getScheme() + "://" + replica.getAuthority()));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
