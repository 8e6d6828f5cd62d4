package org.icws.replica.persistence;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * A file of records, each with its length, a checksum of the length, and a checksum of its content. A record is with the operating
 * system when {@link #append} returns: it outlives the process. It outlives a loss of power from the next {@link #force} on.
 * Thread-safe.
 */
final class RecordFile implements AutoCloseable {
    private static final int HEADER_BYTES = 12;

    /** As long as an array can be. */
    private static final int MAX_RECORD_BYTES = Integer.MAX_VALUE - 64;

    private static final int TAIL_BYTES = 16;

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

    /** Writes a record; if that fails, the file is as before, as far as the disk allows. */
    synchronized void append(byte[] record) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES)
                .putInt(record.length)
                .putInt(checksum(lengthBytes(record.length)))
                .putInt(checksum(record))
                .flip();
        ByteBuffer[] framed = {header, ByteBuffer.wrap(record)};
        try {
            while (framed[1].hasRemaining()) {
                channel.write(framed);
            }
        } catch (IOException e) {
            cutTo(size, e);
            throw e;
        }
        size += (long) HEADER_BYTES + record.length;
    }

    private void cutTo(long length, IOException why) {
        try {
            channel.truncate(length);
            channel.position(length);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    private static byte[] lengthBytes(int length) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(length).array();
    }

    private static int checksum(byte[] bytes) {
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

    /**
     * Reads all records. A last record that is cut short is where a process was killed while it wrote, and does not count. Anything
     * else that does not fit is damage: what comes after it may have been acknowledged.
     *
     * @throws DamagedStateException the file is damaged
     */
    static void read(Path file, Consumer<byte[]> records) throws IOException {
        long left = Files.size(file);
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            while (left >= HEADER_BYTES) {
                int length = in.readInt();
                int lengthChecksum = in.readInt();
                int expected = in.readInt();
                left -= HEADER_BYTES;
                if (length < 0 || length > MAX_RECORD_BYTES || checksum(lengthBytes(length)) != lengthChecksum) {
                    // A file system may have made the file longer before a loss of power, and not filled it.
                    if (length == 0 && lengthChecksum == 0 && expected == 0 && isZero(in)) {
                        return;
                    }
                    throw damaged(file, left);
                }
                if (length > left) {
                    return;
                }
                byte[] record = in.readNBytes(length);
                left -= length;
                if (checksum(record) != expected) {
                    if (left == 0 && endsUnfilled(record)) {
                        return;
                    }
                    throw damaged(file, left);
                }
                records.accept(record);
            }
        }
    }

    private static DamagedStateException damaged(Path file, long left) {
        return new DamagedStateException(
                "the file " + file.getFileName() + " is damaged, " + left + " bytes before its end");
    }

    private static boolean isZero(DataInputStream in) throws IOException {
        byte[] part = in.readNBytes(1 << 16);
        while (part.length > 0) {
            for (byte b : part) {
                if (b != 0) {
                    return false;
                }
            }
            part = in.readNBytes(1 << 16);
        }
        return true;
    }

    private static boolean endsUnfilled(byte[] record) {
        for (int i = Math.max(0, record.length - TAIL_BYTES); i < record.length; i++) {
            if (record[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
