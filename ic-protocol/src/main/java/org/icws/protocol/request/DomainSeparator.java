package org.icws.protocol.request;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The prefixes that keep a signature or hash made for one purpose from being used for another: one length byte, then a
 * name, in capitals here. Source: IC interface specification, "Signatures", "Certification" and "Certificate".
 */
public enum DomainSeparator {
    REQUEST("ic-request"),
    DELEGATION("ic-request-auth-delegation"),
    STATE_ROOT("ic-state-root"),
    RESPONSE("ic-response"),
    SENDER_INFO("ic-sender-info"),
    HASH_TREE_EMPTY("ic-hashtree-empty"),
    HASH_TREE_FORK("ic-hashtree-fork"),
    HASH_TREE_LABELED("ic-hashtree-labeled"),
    HASH_TREE_LEAF("ic-hashtree-leaf");

    private final byte[] bytes;

    DomainSeparator(String name) {
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        this.bytes = new byte[text.length + 1];
        this.bytes[0] = (byte) text.length;
        System.arraycopy(text, 0, bytes, 1, text.length);
    }

    /** The length byte and the name. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The message to sign or hash: separator, then content. */
    public byte[] prepend(byte[] content) {
        byte[] message = Arrays.copyOf(bytes, bytes.length + content.length);
        System.arraycopy(content, 0, message, bytes.length, content.length);
        return message;
    }
}
