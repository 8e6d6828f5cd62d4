package org.icws.gateway.protocol.v1;

import java.util.Arrays;

/**
 * A frame from client to gateway: a map with the one key {@code envelope}, whose value is a signed request.
 *
 * @param envelope the envelope's bytes exactly as the client encoded them
 */
public record ClientFrame(byte[] envelope) {
    private static final String FIELD = "envelope";

    /**
     * Cuts the envelope out of a frame without decoding or re-encoding it.
     *
     * @param frame the frame as received
     * @return the envelope
     * @throws V1Exception if the frame is not such a map
     */
    public static ClientFrame decode(byte[] frame) {
        if (frame.length == 0) {
            throw new V1Exception("the frame is empty");
        }
        CborCursor in = new CborCursor(frame);
        in.skipSelfDescribeTag();
        if (in.peekMajor() != CborCursor.MAP) {
            throw new V1Exception("the frame is not a CBOR map");
        }
        byte[] envelope = null;
        int entries = in.map();
        for (int i = 0; i < entries; i++) {
            boolean wanted = in.text().equals(FIELD);
            int start = in.position();
            in.skip();
            if (wanted) {
                if (envelope != null) {
                    throw new V1Exception("the frame has two envelopes");
                }
                envelope = Arrays.copyOfRange(frame, start, in.position());
            }
        }
        in.finish();
        if (envelope == null) {
            throw new V1Exception("the frame has no envelope");
        }
        return new ClientFrame(envelope);
    }

    /** @return the frame's bytes, with self-describe tag */
    public byte[] encode() {
        return new CborOut(envelope.length + 16)
                .selfDescribeTag()
                .map(1)
                .text(FIELD)
                .raw(envelope)
                .toBytes();
    }
}
