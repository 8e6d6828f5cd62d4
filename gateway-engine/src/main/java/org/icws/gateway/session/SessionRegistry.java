package org.icws.gateway.session;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.ic4j.types.Principal;
import org.icws.gateway.SessionSnapshot;
import org.icws.gateway.protocol.GatewayProtocol;
import org.icws.gateway.protocol.v1.ClientKey;

/** All sessions, by number and by where the canister's messages for them come from. Thread-safe. */
public final class SessionRegistry {
    private record Route(GatewayProtocol protocol, Principal canister, ClientKey client) {}

    private record Owner(Principal canister, Principal client) {}

    private final Map<Long, ClientSession> sessions = new ConcurrentHashMap<>();
    private final Map<Route, ClientSession> routes = new ConcurrentHashMap<>();
    /** Sessions the canister has accepted and not yet written to: few, and only for a moment. */
    private final Set<ClientSession> expecting = ConcurrentHashMap.newKeySet();

    /** The session a canister has accepted last, of each principal. */
    private final Map<Owner, ClientSession> newest = new ConcurrentHashMap<>();

    private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();
    private final Map<Principal, Integer> byCanister = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();

    long nextNumber() {
        return numbers.incrementAndGet();
    }

    void add(ClientSession session) {
        sessions.put(session.id(), session);
        byAddress.merge(session.address(), 1, Integer::sum);
    }

    /** Sessions from that address, and those that belong to that canister. */
    int from(String address) {
        return byAddress.getOrDefault(address, 0);
    }

    int belongingTo(Principal canister) {
        return byCanister.getOrDefault(canister, 0);
    }

    /** Notes the session a canister has just accepted; returns the one of the same principal accepted before it, or null. */
    ClientSession accepted(Principal canister, Principal client, ClientSession session) {
        ClientSession before = newest.put(new Owner(canister, client), session);
        return before == session ? null : before;
    }

    void forgetAccepted(Principal canister, Principal client, ClientSession session) {
        newest.remove(new Owner(canister, client), session);
    }

    void remove(ClientSession session) {
        if (sessions.remove(session.id()) != null) {
            byAddress.computeIfPresent(session.address(), (a, n) -> n == 1 ? null : n - 1);
        }
        expecting.remove(session);
    }

    void expectFirstMessage(ClientSession session) {
        expecting.add(session);
    }

    void gotFirstMessage(ClientSession session) {
        expecting.remove(session);
    }

    boolean isStarving(Principal canister, GatewayProtocol protocol, long monotonicNanos) {
        return expecting.stream().anyMatch(session -> session.isStarving(canister, protocol, monotonicNanos));
    }

    /** @return false if that client of that canister is connected already */
    boolean addRoute(GatewayProtocol protocol, Principal canister, ClientKey client, ClientSession session) {
        boolean added = routes.putIfAbsent(new Route(protocol, canister, client), session) == null;
        if (added) {
            byCanister.merge(canister, 1, Integer::sum);
        }
        return added;
    }

    void removeRoute(GatewayProtocol protocol, Principal canister, ClientKey client, ClientSession session) {
        if (routes.remove(new Route(protocol, canister, client), session)) {
            byCanister.computeIfPresent(canister, (c, n) -> n == 1 ? null : n - 1);
        }
        forgetAccepted(canister, client.principal(), session);
    }

    ClientSession find(GatewayProtocol protocol, Principal canister, ClientKey client) {
        return routes.get(new Route(protocol, canister, client));
    }

    List<ClientSession> of(Principal canister, GatewayProtocol protocol) {
        return routes.entrySet().stream()
                .filter(e ->
                        e.getKey().canister().equals(canister) && e.getKey().protocol() == protocol)
                .map(Map.Entry::getValue)
                .toList();
    }

    Optional<ClientSession> byNumber(long number) {
        return Optional.ofNullable(sessions.get(number));
    }

    /** @return sessions that have not ended */
    public int size() {
        return sessions.size();
    }

    /** @return all sessions, by number */
    public List<ClientSession> all() {
        return sessions.values().stream()
                .sorted(Comparator.comparingLong(ClientSession::id))
                .toList();
    }

    /** In no order. */
    Stream<ClientSession> stream() {
        return sessions.values().stream();
    }

    /** @return the state of all sessions, by number */
    public List<SessionSnapshot> snapshot() {
        return all().stream().map(ClientSession::snapshot).toList();
    }
}
