package org.icws.replica.persistence;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/** Reads what {@link RecordFile} has written. Confined to one thread. */
final class RecordReader implements AutoCloseable {
    /** As long as an array can be. */
    private static final int MAX_RECORD_BYTES = Integer.MAX_VALUE - 64;

    private static final int TAIL_BYTES = 16;
    private static final int BUFFER_BYTES = 1 << 16;

    private final String name;
    private final FileChannel channel;
    private final long size;
    private DataInputStream in;
    private long position;

    private RecordReader(Path file) throws IOException {
        name = file.getFileName().toString();
        channel = FileChannel.open(file, StandardOpenOption.READ);
        size = channel.size();
        goTo(0);
    }

    /**
     * Reads all records. A last record that is cut short is where a process was killed while it wrote, and does not count, with
     * all of its parts. Anything else that does not fit is damage: what comes after it may have been acknowledged.
     *
     * @param records takes each; nothing is given to it that is not known to be whole
     * @throws DamagedStateException the file is damaged
     */
    static void read(Path file, Consumer<In> records) throws IOException {
        try (RecordReader reader = new RecordReader(file)) {
            while (reader.readOne(records)) {
                // Everything is done.
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private boolean readOne(Consumer<In> records) throws IOException {
        long start = position;
        byte[] record = next();
        if (record == null) {
            return false;
        }
        if (!startsWith(record, RecordFile.PART)) {
            records.accept(new In(record));
            return true;
        }
        long length = 0;
        while (startsWith(record, RecordFile.PART)) {
            length += record.length - 1;
            record = next();
        }
        if (record == null) {
            return false;
        }
        if (!startsWith(record, RecordFile.LAST_PART)) {
            throw damaged();
        }
        length += record.length - 1;
        long end = position;
        goTo(start);
        records.accept(new In(length, this::nextPart));
        goTo(end);
        return true;
    }

    private static boolean startsWith(byte[] record, byte kind) {
        return record != null && record.length > 0 && record[0] == kind;
    }

    private void goTo(long where) throws IOException {
        if (in == null || position != where) {
            position = where;
            channel.position(where);
            in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel), BUFFER_BYTES));
        }
    }

    /** A part that has been looked at before. */
    private byte[] nextPart() {
        try {
            byte[] record = next();
            if (record == null) {
                throw damaged();
            }
            byte[] part = new byte[record.length - 1];
            System.arraycopy(record, 1, part, 0, part.length);
            return part;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next record or part of one; null = there is none that counts. */
    private byte[] next() throws IOException {
        if (size - position < RecordFile.HEADER_BYTES) {
            return null;
        }
        int length = in.readInt();
        int lengthChecksum = in.readInt();
        int expected = in.readInt();
        position += RecordFile.HEADER_BYTES;
        if (length < 0 || length > MAX_RECORD_BYTES || RecordFile.checksumOfLength(length) != lengthChecksum) {
            // A file system may have made the file longer before a loss of power, and not filled it.
            if (length == 0 && lengthChecksum == 0 && expected == 0 && isZero()) {
                return null;
            }
            throw damaged();
        }
        if (length > size - position) {
            return null;
        }
        byte[] record = in.readNBytes(length);
        position += length;
        if (RecordFile.checksum(record) != expected) {
            if (position == size && endsUnfilled(record)) {
                return null;
            }
            throw damaged();
        }
        return record;
    }

    private DamagedStateException damaged() {
        return new DamagedStateException(
                "the file " + name + " is damaged, " + (size - position) + " bytes before its end");
    }

    private boolean isZero() throws IOException {
        byte[] part = in.readNBytes(BUFFER_BYTES);
        while (part.length > 0) {
            for (byte b : part) {
                if (b != 0) {
                    return false;
                }
            }
            part = in.readNBytes(BUFFER_BYTES);
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

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
