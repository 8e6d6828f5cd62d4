package org.icws.gateway.protocol.poc;

import org.icws.gateway.protocol.v1.CborCursor;
import org.icws.gateway.protocol.v1.CborOut;
import org.icws.gateway.protocol.v1.V1Exception;
import org.icws.gateway.protocol.v1.WebsocketMessage;

/**
 * A message in either direction, the {@code val} of a frame.
 *
 * @param clientId the client it is from or for, unsigned
 * @param sequenceNumber number within that client's messages in that direction, from 0, unsigned
 * @param timestampNanos the sender's time; original clients always send 2^53 by mistake, so nobody may check it
 * @param message what the application made of it, CBOR in the demo
 */
public record PocMessage(long clientId, long sequenceNumber, long timestampNanos, byte[] message) {
    private static final String CLIENT_ID = "client_id";
    private static final String SEQUENCE_NUMBER = "sequence_num";
    private static final String TIMESTAMP = "timestamp";
    private static final String MESSAGE = "message";

    /**
     * @param val CBOR, with or without the self-describe tag
     * @return the message
     * @throws V1Exception if the bytes are not such a message
     */
    public static PocMessage decode(byte[] val) {
        CborCursor in = new CborCursor(val);
        in.skipSelfDescribeTag();
        Long clientId = null;
        Long number = null;
        Long timestamp = null;
        byte[] message = null;
        int entries = in.map();
        for (int i = 0; i < entries; i++) {
            switch (in.text()) {
                case CLIENT_ID -> clientId = in.unsigned();
                case SEQUENCE_NUMBER -> number = in.unsigned();
                case TIMESTAMP -> timestamp = in.unsigned();
                case MESSAGE -> message = in.bytes();
                default -> in.skip();
            }
        }
        in.finish();
        return new PocMessage(
                SignedFrame.present(CLIENT_ID, clientId),
                SignedFrame.present(SEQUENCE_NUMBER, number),
                SignedFrame.present(TIMESTAMP, timestamp),
                SignedFrame.present(MESSAGE, message));
    }

    /** @return the form clients sign: tag, keys in alphabetical order */
    public byte[] encodeByClient() {
        return new CborOut(80 + message.length)
                .selfDescribeTag()
                .map(4)
                .text(CLIENT_ID)
                .unsigned(clientId)
                .text(MESSAGE)
                .bytes(message)
                .text(SEQUENCE_NUMBER)
                .unsigned(sequenceNumber)
                .text(TIMESTAMP)
                .unsigned(timestampNanos)
                .toBytes();
    }

    /** @return the form canisters certify: tag, keys in the order of their declaration */
    public byte[] encodeByCanister() {
        return new CborOut(80 + message.length)
                .selfDescribeTag()
                .map(4)
                .text(CLIENT_ID)
                .unsigned(clientId)
                .text(SEQUENCE_NUMBER)
                .unsigned(sequenceNumber)
                .text(TIMESTAMP)
                .unsigned(timestampNanos)
                .text(MESSAGE)
                .bytes(message)
                .toBytes();
    }

    /** @return the message in the form the rest of the gateway knows */
    public WebsocketMessage asMessage() {
        return new WebsocketMessage(PocClients.key(clientId), sequenceNumber, timestampNanos, false, message);
    }
}
