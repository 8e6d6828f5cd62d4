package org.icws.testbench.replica;

/**
 * Which network is behind the gateway, and what its verdicts rest on.
 *
 * @param name what people call it
 * @param url where it answers
 * @param rootKeyHex its root key, DER in hexadecimal; empty before it is known
 * @param chip the key's origin in two or three words
 * @param origin the key's origin, and what follows, in a sentence
 */
public record NetworkFacts(String name, String url, String rootKeyHex, String chip, String origin) {

    /** No network. */
    public static final NetworkFacts NONE = new NetworkFacts("No network", "", "", "", "");
}
