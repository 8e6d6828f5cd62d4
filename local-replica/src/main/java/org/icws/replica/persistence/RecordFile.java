package org.icws.replica.persistence;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * A file of records, each with its length and checksum. A record is on its way to the disk when {@link #append} returns: it outlives
 * the process, though not a loss of power. Thread-safe.
 */
final class RecordFile implements AutoCloseable {
    private static final int HEADER_BYTES = 8;
    private static final int MAX_RECORD_BYTES = 1 << 30;

    private final FileChannel channel;
    private long size;

    private RecordFile(FileChannel channel) {
        this.channel = channel;
    }

    /** Creates an empty file, or empties it. */
    static RecordFile create(Path file) throws IOException {
        return new RecordFile(FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING));
    }

    synchronized void append(byte[] record) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(record);
        ByteBuffer framed = ByteBuffer.allocate(HEADER_BYTES + record.length)
                .putInt(record.length)
                .putInt((int) checksum.getValue())
                .put(record)
                .flip();
        size += framed.remaining();
        while (framed.hasRemaining()) {
            channel.write(framed);
        }
    }

    /** Bytes written so far. */
    synchronized long size() {
        return size;
    }

    /** Makes sure that everything is on the disk. */
    void force() throws IOException {
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /**
     * Reads records up to the first that is incomplete, which is where a process was killed while it wrote.
     *
     * @return whether the file ends with a complete record
     */
    static boolean read(Path file, Consumer<byte[]> records) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            while (true) {
                int length = in.read();
                if (length < 0) {
                    return true;
                }
                length = length << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
                int expected = in.readInt();
                if (length < 0 || length > MAX_RECORD_BYTES) {
                    return false;
                }
                byte[] record = in.readNBytes(length);
                CRC32 checksum = new CRC32();
                checksum.update(record);
                if (record.length < length || (int) checksum.getValue() != expected) {
                    return false;
                }
                records.accept(record);
            }
        } catch (EOFException e) {
            return false;
        }
    }
}
