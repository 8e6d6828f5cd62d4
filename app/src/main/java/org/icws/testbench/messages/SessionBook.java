package org.icws.testbench.messages;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.protocol.GatewayProtocol;

/** How each session began: that tells its protocol, which its messages do not. Bounded and thread-safe. */
public final class SessionBook {

    private static final int MOST_SESSIONS = 20_000;

    private final Map<Long, GatewayEvent.SessionOpened> opened = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, GatewayEvent.SessionOpened> eldest) {
            return size() > MOST_SESSIONS;
        }
    });

    void take(GatewayEvent event) {
        if (event instanceof GatewayEvent.SessionOpened begin) {
            opened.put(begin.sessionId(), begin);
        }
    }

    void clear() {
        opened.clear();
    }

    /** The event of its beginning, if it was seen. */
    public Optional<GatewayEvent.SessionOpened> beginning(long session) {
        return Optional.ofNullable(opened.get(session));
    }

    /** The protocol it speaks; v1 if its beginning was not seen. */
    public GatewayProtocol protocol(long session) {
        GatewayEvent.SessionOpened begin = opened.get(session);
        return begin != null && begin.protocol().equals(GatewayProtocol.POC.name())
                ? GatewayProtocol.POC
                : GatewayProtocol.V1;
    }
}
