package org.icws.testbench.compose;

import java.util.HexFormat;

/**
 * A message as it was written, to be sent again.
 *
 * @param kind what it is
 * @param body Candid text of a message; hexadecimal digits of bytes; a text frame's text
 * @param summary in a few words
 * @param canister what people call the canister it was for
 */
public record Draft(Kind kind, String body, String summary, String canister) {

    /** The bytes that hexadecimal digits stand for, however they are grouped. */
    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replaceAll("[\\s_,:]|0x", ""));
    }

    /** What is sent. */
    public enum Kind {
        MESSAGE("message"),
        BYTES("raw bytes"),
        TEXT_FRAME("text frame");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }
}
