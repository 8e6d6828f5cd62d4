package org.icws.gateway.endpoint;

import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;

/** What Tyrus talks to; it hears nothing, because frames are read below Tyrus (see {@link UpgradeFilter}). */
public final class SilentEndpoint extends Endpoint {
    /** Called by Tyrus. */
    public SilentEndpoint() {}

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        // the session is made by UpgradeFilter once the upgrade has been answered
    }
}
