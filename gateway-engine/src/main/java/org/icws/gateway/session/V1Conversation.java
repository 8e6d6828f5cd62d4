package org.icws.gateway.session;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.icws.gateway.event.GatewayEvent.ClientMessage;
import org.icws.gateway.protocol.v1.CanisterArgs;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.protocol.v1.GatewayHandshake;
import org.icws.gateway.protocol.v1.WebsocketMessage;
import org.icws.gateway.replica.CallRequest;
import org.icws.gateway.session.ClientRequest.Refusal;
import org.icws.gateway.session.ClientSession.Opened;
import org.icws.gateway.trust.EnvelopeCheck;
import org.icws.gateway.trust.Proof;
import org.icws.protocol.principal.Principals;

/** Version 1: each frame holds a call the client has signed; it is relayed as it is. */
final class V1Conversation implements Conversation {
    private static final CompletableFuture<Boolean> ADMITTED = CompletableFuture.completedFuture(true);

    private final ClientSession session;
    private final SessionServices services;
    private final EnvelopeCheck check;
    private Opened opened;

    V1Conversation(ClientSession session, SessionServices services) {
        this.session = session;
        this.services = services;
        this.check = new EnvelopeCheck(services.clock());
    }

    @Override
    public Optional<byte[]> greeting() {
        return Optional.of(new GatewayHandshake(services.gateway()).encode());
    }

    @Override
    public void onFrame(byte[] frame) throws Refusal {
        ClientRequest request = ClientRequest.read(frame);
        if (opened == null) {
            open(request);
        } else {
            message(request);
        }
    }

    private void open(ClientRequest request) throws Refusal {
        CanisterArgs.Open open = request.readOpen(services.gateway());
        Opened who = new Opened(
                new ClientKey(request.content().sender(), open.clientNonce()),
                request.content().canisterId());
        if (session.identify(who)) {
            opened = who;
            take(request, open);
        }
    }

    private void message(ClientRequest request) throws Refusal {
        if (!CanisterArgs.WS_MESSAGE.equals(request.content().methodName())) {
            throw new Refusal(CloseCause.NOT_WS_MESSAGE, request.content().methodName());
        }
        if (!opened.canister().equals(request.content().canisterId())) {
            throw new Refusal(CloseCause.OTHER_CANISTER, Principals.shorten(opened.canister()));
        }
        if (!opened.client().principal().equals(request.content().sender())) {
            throw new Refusal(
                    CloseCause.OTHER_SENDER, Principals.shorten(opened.client().principal()));
        }
        take(request, null);
    }

    private void take(ClientRequest request, CanisterArgs.Open open) {
        RelayQueue.Waiting call = call(request, new Report(request, open));
        if (session.report(opened, call)) {
            session.relay().enqueue(call);
        }
    }

    @Override
    public CompletableFuture<Boolean> admit(RelayQueue.Waiting call) {
        return ADMITTED;
    }

    private RelayQueue.Waiting call(ClientRequest request, ClientReport.Taken taken) {
        CallRequest call = new CallRequest(
                request.content().canisterId(), request.content().requestId(), request.bytes(), false);
        return new RelayQueue.Waiting(
                call, request.content().methodName(), services.clock().monotonicNanos(), taken);
    }

    /** What {@link ClientMessage} tells of a signed call; the second part is null for ws_message. */
    private final class Report implements ClientReport.Taken {
        private final ClientRequest request;
        private final CanisterArgs.Open open;

        Report(ClientRequest request, CanisterArgs.Open open) {
            this.request = request;
            this.open = open;
        }

        @Override
        public byte[] frame() {
            return request.frame();
        }

        @Override
        public Proof prove() {
            return check.prove(
                    request.envelope(),
                    new EnvelopeCheck.Expected(
                            opened.canister(),
                            open == null ? CanisterArgs.WS_MESSAGE : CanisterArgs.WS_OPEN,
                            services.gateway(),
                            open == null ? null : open.gateway()));
        }

        @Override
        public Optional<WebsocketMessage> message() {
            return open == null
                    ? Optional.of(CanisterArgs.decodeMessage(request.content().arg()))
                    : Optional.empty();
        }
    }
}
