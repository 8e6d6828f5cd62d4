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
    private long done;
    private long total;

    /**
     * @param worker runs the work, one after the other
     * @param onFound told on the FX thread that more rows match
     */
    ContentSearch(Executor worker, Executor fxThread, Runnable onFound) {
        this.worker = worker;
        this.fxThread = fxThread;
        this.onFound = onFound;
    }

    /** Looks for these from now on, and for nothing else any more. */
    void begin(List<ContentTerm> wanted, List<MessageRow> rows) {
        search++;
        terms = List.copyOf(wanted);
        done = 0;
        total = 0;
        progress.set("");
        more(rows);
    }

    /** There are these rows more. */
    void more(List<MessageRow> rows) {
        if (terms.isEmpty() || rows.isEmpty()) {
            return;
        }
        List<MessageRow> all = List.copyOf(rows);
        total += all.size();
        showProgress();
        int mine = search;
        List<ContentTerm> wanted = terms;
        try {
            worker.execute(() -> run(mine, wanted, all));
        } catch (RejectedExecutionException e) {
            progress.set(""); // the window closes
        }
    }

    private void run(int mine, List<ContentTerm> wanted, List<MessageRow> rows) {
        int looked = 0;
        boolean found = false;
        long told = System.nanoTime();
        for (int i = rows.size() - 1; i >= 0; i--) {
            if (mine != search) {
                return;
            }
            found |= look(rows.get(i), wanted);
            if (++looked % ROWS_BETWEEN_LOOKS == 0 && System.nanoTime() - told > pauseNanos) {
                tell(mine, looked, found);
                looked = 0;
                found = false;
                told = System.nanoTime();
            }
        }
        tell(mine, looked, found);
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
            if (found) {
                long start = System.nanoTime();
                onFound.run();
                pauseNanos = Math.max(PAUSE_NANOS, SHARE * (System.nanoTime() - start));
            }
            showProgress();
        });
    }

    private void showProgress() {
        progress.set(done >= total ? "" : "searching contents: " + Format.count(done) + " of " + Format.count(total));
    }

    /** How far it is; empty while there is nothing to look at. */
    ReadOnlyStringProperty progressProperty() {
        return progress.getReadOnlyProperty();
    }
}
