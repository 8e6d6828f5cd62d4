package org.icws.gateway.protocol;

import java.util.Optional;
import java.util.function.Function;
import org.icws.gateway.protocol.v1.CanisterArgs;
import org.icws.gateway.protocol.v1.CanisterFrame;
import org.icws.gateway.protocol.v1.CanisterResults;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.protocol.v1.MessagesPage;
import org.icws.gateway.protocol.v1.PageReader;
import org.icws.gateway.protocol.v1.WebsocketMessage;

/** Version 1: clients sign IC requests themselves, canisters answer {@code Ok} or {@code Err(text)}. */
final class V1Protocol implements GatewayProtocol {
    @Override
    public String name() {
        return "v1";
    }

    @Override
    public String firstFrame() {
        return "ws_open";
    }

    @Override
    public byte[] encodeClose(ClientKey client) {
        return CanisterArgs.encodeClose(client);
    }

    @Override
    public byte[] encodeGetMessages(long nonce) {
        return CanisterArgs.encodeGetMessages(nonce);
    }

    @Override
    public MessagesPage page(byte[] reply) {
        return CanisterResults.page(reply);
    }

    @Override
    public Function<byte[], MessagesPage> pageReader() {
        return new PageReader()::read;
    }

    @Override
    public Optional<WebsocketMessage.Head> head(byte[] content) {
        return WebsocketMessage.head(content);
    }

    @Override
    public Optional<String> refusal(String method, byte[] reply) {
        return CanisterResults.error(reply);
    }

    @Override
    public boolean numbersWithoutGaps() {
        return true;
    }

    @Override
    public WebsocketMessage content(byte[] content) {
        return WebsocketMessage.decode(content);
    }

    @Override
    public byte[] frameHead(String key, byte[] content) {
        return CanisterFrame.head(key, content);
    }

    @Override
    public byte[] frameTail(byte[] cert, byte[] tree) {
        return CanisterFrame.tail(cert, tree);
    }
}
