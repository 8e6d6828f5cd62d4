package org.icws.gateway.session;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.icws.gateway.SessionSnapshot;
import org.icws.gateway.protocol.GatewayProtocol;

/** All sessions of a gateway: makes one of each accepted socket, and ends them all when the gateway stops. Thread-safe. */
public final class Sessions {
    private final SessionServices services;
    private final SessionRegistry registry = new SessionRegistry();
    private final ClientReport reports;
    private final Heartbeat heartbeat;

    /** @param services what the sessions share; its pollers deliver to these sessions from now on */
    public Sessions(SessionServices services) {
        this.services = services;
        this.reports = new ClientReport(services);
        services.pollers().deliverTo(new Distributor(services, registry));
        this.heartbeat = new Heartbeat(services.scheduler(), services::limits, registry::stream);
        heartbeat.start();
    }

    /**
     * Makes a session of an accepted socket and greets the client.
     *
     * @param peer the socket
     * @param path the path of the URL the client asked for, which chooses the protocol
     * @return receives what the client sends
     */
    public InboundHandler accept(Peer peer, String path) {
        GatewayProtocol protocol = GatewayProtocol.at(path);
        ClientSession session = new ClientSession(registry.nextNumber(), peer, protocol, services, registry, reports);
        registry.add(session);
        session.start(registry.size());
        return session;
    }

    /**
     * Closes one session for the operator.
     *
     * @param sessionId its number
     * @param code WebSocket close code
     * @param reason for the client; cut to what a close frame can carry
     * @return false if there is no such session, or it is ending already
     */
    public boolean close(long sessionId, int code, String reason) {
        return registry.byNumber(sessionId)
                .map(session -> session.closeByOperator(code, CloseCause.cut(reason)))
                .orElse(false);
    }

    /** Closes the sessions of canisters that are not allowed any more. */
    public void enforceAllowed() {
        registry.all().forEach(ClientSession::enforceAllowed);
    }

    /** Calls to canisters that were paused and are not any more go on. */
    public void resume() {
        registry.all().forEach(session -> session.relay().resume());
    }

    /** Makes changed limits hold for the sessions that exist. */
    public void limitsChanged() {
        registry.all().forEach(session -> session.relay().limitsChanged());
        heartbeat.limitsChanged();
    }

    /** @return the state of all sessions, by number */
    public List<SessionSnapshot> snapshot() {
        return registry.snapshot();
    }

    /**
     * Closes all sessions with 1001 and tells the canisters; returns when all is done or the time is up. Sockets still open
     * then are dropped.
     *
     * @param patience longest wait
     */
    public void shutdown(Duration patience) {
        heartbeat.stop();
        List<ClientSession> all = registry.all();
        CompletableFuture<?>[] ends = all.stream().map(s -> s.shutdown().over()).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(ends).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            all.forEach(ClientSession::drop);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            all.forEach(ClientSession::drop);
        }
    }
}
