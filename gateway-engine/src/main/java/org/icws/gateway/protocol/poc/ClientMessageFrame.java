package org.icws.gateway.protocol.poc;

import org.icws.gateway.protocol.v1.CborOut;
import org.icws.gateway.protocol.v1.V1Exception;

/**
 * Any frame of a client but the first.
 *
 * @param val the signed bytes, a {@link PocMessage}
 * @param signature Ed25519, 64 bytes, over them
 */
public record ClientMessageFrame(byte[] val, byte[] signature) {
    /**
     * @param frame a client's frame; it is the argument of ws_message as it is
     * @return its parts
     * @throws V1Exception if the frame is something else
     */
    public static ClientMessageFrame decode(byte[] frame) {
        SignedFrame outer = SignedFrame.decode(frame, "val");
        return new ClientMessageFrame(outer.content(), outer.signature());
    }

    /** @return the frame: map with tag, keys in alphabetical order */
    public byte[] encode() {
        return new CborOut(val.length + 90)
                .selfDescribeTag()
                .map(2)
                .text("sig")
                .bytes(signature)
                .text("val")
                .bytes(val)
                .toBytes();
    }
}
