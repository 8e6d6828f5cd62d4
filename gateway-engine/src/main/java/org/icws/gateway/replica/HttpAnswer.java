package org.icws.gateway.replica;

import java.nio.charset.StandardCharsets;

/**
 * An HTTP response.
 *
 * @param status HTTP status code
 * @param body its bytes
 */
record HttpAnswer(int status, byte[] body) {
    private static final int MAX_TEXT = 300;

    /** @return the body as text for a message to people, shortened, on one line */
    String text() {
        String all = new String(body, 0, Math.min(body.length, MAX_TEXT), StandardCharsets.UTF_8);
        return all.replaceAll("\\s+", " ").replaceAll("\\p{Cntrl}", "").trim();
    }

    /** @return true if asking again later makes sense */
    boolean isTransient() {
        return status == 429 || status == 408 || status >= 500;
    }
}
