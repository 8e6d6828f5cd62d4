package org.icws.testbench.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.List;
import org.icws.gateway.event.GatewayEvent;
import org.icws.testbench.files.OwnerOnly;

/**
 * Blocks of events in files of this run, a new file every 64 MB, so that what is not needed any more can be deleted.
 * Thread-safe; the files go when it is closed.
 */
final class SpillFile implements AutoCloseable {

    private static final long SEGMENT_BYTES = 64L << 20;

    /** Where a block lies. */
    record Place(Segment segment, long offset, int length) {}

    /** One file. */
    static final class Segment {

        private final Path path;
        private final FileChannel channel;
        private long size;
        private int lastBlock;

        Segment(Path path, FileChannel channel) {
            this.path = path;
            this.channel = channel;
        }
    }

    private final Path directory;
    private final ArrayDeque<Segment> segments = new ArrayDeque<>();
    private long bytes;
    private boolean closed;

    SpillFile(Path directory) {
        this.directory = directory;
    }

    /** Appends a block. */
    Place append(int block, List<GatewayEvent> events) throws IOException {
        ByteArrayOutputStream raw = new ByteArrayOutputStream(64 << 10);
        try (DataOutputStream out = new DataOutputStream(raw)) {
            BlockCodec.write(events, out);
        }
        synchronized (this) {
            if (closed) {
                throw new IOException("the window is closing");
            }
            Segment segment = segments.peekLast();
            if (segment == null || segment.size >= SEGMENT_BYTES) {
                segment = open();
            }
            Place place = new Place(segment, segment.size, raw.size());
            ByteBuffer buffer = ByteBuffer.wrap(raw.toByteArray());
            while (buffer.hasRemaining()) {
                segment.channel.write(buffer, place.offset() + buffer.position());
            }
            segment.size += raw.size();
            segment.lastBlock = block;
            bytes += raw.size();
            return place;
        }
    }

    private Segment open() throws IOException {
        OwnerOnly.createDirectories(directory);
        Path path = OwnerOnly.createTemporary(directory, "contents");
        path.toFile().deleteOnExit();
        Segment fresh = new Segment(path, FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
        segments.addLast(fresh);
        return fresh;
    }

    synchronized GatewayEvent[] read(Place place) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(place.length());
        while (buffer.hasRemaining()) {
            if (place.segment().channel.read(buffer, place.offset() + buffer.position()) < 0) {
                throw new IOException("the contents' file ends too early");
            }
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(buffer.array()))) {
            return BlockCodec.read(in);
        }
    }

    /** Deletes files whose blocks all come before this one. */
    synchronized void dropBefore(int block) {
        while (segments.size() > 1 && segments.peekFirst().lastBlock < block) {
            discard(segments.removeFirst());
        }
    }

    private void discard(Segment segment) {
        bytes -= segment.size;
        try {
            segment.channel.close();
            Files.deleteIfExists(segment.path);
        } catch (IOException e) {
            segment.path.toFile().deleteOnExit();
        }
    }

    synchronized long bytes() {
        return bytes;
    }

    @Override
    public synchronized void close() {
        closed = true;
        segments.forEach(this::discard);
        segments.clear();
    }
}
