package org.icws.replica.persistence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.icws.replica.DataDirectoryInUseException;

/**
 * Keeps two networks from writing to one directory. The operating system gives the lock back when the process ends, however it
 * ends, so a file that is left over does no harm. Thread-safe.
 */
final class DirectoryLock implements AutoCloseable {
    private static final String NAME = "lock";

    /** Beyond what is written, because on Windows nobody else can read what is locked. */
    private static final long POSITION = Long.MAX_VALUE - 1;

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws DataDirectoryInUseException somebody else has it
     */
    static DirectoryLock take(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock(POSITION, 1, false);
            if (lock == null) {
                throw new DataDirectoryInUseException(directory, holder(file));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(
                    String.valueOf(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
            return new DirectoryLock(channel);
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new DataDirectoryInUseException(directory, "another network of this process");
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static String holder(Path file) {
        try {
            String pid = Files.readString(file);
            return pid.matches("\\d{1,19}") ? "process " + pid : "another process";
        } catch (IOException e) {
            return "another process";
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
