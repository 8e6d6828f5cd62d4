package org.icws.replica.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A complete HTTP answer.
 *
 * @param status HTTP status
 * @param contentType value of the header; null = none, or it is among the other headers
 * @param body not to be changed
 * @param headers of a canister's page; null = an answer of the network's own
 * @param rest of a page, which follows the body; null = the body is all
 */
record HttpAnswer(int status, String contentType, byte[] body, List<Header> headers, PageParts rest) {
    static final String CBOR = "application/cbor";
    private static final String TEXT = "text/plain; charset=utf-8";

    /** One header field. */
    record Header(String name, String value) {}

    HttpAnswer(int status, String contentType, byte[] body) {
        this(status, contentType, body, null);
    }

    HttpAnswer(int status, String contentType, byte[] body, List<Header> headers) {
        this(status, contentType, body, headers, null);
    }

    static HttpAnswer cbor(byte[] body) {
        return new HttpAnswer(200, CBOR, body);
    }

    static HttpAnswer text(int status, String sentence) {
        return new HttpAnswer(status, TEXT, sentence.getBytes(StandardCharsets.UTF_8));
    }

    static HttpAnswer json(String text) {
        return new HttpAnswer(200, "application/json", text.getBytes(StandardCharsets.UTF_8));
    }

    static HttpAnswer empty(int status) {
        return new HttpAnswer(status, null, new byte[0]);
    }

    /** The same with bytes appended to the body. */
    HttpAnswer withMore(byte[] more) {
        byte[] joined = Arrays.copyOf(body, body.length + more.length);
        System.arraycopy(more, 0, joined, body.length, more.length);
        return new HttpAnswer(status, contentType, joined, headers);
    }

    /** The same with a rest that is not known yet. */
    HttpAnswer followedBy(PageParts parts) {
        return new HttpAnswer(status, contentType, body, headers, parts);
    }
}
