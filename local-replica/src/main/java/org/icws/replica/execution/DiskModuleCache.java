package org.icws.replica.execution;

import com.dylibso.chicory.compiler.Cache;
import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.icws.protocol.hash.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiled code on disk, one file per module: a SHA-256 over the module's hash, the kind of code and the code, then the code. An empty
 * file of another kind says that a module has been found valid, which takes half of the time of loading it. A file that is damaged,
 * of another module, or unreadable counts as absent; a cache that cannot be written only costs time. Several processes may share a
 * directory. Thread-safe.
 *
 * <p>A compilation cannot be interrupted and may end after its network; once closed, the cache writes nothing any more, so that
 * the directory can be removed.
 */
final class DiskModuleCache implements AutoCloseable {
    /** What compiled code needs to run. */
    enum Kind {
        /** Nothing but itself: every function is compiled. */
        WHOLE,
        /** The module's functions: some are too long to be compiled and are interpreted. */
        PARTIAL
    }

    private static final Logger LOG = LoggerFactory.getLogger(DiskModuleCache.class);
    private static final int HASH_BYTES = 32;
    private static final int CLOSE_SECONDS = 5;

    private final Path directory;
    private final String version;

    /** One party for each write under way, and one for the time until the cache is closed. */
    private final Phaser writing = new Phaser(1);

    DiskModuleCache(Path directory) {
        this.directory = directory;
        // Another version of the compiler may emit other code for the same module.
        String compiler = MachineFactoryCompiler.class.getPackage().getImplementationVersion();
        this.version = compiler == null ? "" : "-" + compiler;
    }

    /**
     * What is kept about a module.
     *
     * @param module as it is executed, in the binary format
     */
    Entry entry(byte[] module) {
        return new Entry(Sha256.of(module));
    }

    /** What is kept about one module. Thread-safe. */
    final class Entry {
        private final byte[] hash;
        private final String name;

        private Entry(byte[] hash) {
            this.hash = hash;
            this.name = HexFormat.of().formatHex(hash) + version;
        }

        private Path checkedFile() {
            return directory.resolve(name + ".valid");
        }

        private Path file(Kind kind) {
            return directory.resolve(name + (kind == Kind.WHOLE ? ".whole.code" : ".partial.code"));
        }

        /** Whether this very module has been found valid before. */
        boolean isChecked() {
            return Files.isRegularFile(checkedFile());
        }

        /** Notes that the module is valid. */
        void markChecked() {
            writeUnlessClosed(() -> {
                try {
                    Files.createDirectories(directory);
                    Files.write(checkedFile(), new byte[0]);
                } catch (IOException e) {
                    LOG.warn("Cannot note in {} that a module is valid: {}", directory, e.toString());
                }
            });
        }

        /** Its compiled code; null = there is none. */
        byte[] read(Kind kind) {
            Path file = file(kind);
            try {
                byte[] stored = Files.readAllBytes(file);
                byte[] code =
                        stored.length <= HASH_BYTES ? null : Arrays.copyOfRange(stored, HASH_BYTES, stored.length);
                if (code != null && Arrays.equals(checksum(kind, code), 0, HASH_BYTES, stored, 0, HASH_BYTES)) {
                    return code;
                }
                LOG.warn("Ignoring the damaged cache file {}", file);
                Files.deleteIfExists(file);
            } catch (NoSuchFileException e) {
                LOG.debug("No {} compiled code in {} yet", kind, file);
            } catch (IOException e) {
                LOG.warn("Cannot read the cache file {}: {}", file, e.toString());
            }
            return null;
        }

        private byte[] checksum(Kind kind, byte[] code) {
            MessageDigest digest = Sha256.newDigest();
            digest.update(hash);
            digest.update(kind.name().getBytes(StandardCharsets.US_ASCII));
            return digest.digest(code);
        }

        /** Keeps compiled code. */
        void write(Kind kind, byte[] code) {
            writeUnlessClosed(() -> put(file(kind), checksum(kind, code), code));
        }

        /** Removes compiled code that turned out to be of no use. */
        void discard(Kind kind) {
            writeUnlessClosed(() -> {
                try {
                    Files.deleteIfExists(file(kind));
                } catch (IOException e) {
                    LOG.warn("Cannot remove the cache file {}: {}", file(kind), e.toString());
                }
            });
        }

        /** The form that the compiler takes; the module it asks for is always this one. */
        Cache forCompiler(Kind kind) {
            return new Cache() {
                @Override
                public byte[] get(String digest) {
                    return read(kind);
                }

                @Override
                public void putIfAbsent(String digest, byte[] code) {
                    write(kind, code);
                }
            };
        }
    }

    private void writeUnlessClosed(Runnable write) {
        if (writing.register() < 0) {
            return; // closed
        }
        try {
            write.run();
        } finally {
            writing.arriveAndDeregister();
        }
    }

    private void put(Path file, byte[] checksum, byte[] code) {
        Path temporary = null;
        try {
            Files.createDirectories(directory);
            temporary = Files.createTempFile(directory, "compiling", ".tmp");
            byte[] content = Arrays.copyOf(checksum, HASH_BYTES + code.length);
            System.arraycopy(code, 0, content, HASH_BYTES, code.length);
            Files.write(temporary, content);
            move(temporary, file);
        } catch (IOException e) {
            LOG.warn("Cannot keep compiled code in {}: {}", directory, e.toString());
            discard(temporary);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            // The checksum detects a file that another process sees half written.
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void discard(Path temporary) {
        try {
            if (temporary != null) {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            LOG.debug("Left {} behind", temporary, e);
        }
    }

    /** Waits for what is being written; nothing is from then on. To be called once. */
    @Override
    public void close() {
        int phase = writing.arriveAndDeregister();
        try {
            writing.awaitAdvanceInterruptibly(phase, CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.warn("A write to {} did not end within {} s", directory, CLOSE_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
