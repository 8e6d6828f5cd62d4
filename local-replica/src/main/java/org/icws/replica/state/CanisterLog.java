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

    /**
     * One line.
     *
     * @param index counts the canister's lines from 0
     * @param timeNanos when it was printed, nanoseconds since the epoch
     * @param replicated whether it was printed by a message whose prints the public network keeps, that is not by a query
     * @param text cut to 4096 characters
     */
    public record Line(long index, long timeNanos, boolean replicated, String text) {
        int size() {
            return text.getBytes(StandardCharsets.UTF_8).length + 1;
        }
    }

    private final Principal canister;
    private final Deque<Line> lines = new ArrayDeque<>();
    private long nextIndex;
    private int bytes;

    /** @param canister whose log this is */
    public CanisterLog(Principal canister) {
        this.canister = canister;
    }

    /** Adds a line, cut to 4096 characters; the oldest lines make room. */
    public void add(long timeNanos, boolean replicated, String line) {
        String kept = line.length() > MAX_LINE_CHARS ? line.substring(0, MAX_LINE_CHARS) + "…" : line;
        LOG.debug("{}: {}", canister, kept);
        synchronized (this) {
            append(new Line(nextIndex++, timeNanos, replicated, kept));
        }
    }

    private void append(Line line) {
        lines.addLast(line);
        bytes += line.size();
        while (bytes > MAX_BYTES) {
            bytes -= lines.removeFirst().size();
        }
    }

    /** The lines that are left, oldest first. */
    public synchronized List<Line> lines() {
        return List.copyOf(lines);
    }

    /** Takes over the lines of an earlier run of the network. */
    public synchronized void restore(List<Line> earlier) {
        earlier.forEach(this::append);
        nextIndex = earlier.isEmpty() ? 0 : earlier.get(earlier.size() - 1).index() + 1;
    }

    /** Forgets everything, as when a canister's code is removed. */
    public synchronized void clear() {
        lines.clear();
        bytes = 0;
    }
}
