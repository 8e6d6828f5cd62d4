package org.icws.gateway.protocol.poc;

import org.icws.gateway.protocol.v1.CborOut;

/** Frames from gateway to client: map without tag, fields in the order key, val, cert, tree. Stateless. */
public final class CanisterMessageFrame {
    private CanisterMessageFrame() {}

    /** @return the first part of the frame, which is the message's own */
    public static byte[] head(String key, byte[] val) {
        return new CborOut(key.length() + val.length + 24)
                .map(4)
                .text("key")
                .text(key)
                .text("val")
                .bytes(val)
                .toBytes();
    }

    /** @return the second part of the frame, which all messages of a batch share */
    public static byte[] tail(byte[] cert, byte[] tree) {
        return new CborOut(cert.length + tree.length + 24)
                .text("cert")
                .bytes(cert)
                .text("tree")
                .bytes(tree)
                .toBytes();
    }
}
