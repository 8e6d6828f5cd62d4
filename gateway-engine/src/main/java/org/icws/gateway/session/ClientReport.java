package org.icws.gateway.session;

import java.util.function.LongConsumer;
import org.ic4j.types.Principal;
import org.icws.gateway.event.GatewayEvent.ClientMessage;
import org.icws.gateway.metrics.CounterSet;
import org.icws.gateway.protocol.v1.CanisterArgs;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.protocol.v1.ServiceMessage;
import org.icws.gateway.protocol.v1.V1Exception;
import org.icws.gateway.protocol.v1.WebsocketMessage;
import org.icws.gateway.trust.EnvelopeCheck;
import org.icws.gateway.trust.Proof;

/** Proves and reports what clients send, beside the relay. Thread-safe. */
final class ClientReport {
    private final SessionServices services;
    private final EnvelopeCheck check;

    ClientReport(SessionServices services) {
        this.services = services;
        this.check = new EnvelopeCheck(services.clock());
    }

    /**
     * A frame that has been taken over.
     *
     * @param sessionId its session
     * @param client its client
     * @param canister its receiver
     * @param request the frame
     * @param namedGateway the gateway named by ws_open; null for ws_message
     */
    record Taken(long sessionId, ClientKey client, Principal canister, ClientRequest request, Principal namedGateway) {}

    /** @param sequenceNumber told the message's number once it is decoded */
    void report(Taken taken, LongConsumer sequenceNumber) {
        boolean queued = services.verify().offer(1, () -> publish(taken, prove(taken), sequenceNumber));
        if (!queued) {
            services.counters().count(CounterSet.Name.UNVERIFIED);
            publish(taken, Proof.notChecked("more messages arrive than can be checked"), sequenceNumber);
        }
    }

    private Proof prove(Taken taken) {
        String method = taken.namedGateway() == null ? CanisterArgs.WS_MESSAGE : CanisterArgs.WS_OPEN;
        Proof proof = check.prove(
                taken.request().envelope(),
                new EnvelopeCheck.Expected(taken.canister(), method, services.gateway(), taken.namedGateway()));
        services.counters().count(ProofCounts.name(proof));
        return proof;
    }

    private void publish(Taken taken, Proof proof, LongConsumer sequenceNumber) {
        if (taken.namedGateway() != null) {
            publish(taken, proof, -1, CanisterArgs.WS_OPEN, null);
            return;
        }
        try {
            WebsocketMessage message =
                    CanisterArgs.decodeMessage(taken.request().content().arg());
            sequenceNumber.accept(message.sequenceNumber());
            publish(taken, proof, message.sequenceNumber(), kind(message), message.content());
        } catch (V1Exception e) {
            publish(taken, proof, -1, "undecodable", null);
        }
    }

    private void publish(Taken taken, Proof proof, long number, String kind, byte[] content) {
        services.events()
                .publish((seq, at) -> new ClientMessage(
                        seq,
                        at,
                        taken.sessionId(),
                        taken.canister(),
                        taken.client(),
                        taken.request().content().methodName(),
                        number,
                        kind,
                        taken.request().frame(),
                        content,
                        taken.request().content().requestId(),
                        proof));
    }

    /** @return what a message is, in one word */
    static String kind(WebsocketMessage message) {
        if (!message.service()) {
            return "app";
        }
        try {
            return ServiceMessage.decode(message.content()).name();
        } catch (V1Exception e) {
            return "undecodable";
        }
    }
}
