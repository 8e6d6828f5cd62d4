package org.icws.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/**
 * A demo canister that comes with the testbench: its compiled module, its interface and how both were made.
 *
 * <p>Immutable and safe for use by several threads. Every accessor reads the resource anew; callers keep what they use
 * often.
 */
public enum SampleCanister {
    /**
     * Speaks the v1 WebSocket protocol: sends "ping" when a client opens and answers each message with its text and
     * " ping". Needs no init argument.
     */
    PING_PONG("ping_pong"),

    /**
     * Speaks the WebSocket protocol of the proof of concept (2023) with the same conversation. Its messages are CBOR maps
     * with the one key {@code text}. Needs no init argument.
     */
    POC_PING_PONG("poc_ping_pong"),

    /**
     * Pushes exchange rates over the v1 protocol to those who subscribe. Its init argument is {@code opt Feed}: simulated or
     * fetched over HTTPS; an empty argument is read as none, which is a simulated feed.
     */
    EXCHANGE_RATES("exchange_rates"),

    /** Lets several people edit one text over the v1 protocol. Needs no init argument; the text outlives upgrades. */
    SHARED_DOCUMENT("shared_document"),

    /** Comments in rooms over the v1 protocol. Needs no init argument; the comments outlive upgrades. */
    LIVE_COMMENTS("live_comments");

    private final String canisterName;

    SampleCanister(String canisterName) {
        this.canisterName = canisterName;
    }

    /**
     * Returns the name under which tools and users know the canister.
     *
     * @return the name, which is also the base name of the resources
     */
    public String canisterName() {
        return canisterName;
    }

    /**
     * Returns the module as it is installed.
     *
     * @return the WebAssembly bytes
     * @throws UncheckedIOException if the resource cannot be read
     */
    public byte[] wasm() {
        return resource(".wasm");
    }

    /**
     * Returns the interface description.
     *
     * @return the text of the {@code .did} file, as it is also in the module's {@code candid:service} section
     * @throws UncheckedIOException if the resource cannot be read
     */
    public String candid() {
        return new String(resource(".did"), StandardCharsets.UTF_8);
    }

    /**
     * Returns the hash that the build wrote down for {@link #wasm()}.
     *
     * @return SHA-256 in lower-case hexadecimal digits
     * @throws UncheckedIOException if the resource cannot be read
     */
    public String sha256() {
        return record("wasm.sha256");
    }

    /**
     * Returns the hash of the Rust sources the module was compiled from.
     *
     * @return SHA-256 in lower-case hexadecimal digits, over the list of source files and their hashes
     * @throws UncheckedIOException if the resource cannot be read
     */
    public String sourcesSha256() {
        return record("sources.sha256");
    }

    /**
     * Returns the compiler that made the module.
     *
     * @return its name and version
     * @throws UncheckedIOException if the resource cannot be read
     */
    public String toolchain() {
        return record("toolchain");
    }

    private String record(String key) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(new String(resource(".properties"), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the build record of " + canisterName, e);
        }
        String value = properties.getProperty(key);
        if (value == null) {
            throw new IllegalStateException("The build record of " + canisterName + " lacks " + key);
        }
        return value;
    }

    private byte[] resource(String extension) {
        String file = canisterName + extension;
        try (InputStream in = SampleCanister.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("The class path lacks " + file);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }
}
