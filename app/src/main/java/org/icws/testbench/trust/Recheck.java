package org.icws.testbench.trust;

import org.icws.gateway.GatewayClock;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.protocol.GatewayProtocol;
import org.icws.gateway.protocol.v1.CanisterArgs;
import org.icws.gateway.protocol.v1.QueuedMessage;
import org.icws.gateway.trust.BatchCheck;
import org.icws.gateway.trust.EnvelopeCheck;
import org.icws.gateway.trust.Proof;
import org.icws.protocol.certificate.CertificateVerifier;
import org.icws.protocol.certificate.RootKey;
import org.icws.protocol.principal.Principals;
import org.icws.protocol.request.Envelope;
import org.icws.testbench.messages.MessageRow;

/** Makes a message's proof anew from its bytes, with nothing remembered, as of the time it arrived. */
final class Recheck {

    private Recheck() {}

    /** Time stands at one moment, but durations are measured. */
    private record ClockAt(long nowNanos) implements GatewayClock {
        @Override
        public long monotonicNanos() {
            return System.nanoTime();
        }
    }

    /**
     * The new proof.
     *
     * @throws IllegalStateException in words, if what it needs is not kept
     */
    static Proof of(MessageRow row, String rootKeyHex, String gateway, String protocol) {
        GatewayEvent event = row.event();
        if (event instanceof GatewayEvent.CanisterMessage message) {
            GatewayEvent.PollCompleted page = row.page();
            if (page == null || page.certificate() == null) {
                throw new IllegalStateException("The certificate of this message is not kept.");
            }
            return new BatchCheck(
                            new CertificateVerifier(RootKey.fromHex(rootKeyHex)),
                            new ClockAt(message.polledAtNanos()),
                            protocol.equals(GatewayProtocol.POC.name()) ? GatewayProtocol.POC : GatewayProtocol.V1,
                            message.canister(),
                            page.certificate(),
                            page.tree())
                    .prove(new QueuedMessage(message.clientKey(), message.key(), message.content()));
        }
        if (event instanceof GatewayEvent.ClientMessage message) {
            Envelope envelope = Evidence.envelope(message);
            if (envelope == null) {
                throw new IllegalStateException(
                        "Only signed requests of protocol v1 can be checked again: this one needs a key the canister told.");
            }
            boolean opens = CanisterArgs.WS_OPEN.equals(message.method());
            return new EnvelopeCheck(new ClockAt(message.atNanos()))
                    .prove(
                            envelope,
                            new EnvelopeCheck.Expected(
                                    message.canister(),
                                    message.method(),
                                    Principals.parse(gateway),
                                    opens
                                            ? CanisterArgs.decodeOpen(
                                                            envelope.content().arg())
                                                    .gateway()
                                            : null));
        }
        throw new IllegalStateException("The content of this message is not kept.");
    }
}
