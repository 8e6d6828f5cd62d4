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
    /** Kept for those who look on, even if the settings allow the canister less. */
    private static final int LEAST_BYTES = 64 * 1024;

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

    /**
     * Some lines at the end of a log.
     *
     * @param fromStart whether they are all there are, instead of those after earlier ones
     * @param next index of the line that comes next
     * @param lines oldest first
     */
    public record Part(boolean fromStart, long next, List<Line> lines) {}

    private final Principal canister;
    private final Deque<Line> lines = new ArrayDeque<>();
    private long nextIndex;
    private int bytes;
    private int clearings;
    private int limit = LEAST_BYTES;

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
        while (bytes > limit) {
            bytes -= lines.removeFirst().size();
        }
    }

    /** Sets how many bytes the settings allow; at least 64 KiB are kept. */
    public synchronized void limit(int allowed) {
        limit = Math.max(LEAST_BYTES, allowed);
    }

    /** The lines that are left, oldest first. */
    public synchronized List<Line> lines() {
        return List.copyOf(lines);
    }

    /** How often the log was emptied. */
    public synchronized int clearings() {
        return clearings;
    }

    /**
     * What has been added since an earlier look.
     *
     * @param knownNext index of the line that came next then
     * @param knownClearings how often it had been emptied then; everything is given if that has changed
     */
    public synchronized Part since(long knownNext, int knownClearings) {
        boolean fromStart = clearings != knownClearings;
        return new Part(
                fromStart,
                nextIndex,
                fromStart
                        ? List.copyOf(lines)
                        : lines.stream()
                                .filter(line -> line.index() >= knownNext)
                                .toList());
    }

    /** Everything. */
    public synchronized Part all() {
        return new Part(true, nextIndex, List.copyOf(lines));
    }

    /** Takes over lines of an earlier run of the network. */
    public synchronized void restore(Part earlier) {
        if (earlier.fromStart()) {
            lines.clear();
            bytes = 0;
        }
        earlier.lines().forEach(this::append);
        nextIndex = earlier.next();
    }

    /** Forgets everything, as when a canister's code is removed. */
    public synchronized void clear() {
        lines.clear();
        bytes = 0;
        clearings++;
    }
}
