package org.icws.gateway.capture;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.icws.gateway.GatewayEngine;
import org.icws.gateway.GatewayListener;
import org.icws.gateway.GatewaySnapshot;
import org.icws.gateway.Subscription;
import org.icws.gateway.event.GatewayEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes everything a gateway reports to a file that only its owner may read. It never holds up the relay: it has a bounded
 * subscription of its own, and what that loses is noted in the file. A file that cannot be written further ends the capture,
 * not the gateway. Thread-safe.
 */
public final class CaptureFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CaptureFile.class);
    private static final int BUFFER = 64 << 10;

    private final Path file;
    private final OutputStream out;
    private Subscription subscription;
    private long events;
    private long lost;
    private boolean ended;
    private IOException failure;

    private CaptureFile(Path file, OutputStream out) {
        this.file = file;
        this.out = out;
    }

    /**
     * Starts to write what happens from now on. Close the engine before this, so that its end is in the file too.
     *
     * @param engine whose events
     * @param file a new file; its directory must exist
     * @return the running capture
     * @throws CaptureException if the file exists or cannot be made
     */
    public static CaptureFile start(GatewayEngine engine, Path file) {
        CaptureFile capture = new CaptureFile(file, create(file));
        GatewaySnapshot now = engine.snapshot();
        capture.begin(new CaptureHeader(
                CaptureHeader.CURRENT, now.takenAtNanos(), now.gateway().toString(), now.rootKeyHex()));
        capture.subscription = engine.subscribe(capture.listener());
        return capture;
    }

    /**
     * A file for what the caller reports with {@link #write(List, long)} instead of an engine.
     *
     * @param file a new file; its directory must exist
     * @param header its first line
     * @return the file, to be closed by the caller
     * @throws CaptureException if the file exists or cannot be made
     */
    public static CaptureFile open(Path file, CaptureHeader header) {
        CaptureFile capture = new CaptureFile(file, create(file));
        capture.begin(header);
        return capture;
    }

    private static OutputStream create(Path file) {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try {
            return new BufferedOutputStream(
                    Channels.newOutputStream(Files.newByteChannel(
                            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)),
                    BUFFER);
        } catch (FileAlreadyExistsException e) {
            throw new CaptureException(file + " exists already; choose another name for the capture", e);
        } catch (IOException e) {
            throw new CaptureException("The capture file " + file + " cannot be made: " + reason(e), e);
        }
    }

    private static String reason(IOException e) {
        if (e instanceof FileSystemException f) {
            return f.getReason() == null ? f.getClass().getSimpleName() : f.getReason();
        }
        return e.getMessage();
    }

    private synchronized void begin(CaptureHeader header) {
        write(() -> {
            line(new CaptureJson.HeaderLine(CaptureJson.HEADER, CaptureJson.FORMAT, header));
            out.flush();
        });
    }

    GatewayListener listener() {
        return this::take;
    }

    /**
     * Writes events, oldest first.
     *
     * @param batch the events
     * @param missed events missing before them
     */
    public void write(List<GatewayEvent> batch, long missed) {
        take(batch, missed);
    }

    /** Writes what a person noted about an event. */
    public synchronized void write(CaptureNote note) {
        write(() -> line(new CaptureJson.NoteLine(CaptureJson.NOTE, note)));
    }

    /**
     * Writes what people call a client or a canister.
     *
     * @param principal as text
     * @param name given to it
     */
    public synchronized void writeName(String principal, String name) {
        write(() -> line(new CaptureJson.NameLine(CaptureJson.NAME, principal, name)));
    }

    /** On the subscription's thread; a slow disk makes the subscription lose events, and nobody wait. */
    private synchronized void take(List<GatewayEvent> batch, long missed) {
        write(() -> {
            if (missed > 0) {
                lost += missed;
                line(new CaptureJson.LostLine(CaptureJson.LOST, missed));
            }
            for (GatewayEvent event : batch) {
                line(CaptureJson.line(event));
                events++;
            }
            out.flush();
        });
    }

    /** Something that may fail with the disk. */
    private interface Writing {
        void run() throws IOException;
    }

    private void write(Writing writing) {
        if (ended || failure != null) {
            return;
        }
        try {
            writing.run();
        } catch (IOException e) {
            failure = e;
            LOG.error("The capture to {} ends here: {}", file, reason(e));
        }
    }

    private void line(Object line) throws IOException {
        CaptureJson.MAPPER.writeValue(out, line);
        out.write('\n');
    }

    /** @return why nothing is written any more, if something went wrong */
    public synchronized Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    /** @return events written so far */
    public synchronized long events() {
        return events;
    }

    /** Ends the capture; what has not been written yet is left out. */
    @Override
    public void close() {
        if (subscription != null) {
            subscription.close();
        }
        synchronized (this) {
            if (ended) {
                return;
            }
            write(() -> line(new CaptureJson.EndLine(CaptureJson.END, events, lost)));
            ended = true;
            try {
                out.close();
            } catch (IOException e) {
                LOG.error("The capture {} may lack its end: {}", file, reason(e));
            }
        }
    }
}
