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
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.icws.protocol.hash.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiled code on disk, one file per module: the SHA-256 of the code, then the code. An empty file of another kind says that a module
 * has been found valid, which takes half of the time of loading it. A file that is damaged or unreadable counts
 * as absent; a cache that cannot be written only costs time. Several processes may share a directory. Thread-safe.
 *
 * <p>A compilation cannot be interrupted and may end after its network; once closed, the cache writes nothing any more, so that
 * the directory can be removed.
 */
final class DiskModuleCache implements Cache, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiskModuleCache.class);
    private static final int HASH_BYTES = 32;
    private static final int CLOSE_SECONDS = 5;

    private final Path directory;
    private final String suffix;
    private final String checkedSuffix;

    /** One party for each write under way, and one for the time until the cache is closed. */
    private final Phaser writing = new Phaser(1);

    DiskModuleCache(Path directory) {
        this.directory = directory;
        // Another version of the compiler may emit other code for the same module.
        String version = MachineFactoryCompiler.class.getPackage().getImplementationVersion();
        String ofVersion = version == null ? "" : "-" + version;
        this.suffix = ofVersion + ".code";
        this.checkedSuffix = ofVersion + ".valid";
    }

    private Path checkedFile(byte[] module) {
        return directory.resolve(HexFormat.of().formatHex(Sha256.of(module)) + checkedSuffix);
    }

    /** Whether this very module has been found valid before. */
    boolean isChecked(byte[] module) {
        return Files.isRegularFile(checkedFile(module));
    }

    /** Notes that a module is valid. */
    void markChecked(byte[] module) {
        writeUnlessClosed(() -> writeChecked(module));
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

    private void writeChecked(byte[] module) {
        try {
            Files.createDirectories(directory);
            Files.write(checkedFile(module), new byte[0]);
        } catch (IOException e) {
            LOG.warn("Cannot note in {} that a module is valid: {}", directory, e.toString());
        }
    }

    private Path file(String digest) {
        // The digest is in base 64, which file systems that ignore case would mix up.
        byte[] name = Sha256.of(digest.getBytes(StandardCharsets.UTF_8));
        return directory.resolve(HexFormat.of().formatHex(name) + suffix);
    }

    @Override
    public byte[] get(String digest) {
        Path file = file(digest);
        try {
            byte[] stored = Files.readAllBytes(file);
            byte[] code = stored.length <= HASH_BYTES ? null : Arrays.copyOfRange(stored, HASH_BYTES, stored.length);
            if (code != null && Arrays.equals(Sha256.of(code), 0, HASH_BYTES, stored, 0, HASH_BYTES)) {
                return code;
            }
            LOG.warn("Ignoring the damaged cache file {}", file);
            Files.deleteIfExists(file);
        } catch (NoSuchFileException e) {
            LOG.debug("No compiled code for {} yet", digest);
        } catch (IOException e) {
            LOG.warn("Cannot read the cache file {}: {}", file, e.toString());
        }
        return null;
    }

    @Override
    public void putIfAbsent(String digest, byte[] code) {
        writeUnlessClosed(() -> put(digest, code));
    }

    private void put(String digest, byte[] code) {
        Path temporary = null;
        try {
            Files.createDirectories(directory);
            temporary = Files.createTempFile(directory, "compiling", ".tmp");
            byte[] content = Arrays.copyOf(Sha256.of(code), HASH_BYTES + code.length);
            System.arraycopy(code, 0, content, HASH_BYTES, code.length);
            Files.write(temporary, content);
            move(temporary, file(digest));
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
