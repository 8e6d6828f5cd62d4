package org.icws.replica.http;

import java.nio.charset.StandardCharsets;

/**
 * A complete HTTP answer.
 *
 * @param status HTTP status
 * @param contentType value of the header; null = no body
 * @param body not to be changed
 */
record HttpAnswer(int status, String contentType, byte[] body) {
    static final String CBOR = "application/cbor";
    private static final String TEXT = "text/plain; charset=utf-8";

    static HttpAnswer cbor(byte[] body) {
        return new HttpAnswer(200, CBOR, body);
    }

    static HttpAnswer text(int status, String sentence) {
        return new HttpAnswer(status, TEXT, sentence.getBytes(StandardCharsets.UTF_8));
    }

    static HttpAnswer empty(int status) {
        return new HttpAnswer(status, null, new byte[0]);
    }
}
