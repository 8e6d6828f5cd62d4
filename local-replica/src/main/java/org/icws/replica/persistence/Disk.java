package org.icws.replica.persistence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.icws.replica.ReplicaException;

/** What a store needs from the disk. Stateless. */
final class Disk {
    /** Enough to write a small network anew; with less, the first round would fail and nobody would know why. */
    static final long LEAST_FREE_BYTES = 32L << 20;

    private static final int MEGABYTE_SHIFT = 20;

    private Disk() {}

    /**
     * Says so in time when there is hardly any room.
     *
     * @param free bytes that can still be written
     */
    static void requireRoom(Path directory, long free) {
        if (free < LEAST_FREE_BYTES) {
            throw new ReplicaException("There is too little room for the network in " + directory + ": "
                    + (free >> MEGABYTE_SHIFT) + " MB are free, " + (LEAST_FREE_BYTES >> MEGABYTE_SHIFT)
                    + " MB are needed; free some, or keep the network in another directory");
        }
    }

    static void requireRoom(Path directory) throws IOException {
        requireRoom(directory, Files.getFileStore(directory).getUsableSpace());
    }

    /** Writes a file that is either there as a whole or not at all, even after a loss of power. */
    static void writeWhole(Path file, byte[] content) throws IOException {
        Path temporary = Files.createTempFile(file.getParent(), "part", ".tmp");
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        forceDirectory(file.getParent());
    }

    /** Makes sure that new names in a directory outlive a loss of power, where the operating system can do that. */
    static void forceDirectory(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows has no such thing; its file systems keep names in a journal of their own.
        }
    }
}
