package org.icws.testbench.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Optional;
import org.ic4j.agent.identity.Identity;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.protocol.crypto.IdentityPem;
import org.icws.protocol.crypto.IdentityPem.Format;
import org.icws.testbench.TestbenchException;
import org.icws.testbench.files.OwnerOnly;

/**
 * The gateway's key in the data directory, readable by its owner alone: the principal that canisters know the gateway by
 * stays the same over restarts. PEM, so that other tools for the Internet Computer read it too.
 */
public final class IdentityFile {

    /** The file's name in the data directory. */
    public static final String NAME = "gateway-identity.pem";

    private IdentityFile() {}

    /**
     * Reads the key in {@code dataDir}, making a new one when there is none.
     *
     * @throws IOException if it can be neither read nor written
     * @throws TestbenchException if the file is there and is not such a key; it is left alone
     */
    static Identity loadOrCreate(Path dataDir) throws IOException {
        Path file = dataDir.resolve(NAME);
        if (!Files.exists(file)) {
            write(file, IdentityPem.encode(Ed25519Identity.generate(new SecureRandom()), Format.PKCS8));
        }
        OwnerOnly.restrict(file);
        return read(file);
    }

    /**
     * The key in {@code dataDir}, if there is one.
     *
     * @throws IOException if it cannot be read
     * @throws TestbenchException if the file is not such a key
     */
    public static Optional<Identity> load(Path dataDir) throws IOException {
        Path file = dataDir.resolve(NAME);
        return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
    }

    /**
     * Reads a key of another tool.
     *
     * @throws IOException if it cannot be read
     * @throws TestbenchException if the file is not such a key; the message says what is wrong
     */
    public static Identity read(Path file) throws IOException {
        try {
            return IdentityPem.decode(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (ProtocolException e) {
            throw new TestbenchException(
                    file + " is not an Ed25519 private key in PEM form, nor one of secp256k1 or P-256. "
                            + e.getMessage() + " Choose the file of a private key.",
                    e);
        }
    }

    /**
     * Makes {@code identity} the gateway's from its next start on. A key that is there already is kept beside it, under a
     * name with its principal.
     *
     * @return where the former key is now, if there was one
     * @throws IOException if it cannot be written
     */
    public static Optional<Path> replace(Path dataDir, Identity identity) throws IOException {
        OwnerOnly.createDirectories(dataDir);
        Path file = dataDir.resolve(NAME);
        Optional<Path> kept = Optional.empty();
        if (Files.exists(file)) {
            Path former = dataDir.resolve("gateway-identity-" + nameOf(file) + ".pem");
            Files.copy(file, former, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            OwnerOnly.restrict(former);
            kept = Optional.of(former);
        }
        write(file, IdentityPem.encode(identity, Format.PKCS8));
        return kept;
    }

    private static String nameOf(Path file) throws IOException {
        try {
            return read(file).sender().toString();
        } catch (TestbenchException e) {
            return "unreadable";
        }
    }

    /**
     * Writes a key to a new file that only its owner may read.
     *
     * @throws java.nio.file.FileAlreadyExistsException if there is a file of that name; it is left alone
     * @throws IOException if it cannot be written
     */
    public static void export(Identity identity, Path file, Format format) throws IOException {
        Path target = file.toAbsolutePath();
        Path aside = OwnerOnly.createTemporary(target.getParent(), "identity");
        try {
            Files.writeString(aside, IdentityPem.encode(identity, format));
            Files.copy(aside, target, StandardCopyOption.COPY_ATTRIBUTES);
            OwnerOnly.restrict(target);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    /** Written aside and moved, so that nobody ever reads half a key. */
    private static void write(Path file, String pem) throws IOException {
        Path aside = OwnerOnly.createTemporary(file.getParent(), NAME);
        try {
            Files.writeString(aside, pem);
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(aside);
        }
    }
}
