package org.icws.gateway.session;

import org.ic4j.types.Principal;
import org.icws.gateway.protocol.GatewayProtocol;
import org.icws.gateway.session.ClientSession.Opened;
import org.icws.protocol.principal.Principals;

/** Who one client is, as far as it has told, whether it may talk to its canister, and the canister's way to it. */
final class ClientRoute {
    private final ClientSession session;
    private final GatewayProtocol protocol;
    private final SessionServices services;
    private final SessionRegistry registry;

    private volatile Opened opened;
    /** The canister the client wants, known from its first frame on. */
    private volatile Principal addressed;

    ClientRoute(ClientSession session, GatewayProtocol protocol, SessionServices services, SessionRegistry registry) {
        this.session = session;
        this.protocol = protocol;
        this.services = services;
        this.registry = registry;
    }

    /** The client has named its canister, not yet itself. */
    void address(Principal canister) {
        addressed = canister;
    }

    /** Who the client is; null before its ws_open. */
    Opened opened() {
        return opened;
    }

    /** Whether the operator holds back what goes to its canister. */
    boolean isPaused() {
        Principal canister = addressed;
        return canister != null && services.live().isPaused(canister);
    }

    /** Whether the client is known and its canister is not allowed (any more). */
    boolean isForbidden() {
        Opened who = opened;
        return who != null && !services.live().isAllowed(who.canister());
    }

    /** Opens the way from the canister to the client. */
    void open(Opened who) throws ClientRequest.Refusal {
        if (!services.live().isAllowed(who.canister())) {
            throw new ClientRequest.Refusal(CloseCause.CANISTER_NOT_ALLOWED, Principals.shorten(who.canister()));
        }
        if (!registry.addRoute(protocol, who.canister(), who.client(), session)) {
            throw protocol == GatewayProtocol.POC
                    ? new ClientRequest.Refusal(
                            CloseCause.DUPLICATE_ID,
                            Long.toUnsignedString(who.client().nonce()))
                    : new ClientRequest.Refusal(CloseCause.DUPLICATE_CLIENT);
        }
        if (registry.belongingTo(who.canister()) > services.limits().maxSessionsPerCanister()) {
            registry.removeRoute(protocol, who.canister(), who.client(), session);
            throw new ClientRequest.Refusal(
                    CloseCause.TOO_MANY_FOR_CANISTER, services.limits().maxSessionsPerCanister());
        }
        opened = who;
        addressed = who.canister();
    }

    /** Takes the way away again. */
    void remove() {
        registry.removeRoute(protocol, opened.canister(), opened.client(), session);
        services.pollers().leave(opened.canister(), protocol);
    }

    /**
     * Notes that the canister has accepted the client.
     *
     * @return the session of the same principal that the canister has thereby dropped without a word, or null
     */
    ClientSession accepted() {
        return registry.accepted(opened.canister(), opened.client().principal(), session);
    }

    /** Takes that note away. */
    void forgetAccepted() {
        registry.forgetAccepted(opened.canister(), opened.client().principal(), session);
    }
}
