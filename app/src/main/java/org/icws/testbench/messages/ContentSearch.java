package org.icws.testbench.messages;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.icws.testbench.store.Format;

/**
 * Looks for the filter's patterns in contents that hold more than the line in their row, newest first, beside the FX thread,
 * which is told now and then. FX thread only, but for the work itself.
 */
final class ContentSearch {

    private static final int ROWS_BETWEEN_LOOKS = 64;
    private static final long PAUSE_NANOS = 150_000_000L;

    /** Showing what was found takes the FX thread at most this part of the time. */
    private static final long SHARE = 8;

    private final Executor worker;
    private final Executor fxThread;
    private final Runnable onFound;
    private final ReadOnlyStringWrapper progress = new ReadOnlyStringWrapper(this, "progress", "");
    private volatile int search;
    private volatile long pauseNanos = PAUSE_NANOS;
    private List<ContentTerm> terms = List.of();
    private List<MessageRow> rows = List.of();
    private int waiting;
    private int open;
    private boolean running;
    private long done;

    /**
     * @param worker runs the work, one after the other
     * @param onFound told on the FX thread that more rows match
     */
    ContentSearch(Executor worker, Executor fxThread, Runnable onFound) {
        this.worker = worker;
        this.fxThread = fxThread;
        this.onFound = onFound;
    }

    /**
     * Looks for these from now on, and for nothing else any more.
     *
     * @param all the rows there are, which grow at their end; what is no longer among them is not looked at
     */
    void begin(List<ContentTerm> wanted, List<MessageRow> all) {
        search++;
        terms = List.copyOf(wanted);
        rows = all;
        waiting = all.size();
        open = 0;
        done = 0;
        next();
    }

    /** There are so many rows more. */
    void more(int fresh) {
        if (!terms.isEmpty()) {
            waiting = Math.min(waiting + fresh, rows.size());
            next();
        }
    }

    /**
     * Gives the worker what waits, as long as it has nothing else: however fast rows come, there is one task, and what waits is a
     * number.
     */
    private void next() {
        int count = terms.isEmpty() ? 0 : Math.min(waiting, rows.size());
        if (!running && count > 0) {
            List<MessageRow> batch = List.copyOf(rows.subList(rows.size() - count, rows.size()));
            int mine = search;
            List<ContentTerm> wanted = terms;
            try {
                worker.execute(() -> run(mine, wanted, batch));
                running = true;
                waiting = 0;
                open = count;
            } catch (RejectedExecutionException e) {
                terms = List.of(); // the window closes
            }
        }
        showProgress();
    }

    private void run(int mine, List<ContentTerm> wanted, List<MessageRow> batch) {
        int looked = 0;
        boolean found = false;
        long told = System.nanoTime();
        for (int i = batch.size() - 1; i >= 0 && mine == search; i--) {
            found |= look(batch.get(i), wanted);
            if (++looked % ROWS_BETWEEN_LOOKS == 0 && System.nanoTime() - told > pauseNanos) {
                tell(mine, looked, found);
                looked = 0;
                found = false;
                told = System.nanoTime();
            }
        }
        tell(mine, looked, found);
        fxThread.execute(this::ended);
    }

    private void ended() {
        running = false;
        open = 0;
        next();
    }

    private static boolean look(MessageRow row, List<ContentTerm> wanted) {
        byte[] content = row.mayHoldMore() ? row.content() : null;
        if (content == null) {
            return false;
        }
        String text = PayloadText.whole(content);
        boolean found = false;
        for (ContentTerm term : wanted) {
            found |= term.search(row, text);
        }
        return found;
    }

    private void tell(int mine, int looked, boolean found) {
        fxThread.execute(() -> {
            if (mine != search) {
                return;
            }
            done += looked;
            open -= looked;
            if (found) {
                long start = System.nanoTime();
                onFound.run();
                pauseNanos = Math.max(PAUSE_NANOS, SHARE * (System.nanoTime() - start));
            }
            showProgress();
        });
    }

    private void showProgress() {
        long left = terms.isEmpty() ? 0 : (long) open + waiting;
        progress.set(left <= 0 ? "" : "searching contents: " + Format.count(done) + " of " + Format.count(done + left));
    }

    /** How far it is; empty while there is nothing to look at. */
    ReadOnlyStringProperty progressProperty() {
        return progress.getReadOnlyProperty();
    }
}
