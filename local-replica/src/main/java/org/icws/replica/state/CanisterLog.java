package org.icws.replica.state;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.ic4j.types.Principal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The newest lines a canister printed, limited in size. Thread-safe. */
public final class CanisterLog {
    private static final Logger LOG = LoggerFactory.getLogger("org.icws.replica.canister");
    private static final int MAX_BYTES = 64 * 1024;
    private static final int MAX_LINE_CHARS = 4 * 1024;

    private final Principal canister;
    private final Deque<String> lines = new ArrayDeque<>();
    private int bytes;

    /** @param canister whose log this is */
    public CanisterLog(Principal canister) {
        this.canister = canister;
    }

    /** Adds a line, cut to 4096 characters; the oldest lines make room. */
    public void add(String line) {
        String kept = line.length() > MAX_LINE_CHARS ? line.substring(0, MAX_LINE_CHARS) + "…" : line;
        LOG.debug("{}: {}", canister, kept);
        synchronized (this) {
            lines.addLast(kept);
            bytes += size(kept);
            while (bytes > MAX_BYTES) {
                bytes -= size(lines.removeFirst());
            }
        }
    }

    private static int size(String line) {
        return line.getBytes(StandardCharsets.UTF_8).length + 1;
    }

    /** The lines that are left, oldest first. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }
}
