package org.icws.testbench.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Why a file could not be written, in words that somebody can act on: many of the system's are nothing but a path. */
public final class FileTrouble {

    /** With less room than this, whatever the system says in whatever language, the disk is full. */
    private static final long NO_ROOM_BYTES = 8 << 10;

    private FileTrouble() {}

    /**
     * The reason as the end of a sentence that began with what could not be done, without a full stop.
     *
     * @param place the file, or the directory it was to be in
     */
    public static String reason(Exception failure, Path place) {
        if (failure instanceof AccessDeniedException) {
            return "this user may not write there";
        }
        if (failure instanceof FileAlreadyExistsException || isBelowFile(place)) {
            return "there is a file where its directory should be";
        }
        if (failure instanceof NoSuchFileException) {
            return "there is no such directory";
        }
        String words = failure instanceof FileSystemException f ? f.getReason() : failure.getMessage();
        String said = words == null ? "" : words;
        long room = room(place);
        boolean none = room >= 0 && room < NO_ROOM_BYTES;
        if (none || said.contains("No space left") || said.contains("not enough space")) {
            // What was written before it ended has been taken away again, so there is some room now.
            return (none || room < 0 ? "the disk is full" : "the disk has too little room for it")
                    + (room < 0 ? "" : ": " + kilobytes(room) + " are free there");
        }
        if (said.contains("Read-only file system")) {
            return "that disk can only be read";
        }
        return said.isEmpty()
                ? "the system gives no reason (" + failure.getClass().getSimpleName() + ")"
                : "the system says: " + said;
    }

    /** The same as a sentence of its own. */
    public static String sentence(Exception failure, Path place) {
        String reason = reason(failure, place);
        return Character.toUpperCase(reason.charAt(0)) + reason.substring(1) + ".";
    }

    private static boolean isBelowFile(Path place) {
        Path parent = place.toAbsolutePath().getParent();
        while (parent != null && !Files.exists(parent)) {
            parent = parent.getParent();
        }
        return parent != null && !Files.isDirectory(parent);
    }

    private static String kilobytes(long bytes) {
        return bytes < 1_000 ? bytes + " B" : bytes / 1_000 + " kB";
    }

    /** Bytes that are free where this is or would be; negative if that is not known. */
    private static long room(Path place) {
        Path there = place.toAbsolutePath();
        while (there != null && !Files.isDirectory(there)) {
            there = there.getParent();
        }
        try {
            return there == null ? -1 : Files.getFileStore(there).getUsableSpace();
        } catch (IOException e) {
            return -1;
        }
    }
}
