package org.icws.gateway.protocol.poc;

import org.icws.gateway.protocol.v1.CborCursor;
import org.icws.gateway.protocol.v1.V1Exception;

/** The outer map of each client frame: what is signed, and the signature. */
record SignedFrame(byte[] content, byte[] signature) {
    private static final int SIGNATURE_BYTES = 64;

    static SignedFrame decode(byte[] frame, String contentField) {
        CborCursor in = new CborCursor(frame);
        in.skipSelfDescribeTag();
        byte[] content = null;
        byte[] signature = null;
        int entries = in.map();
        for (int i = 0; i < entries; i++) {
            String field = in.text();
            if (field.equals(contentField)) {
                content = in.bytes();
            } else if (field.equals("sig")) {
                signature = in.bytes();
            } else {
                in.skip();
            }
        }
        in.finish();
        present(contentField, content);
        if (present("sig", signature).length != SIGNATURE_BYTES) {
            throw new V1Exception("sig has " + signature.length + " bytes, not " + SIGNATURE_BYTES);
        }
        return new SignedFrame(content, signature);
    }

    static <T> T present(String field, T value) {
        if (value == null) {
            throw new V1Exception("field " + field + " is missing");
        }
        return value;
    }
}
