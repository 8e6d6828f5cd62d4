package org.icws.gateway.protocol.v1;

/**
 * A frame from gateway to client: one message of the canister with what proves it.
 *
 * @param key the message's key in the canister's hash tree
 * @param content the certified content, a {@link WebsocketMessage}
 * @param cert the certificate
 * @param tree the hash tree that leads to the content
 */
public record CanisterFrame(String key, byte[] content, byte[] cert, byte[] tree) {
    /** @return CBOR map without tag, fields in the order key, content, cert, tree */
    public byte[] encode() {
        byte[] head = head(key, content);
        byte[] tail = tail(cert, tree);
        byte[] frame = java.util.Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, frame, head.length, tail.length);
        return frame;
    }

    /** @return the first part of the encoding, which is the message's own */
    public static byte[] head(String key, byte[] content) {
        // The exact size for ASCII keys: what is built is what is sent, without a copy in between.
        int size = 1 + 4 + headSize(key.length()) + key.length() + 8 + headSize(content.length) + content.length;
        return new CborOut(size)
                .map(4)
                .text("key")
                .text(key)
                .text("content")
                .bytes(content)
                .toBytes();
    }

    private static int headSize(int length) {
        return length < 24 ? 1 : length < 1 << 8 ? 2 : length < 1 << 16 ? 3 : 5;
    }

    /** @return the second part of the encoding, which all messages of a batch share */
    public static byte[] tail(byte[] cert, byte[] tree) {
        return new CborOut(cert.length + tree.length + 24)
                .text("cert")
                .bytes(cert)
                .text("tree")
                .bytes(tree)
                .toBytes();
    }

    /**
     * @param frame a frame from a gateway
     * @return its parts
     * @throws V1Exception if the frame is something else
     */
    public static CanisterFrame decode(byte[] frame) {
        CborCursor in = new CborCursor(frame);
        in.skipSelfDescribeTag();
        String key = null;
        byte[] content = null;
        byte[] cert = null;
        byte[] tree = null;
        int entries = in.map();
        for (int i = 0; i < entries; i++) {
            switch (in.text()) {
                case "key" -> key = in.text();
                case "content" -> content = in.bytes();
                case "cert" -> cert = in.bytes();
                case "tree" -> tree = in.bytes();
                default -> in.skip();
            }
        }
        in.finish();
        if (key == null || content == null || cert == null || tree == null) {
            throw new V1Exception("a canister frame has the fields key, content, cert and tree");
        }
        return new CanisterFrame(key, content, cert, tree);
    }
}
