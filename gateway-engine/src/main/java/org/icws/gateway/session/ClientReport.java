package org.icws.gateway.session;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.icws.gateway.TrustPolicy;
import org.icws.gateway.event.GatewayEvent.ClientMessage;
import org.icws.gateway.metrics.CounterSet;
import org.icws.gateway.protocol.v1.CanisterArgs;
import org.icws.gateway.protocol.v1.ServiceMessage;
import org.icws.gateway.protocol.v1.V1Exception;
import org.icws.gateway.protocol.v1.WebsocketMessage;
import org.icws.gateway.session.ClientSession.Opened;
import org.icws.gateway.trust.Proof;
import org.icws.gateway.trust.Verdict;

/** Proves and reports what clients send, beside the relay. Thread-safe. */
final class ClientReport {
    /** Pause between two requests that are proved although nobody looks. */
    private static final long SAMPLE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final SessionServices services;
    private final ProofSampling sampling;

    ClientReport(SessionServices services) {
        this.services = services;
        this.sampling = new ProofSampling(services, SAMPLE_NANOS);
    }

    /** A frame that has been taken over; read by another thread than the relay's. */
    interface Taken {
        /** The frame as it arrived. */
        byte[] frame();

        /** Checks the frame. */
        Proof prove();

        /** The message in it; empty for the one that opens the session. Throws V1Exception if it is not readable. */
        Optional<WebsocketMessage> message();
    }

    /**
     * @param sequenceNumber told the message's number once it is decoded
     * @return the proof of a frame that must not be relayed because it does not verify
     */
    Optional<Proof> report(long sessionId, Opened who, RelayQueue.Waiting call, LongConsumer sequenceNumber) {
        Taken taken = call.taken();
        if (services.live().trust().clientRequests() == TrustPolicy.Rule.REFUSE) {
            Proof proof = prove(taken);
            publish(sessionId, who, call, taken, proof, sequenceNumber);
            return Optional.of(proof).filter(p -> p.verdict() == Verdict.FAILED);
        }
        if (!sampling.isWorthProving()) {
            services.counters().count(CounterSet.Name.UNVERIFIED);
            number(taken).ifPresent(sequenceNumber);
            return Optional.empty();
        }
        boolean queued = services.verify()
                .offer(1, null, () -> publish(sessionId, who, call, taken, prove(taken), sequenceNumber));
        if (!queued) {
            services.counters().count(CounterSet.Name.UNVERIFIED);
            Proof none = Proof.notChecked("more messages arrive than can be checked");
            publish(sessionId, who, call, taken, none, sequenceNumber);
        }
        return Optional.empty();
    }

    private static OptionalLong number(Taken taken) {
        try {
            return taken.message().stream()
                    .mapToLong(WebsocketMessage::sequenceNumber)
                    .findFirst();
        } catch (V1Exception e) {
            // The canister will say so.
            return OptionalLong.empty();
        }
    }

    private Proof prove(Taken taken) {
        Proof proof = taken.prove();
        services.counters().count(ProofCounts.name(proof));
        return proof;
    }

    private void publish(
            long sessionId, Opened who, RelayQueue.Waiting call, Taken taken, Proof proof, LongConsumer numbers) {
        long number = -1;
        String kind = CanisterArgs.WS_OPEN;
        byte[] content = null;
        try {
            Optional<WebsocketMessage> message = taken.message();
            if (message.isPresent()) {
                number = message.get().sequenceNumber();
                kind = kind(message.get());
                content = message.get().content();
                numbers.accept(number);
            }
        } catch (V1Exception e) {
            kind = "undecodable";
        }
        long sequenceNumber = number;
        String name = kind;
        byte[] appContent = content;
        services.events()
                .publish((seq, at) -> new ClientMessage(
                        seq,
                        at,
                        sessionId,
                        who.canister(),
                        who.client(),
                        call.method(),
                        sequenceNumber,
                        name,
                        taken.frame(),
                        appContent,
                        call.request().requestId(),
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
