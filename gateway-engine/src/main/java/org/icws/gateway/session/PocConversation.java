package org.icws.gateway.session;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.icws.gateway.protocol.poc.ClientMessageFrame;
import org.icws.gateway.protocol.poc.FirstMessage;
import org.icws.gateway.protocol.poc.PocCanister;
import org.icws.gateway.protocol.poc.PocClients;
import org.icws.gateway.protocol.poc.PocMessage;
import org.icws.gateway.protocol.v1.CanisterArgs;
import org.icws.gateway.protocol.v1.V1Exception;
import org.icws.gateway.protocol.v1.WebsocketMessage;
import org.icws.gateway.replica.ReplicaException;
import org.icws.gateway.session.ClientRequest.Refusal;
import org.icws.gateway.session.ClientSession.Opened;
import org.icws.gateway.trust.PocCheck;
import org.icws.gateway.trust.Proof;

/**
 * The proof of concept's protocol: the client signs its messages with a key it has registered with the canister, and the
 * gateway passes them on in calls of its own. Before ws_open it asks the canister for that key and checks the signature;
 * what arrives meanwhile waits its turn. Timestamps are not checked: original clients send a constant.
 */
final class PocConversation implements Conversation {
    private final ClientSession session;
    private final SessionServices services;
    private final PocCheck check;
    private FirstMessage first;
    private Opened who;
    private volatile byte[] clientKey;
    private volatile boolean admitted;

    PocConversation(ClientSession session, SessionServices services) {
        this.session = session;
        this.services = services;
        this.check = new PocCheck(services.clock());
    }

    @Override
    public Optional<byte[]> greeting() {
        return Optional.empty();
    }

    @Override
    public void onFrame(byte[] frame) throws Refusal {
        if (first == null) {
            open(frame);
        } else {
            message(frame);
        }
    }

    private void open(byte[] frame) throws Refusal {
        FirstMessage message;
        try {
            message = FirstMessage.decode(frame);
        } catch (V1Exception e) {
            throw new Refusal(CloseCause.MALFORMED_FIRST, e.getMessage());
        }
        first = message;
        who = new Opened(PocClients.key(message.clientId()), message.canister());
        session.introduced(message.canister());
        session.relay().enqueue(call(CanisterArgs.WS_OPEN, PocCanister.encodeOpen(message), new OpenReport(frame)));
    }

    private void message(byte[] frame) throws Refusal {
        ClientMessageFrame outer;
        PocMessage message;
        try {
            outer = ClientMessageFrame.decode(frame);
            message = PocMessage.decode(outer.val());
        } catch (V1Exception e) {
            throw new Refusal(CloseCause.MALFORMED_MESSAGE, e.getMessage());
        }
        if (message.clientId() != first.clientId()) {
            throw new Refusal(CloseCause.OTHER_CLIENT, Long.toUnsignedString(first.clientId()));
        }
        session.relay()
                .enqueue(call(
                        CanisterArgs.WS_MESSAGE,
                        PocCanister.encodeMessage(frame),
                        new MessageReport(frame, outer, message)));
    }

    private RelayQueue.Waiting call(String method, byte[] arg, ClientReport.Taken taken) {
        return new RelayQueue.Waiting(
                services.replica().sign(first.canister(), method, arg),
                method,
                services.clock().monotonicNanos(),
                taken);
    }

    @Override
    public CompletableFuture<Boolean> admit(RelayQueue.Waiting call) {
        if (call.method().equals(CanisterArgs.WS_OPEN)) {
            return services.replica()
                    .query(first.canister(), PocCanister.WS_GET_CLIENT_KEY, PocCanister.encodeNumber(first.clientId()))
                    .thenApply(PocCanister::clientKey)
                    .handle((key, failure) -> failure == null ? admitFirst(key, call) : refuse(failure));
        }
        return CompletableFuture.completedFuture(admitted && session.report(who, call));
    }

    private boolean admitFirst(byte[] key, RelayQueue.Waiting call) {
        clientKey = key;
        session.report(who, call);
        if (!PocCheck.signed(key, first.content(), first.signature())) {
            session.onRefused(
                    CloseCause.WRONG_SIGNATURE, first.content().length, Long.toUnsignedString(first.clientId()));
            return false;
        }
        try {
            admitted = session.identify(who);
        } catch (Refusal e) {
            session.onRefused(e.closeCause(), first.content().length, e.details());
        }
        return admitted;
    }

    private boolean refuse(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        session.close(cause(cause), PocCanister.WS_GET_CLIENT_KEY, cause.getMessage());
        return false;
    }

    private static CloseCause cause(Throwable failure) {
        if (failure instanceof ReplicaException e) {
            return e.kind() == ReplicaException.Kind.REJECTED ? CloseCause.CALL_REJECTED : CloseCause.NETWORK_DOWN;
        }
        return failure instanceof V1Exception ? CloseCause.BAD_ANSWER : CloseCause.NETWORK_DOWN;
    }

    private final class OpenReport implements ClientReport.Taken {
        private final byte[] frame;

        OpenReport(byte[] frame) {
            this.frame = frame;
        }

        @Override
        public byte[] frame() {
            return frame;
        }

        @Override
        public Proof prove() {
            return check.prove(clientKey, first.content(), first.signature(), first.clientId(), first.clientId());
        }

        @Override
        public Optional<WebsocketMessage> message() {
            return Optional.empty();
        }
    }

    private final class MessageReport implements ClientReport.Taken {
        private final byte[] frame;
        private final ClientMessageFrame outer;
        private final PocMessage message;

        MessageReport(byte[] frame, ClientMessageFrame outer, PocMessage message) {
            this.frame = frame;
            this.outer = outer;
            this.message = message;
        }

        @Override
        public byte[] frame() {
            return frame;
        }

        @Override
        public Proof prove() {
            return check.prove(clientKey, outer.val(), outer.signature(), first.clientId(), message.clientId());
        }

        @Override
        public Optional<WebsocketMessage> message() {
            return Optional.of(message.asMessage());
        }
    }
}
