package org.icws.gateway.endpoint;

import org.icws.gateway.session.InboundHandler;
import org.icws.gateway.session.Peer;

/** Makes a session of each accepted WebSocket. */
@FunctionalInterface
public interface SocketAcceptor {
    /**
     * Called on the network thread as soon as the upgrade is answered; must not block.
     *
     * @param peer the new connection; may be written to at once
     * @param path the path of the URL the client asked for
     * @return receives what the client sends
     */
    InboundHandler accept(Peer peer, String path);
}
