package org.icws.gateway.protocol.v1;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.ic4j.types.Principal;

/**
 * The certified content of a canister's message and, in the other direction, the argument of ws_message.
 *
 * @param clientKey the client it is for, or from
 * @param sequenceNumber number within that client's messages in that direction, from 1, unsigned
 * @param timestampNanos the sender's time
 * @param service true for a message of the protocol itself, false for one of the application
 * @param content Candid bytes: a {@link ServiceMessage}, or what the application made of them
 */
public record WebsocketMessage(
        ClientKey clientKey, long sequenceNumber, long timestampNanos, boolean service, byte[] content) {
    private static final int FIELDS = 5;
    private static final byte[][] HEAD_FIELDS = {
        "sequence_num".getBytes(StandardCharsets.US_ASCII), "timestamp".getBytes(StandardCharsets.US_ASCII)
    };

    /**
     * Reads the CBOR form. The self-describe tag may be missing (Motoko canisters do not write it); unknown fields are
     * ignored.
     *
     * @param cbor the content of a canister message
     * @return the message
     * @throws V1Exception if the bytes are not such a message
     */
    public static WebsocketMessage decode(byte[] cbor) {
        CborCursor in = new CborCursor(cbor);
        in.skipSelfDescribeTag();
        Builder fields = new Builder();
        int entries = in.map();
        for (int i = 0; i < entries; i++) {
            fields.read(in);
        }
        in.finish();
        return fields.build();
    }

    /**
     * What the relay needs to know of a message.
     *
     * @param sequenceNumber number of the message, unsigned
     * @param timestampNanos the sender's time
     */
    public record Head(long sequenceNumber, long timestampNanos) {}

    /**
     * Reads number and time only, without building the rest.
     *
     * @param cbor the content of a canister message
     * @return them; empty if the bytes are not such a message
     */
    public static Optional<Head> head(byte[] cbor) {
        try {
            CborCursor in = new CborCursor(cbor);
            in.skipSelfDescribeTag();
            long number = 0;
            long time = 0;
            int found = 0;
            int entries = in.map();
            for (int i = 0; i < entries; i++) {
                int field = in.oneOf(HEAD_FIELDS);
                if (field == 0) {
                    number = in.unsigned();
                    found |= 1;
                } else if (field == 1) {
                    time = in.unsigned();
                    found |= 2;
                } else {
                    in.skip();
                }
            }
            in.finish();
            return found == 3 ? Optional.of(new Head(number, time)) : Optional.empty();
        } catch (V1Exception e) {
            return Optional.empty();
        }
    }

    /** @return the CBOR form with self-describe tag, field order of the Rust library */
    public byte[] encode() {
        return new CborOut(160 + content.length)
                .selfDescribeTag()
                .map(FIELDS)
                .text("client_key")
                .map(2)
                .text("client_principal")
                .bytes(clientKey.principal().getValue())
                .text("client_nonce")
                .unsigned(clientKey.nonce())
                .text("sequence_num")
                .unsigned(sequenceNumber)
                .text("timestamp")
                .unsigned(timestampNanos)
                .text("is_service_message")
                .bool(service)
                .text("content")
                .bytes(content)
                .toBytes();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof WebsocketMessage m
                && clientKey.equals(m.clientKey)
                && sequenceNumber == m.sequenceNumber
                && timestampNanos == m.timestampNanos
                && service == m.service
                && Arrays.equals(content, m.content);
    }

    @Override
    public int hashCode() {
        return clientKey.hashCode() * 31 + Long.hashCode(sequenceNumber);
    }

    private static final class Builder {
        private ClientKey clientKey;
        private Long sequenceNumber;
        private Long timestamp;
        private Boolean service;
        private byte[] content;

        void read(CborCursor in) {
            switch (in.text()) {
                case "client_key" -> clientKey = clientKey(in);
                case "sequence_num" -> sequenceNumber = in.unsigned();
                case "timestamp" -> timestamp = in.unsigned();
                case "is_service_message" -> service = in.bool();
                case "content" -> content = in.bytes();
                default -> in.skip();
            }
        }

        private static ClientKey clientKey(CborCursor in) {
            Principal principal = null;
            Long nonce = null;
            int entries = in.map();
            for (int i = 0; i < entries; i++) {
                switch (in.text()) {
                    case "client_principal" -> principal = V1Principals.of(in.bytes());
                    case "client_nonce" -> nonce = in.unsigned();
                    default -> in.skip();
                }
            }
            return new ClientKey(present("client_principal", principal), present("client_nonce", nonce));
        }

        WebsocketMessage build() {
            return new WebsocketMessage(
                    present("client_key", clientKey),
                    present("sequence_num", sequenceNumber),
                    present("timestamp", timestamp),
                    present("is_service_message", service),
                    present("content", content));
        }

        private static <T> T present(String field, T value) {
            if (value == null) {
                throw new V1Exception("field " + field + " is missing");
            }
            return value;
        }
    }
}
