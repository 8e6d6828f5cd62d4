package org.icws.replica.persistence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * A file of records, each with its length, a checksum of the length, and a checksum of its content. A long record is written in parts:
 * several that say so and one that says that it is the last. A record is with the operating system when {@link #append} returns: it
 * outlives the process. It outlives a loss of power from the next {@link #force} on. {@link RecordReader} reads it. Thread-safe.
 */
final class RecordFile implements AutoCloseable {
    static final int HEADER_BYTES = 12;

    /** Starts a part of a record; another one follows. */
    static final byte PART = 6;

    /** Starts the last part of a record. */
    static final byte LAST_PART = 7;

    /** Long enough that few records are in parts, and short enough to be held in memory. */
    private static final int PART_BYTES = 1 << 20;

    private static final byte[] WHOLE = {};
    private static final byte[] PART_FOLLOWED = {PART};
    private static final byte[] PART_ENDING = {LAST_PART};

    private final FileChannel channel;
    private final int partBytes;
    private long size;

    private RecordFile(FileChannel channel, int partBytes) {
        this.channel = channel;
        this.partBytes = partBytes;
    }

    /** Creates an empty file, or empties it. */
    static RecordFile create(Path file) throws IOException {
        return create(file, PART_BYTES);
    }

    /** Creates an empty file, or empties it, for parts of a length. */
    static RecordFile create(Path file, int partBytes) throws IOException {
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        return new RecordFile(channel, partBytes);
    }

    /** Writes a short record; if that fails, the file is as before, as far as the disk allows. */
    void append(byte[] record) throws IOException {
        append(out -> out.raw(record, 0, record.length));
    }

    /**
     * Writes a record of any length; if that fails, the file is as before, as far as the disk allows.
     *
     * @param record writes what is in it; what it throws is passed on
     */
    synchronized void append(Consumer<Out> record) throws IOException {
        long before = size;
        try {
            Out out = new Out(partBytes, part -> {
                try {
                    write(PART_FOLLOWED, part);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            record.accept(out);
            write(out.isInParts() ? PART_ENDING : WHOLE, out.bytes());
        } catch (UncheckedIOException e) {
            cutTo(before, e.getCause());
            throw e.getCause();
        } catch (IOException | RuntimeException | Error e) {
            cutTo(before, e);
            throw e;
        }
    }

    private void write(byte[] kind, byte[] content) throws IOException {
        int length = kind.length + content.length;
        CRC32 checksum = new CRC32();
        checksum.update(kind);
        checksum.update(content);
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES)
                .putInt(length)
                .putInt(checksumOfLength(length))
                .putInt((int) checksum.getValue())
                .flip();
        ByteBuffer[] framed = {header, ByteBuffer.wrap(kind), ByteBuffer.wrap(content)};
        while (header.hasRemaining() || framed[2].hasRemaining()) {
            channel.write(framed);
        }
        size += (long) HEADER_BYTES + length;
    }

    private void cutTo(long length, Throwable why) {
        size = length;
        try {
            channel.truncate(length);
            channel.position(length);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    static int checksumOfLength(int length) {
        return checksum(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
    }

    static int checksum(byte[] bytes) {
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        return (int) checksum.getValue();
    }

    /** Bytes written so far. */
    synchronized long size() {
        return size;
    }

    /** Makes sure that everything is on the disk. */
    void force() throws IOException {
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
