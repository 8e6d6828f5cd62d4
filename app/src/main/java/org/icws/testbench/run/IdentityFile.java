package org.icws.testbench.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.testbench.TestbenchException;

/**
 * The gateway's key in the data directory, readable by its owner alone: the principal that canisters know the gateway by
 * stays the same over restarts. PKCS#8 PEM, so that other tools for the Internet Computer read it too.
 */
final class IdentityFile {

    static final String NAME = "gateway-identity.pem";

    /** PKCS#8 (RFC 8410) of an Ed25519 key without its public half is this and then the 32-byte seed. */
    private static final byte[] PKCS8_PREFIX = HexFormat.of().parseHex("302e020100300506032b657004220420");

    private static final int SEED_LENGTH = 32;
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    private IdentityFile() {}

    /**
     * Reads the key in {@code dataDir}, making a new one when there is none.
     *
     * @throws IOException if it can be neither read nor written
     * @throws TestbenchException if the file is there and is not such a key; it is left alone
     */
    static Ed25519Identity loadOrCreate(Path dataDir) throws IOException {
        Path file = dataDir.resolve(NAME);
        if (!Files.exists(file)) {
            create(file);
        }
        OwnerOnly.restrict(file);
        return Ed25519Identity.fromSeed(seed(file));
    }

    private static void create(Path file) throws IOException {
        byte[] seed = Ed25519Identity.generate(new SecureRandom()).seed();
        byte[] der = Arrays.copyOf(PKCS8_PREFIX, PKCS8_PREFIX.length + SEED_LENGTH);
        System.arraycopy(seed, 0, der, PKCS8_PREFIX.length, SEED_LENGTH);
        String pem = BEGIN + "\n" + Base64.getEncoder().encodeToString(der) + "\n" + END + "\n";

        // Written aside and moved, so that nobody ever reads half a key.
        Path aside = OwnerOnly.createTemporary(file.getParent(), NAME);
        try {
            Files.writeString(aside, pem);
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private static byte[] seed(Path file) throws IOException {
        String pem = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        if (pem.startsWith(BEGIN) && pem.endsWith(END)) {
            String body = pem.substring(BEGIN.length(), pem.length() - END.length());
            byte[] der = decode(body, file);
            if (der.length == PKCS8_PREFIX.length + SEED_LENGTH
                    && Arrays.equals(PKCS8_PREFIX, Arrays.copyOf(der, PKCS8_PREFIX.length))) {
                return Arrays.copyOfRange(der, PKCS8_PREFIX.length, der.length);
            }
        }
        throw notAKey(file, null);
    }

    private static byte[] decode(String base64, Path file) {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw notAKey(file, e);
        }
    }

    private static TestbenchException notAKey(Path file, Throwable cause) {
        return new TestbenchException(file + " is not an Ed25519 private key in PKCS#8 PEM form.", cause);
    }
}
