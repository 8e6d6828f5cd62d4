package org.icws.gateway.protocol;

import java.util.Optional;
import org.icws.gateway.protocol.poc.CanisterMessageFrame;
import org.icws.gateway.protocol.poc.PocCanister;
import org.icws.gateway.protocol.poc.PocMessage;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.protocol.v1.MessagesPage;
import org.icws.gateway.protocol.v1.WebsocketMessage;

/** The proof of concept (2023): clients register a key, the gateway itself calls the canister, which answers true or false. */
final class PocProtocol implements GatewayProtocol {
    @Override
    public String name() {
        return "poc";
    }

    @Override
    public String firstFrame() {
        return "first message";
    }

    @Override
    public byte[] encodeClose(ClientKey client) {
        return PocCanister.encodeNumber(client.nonce());
    }

    @Override
    public byte[] encodeGetMessages(long nonce) {
        return PocCanister.encodeNumber(nonce);
    }

    @Override
    public MessagesPage page(byte[] reply) {
        return PocCanister.page(reply);
    }

    @Override
    public Optional<String> refusal(String method, byte[] reply) {
        return PocCanister.refusal(method, reply);
    }

    @Override
    public boolean numbersWithoutGaps() {
        // All gateways of a canister share the counter.
        return false;
    }

    @Override
    public WebsocketMessage content(byte[] content) {
        return PocMessage.decode(content).asMessage();
    }

    @Override
    public byte[] frameHead(String key, byte[] content) {
        return CanisterMessageFrame.head(key, content);
    }

    @Override
    public byte[] frameTail(byte[] cert, byte[] tree) {
        return CanisterMessageFrame.tail(cert, tree);
    }
}
