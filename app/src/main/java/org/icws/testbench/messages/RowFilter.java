package org.icws.testbench.messages;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.icws.testbench.filter.FilterLanguage;
import org.icws.testbench.filter.TypedFilter;

/** What is typed, what it means, and the rows that it lets through. While it means nothing, the filter before stays. */
public final class RowFilter extends TypedFilter<MessageRow> {

    /** So many rows are worth a hand-over to another core. */
    private static final int PART = 4_096;

    private final RowList rows;
    private final RowList shown = new RowList();
    private final BooleanProperty serviceHidden = new SimpleBooleanProperty(this, "serviceHidden");
    private final ObservableList<String> saved = FXCollections.observableArrayList();
    private final ReadOnlyStringWrapper searching = new ReadOnlyStringWrapper(this, "searching", "");
    private boolean hidden;
    private boolean unfiltered = true;
    private final List<ContentTerm> contents = new ArrayList<>();
    private final FilterLanguage<MessageRow> language = MessageFilter.language(contents::add);
    private ContentSearch search;
    private final List<Runnable> onLoss = new ArrayList<>();
    private boolean losing;

    /** @param rows what there is; whoever changes it tells this filter */
    RowFilter(RowList rows) {
        this.rows = rows;
        serviceHidden.addListener(o -> {
            hidden = serviceHidden.get();
            apply();
        });
    }

    @Override
    protected FilterLanguage<MessageRow> language() {
        return language;
    }

    @Override
    protected Predicate<MessageRow> conditionOf(String expression) {
        contents.clear();
        return super.conditionOf(expression);
    }

    @Override
    protected void conditionChanged() {
        unfiltered = appliedProperty().get().isEmpty();
        apply();
        if (search != null) {
            search.begin(contents, rows);
        }
    }

    /**
     * Lets contents be searched to their end.
     *
     * @param worker runs the search
     */
    public void searchContents(Executor worker, Executor fxThread) {
        search = new ContentSearch(worker, fxThread, this::apply);
        searching.bind(search.progressProperty());
        search.begin(contents, rows);
    }

    private void apply() {
        exchange(() -> shown.replaceAll(passing(rows)));
    }

    boolean lets(MessageRow row) {
        return (!hidden || !row.service() || needsEyes(row))
                && (unfiltered || condition().test(row));
    }

    /** What needs eyes is never hidden with the service messages. */
    private static boolean needsEyes(MessageRow row) {
        return row.rowStyle().equals("fail") || row.rowStyle().equals("warn");
    }

    private List<MessageRow> passing(List<MessageRow> some) {
        if (letsAll()) {
            return some;
        }
        if (some.size() < 2 * PART) {
            return part(some, 0, some.size());
        }
        // Most of the time goes to waiting for rows that lie all over the memory, so all cores wait together. Nothing
        // changes a row
        // meanwhile: this thread, the only one that may, is one of them.
        return IntStream.range(0, (some.size() + PART - 1) / PART)
                .parallel()
                .mapToObj(i -> part(some, i * PART, Math.min(some.size(), (i + 1) * PART)))
                .flatMap(List::stream)
                .toList();
    }

    private List<MessageRow> part(List<MessageRow> some, int from, int until) {
        List<MessageRow> passed = new ArrayList<>();
        for (int i = from; i < until; i++) {
            if (lets(some.get(i))) {
                passed.add(some.get(i));
            }
        }
        return passed;
    }

    /** There are these rows more, at the end. */
    void appended(List<MessageRow> fresh) {
        shown.append(passing(fresh));
        if (search != null) {
            search.more(fresh.size());
        }
    }

    /** Whether all rows are shown. */
    boolean letsAll() {
        return unfiltered && !hidden;
    }

    /**
     * How many of the first rows have to go so that as many shown ones go as come with these.
     *
     * @param most that may go
     * @return negative if that takes more
     */
    int goneFor(List<MessageRow> fresh, int most) {
        int come = passing(fresh).size();
        int gone = 0;
        int shownGone = 0;
        while (shownGone < come) {
            if (gone == most || shownGone == shown.size()) {
                return -1;
            }
            shownGone += shown.get(shownGone) == rows.get(gone++) ? 1 : 0;
        }
        return gone;
    }

    /** These rows push as many shown ones out, as {@link #goneFor} has found; told when the rows themselves have changed. */
    void slide(List<MessageRow> fresh) {
        shown.slide(passing(fresh));
        if (search != null) {
            search.more(fresh.size());
        }
    }

    /** Of the first rows only these are left. */
    void headReplaced(List<MessageRow> head, List<MessageRow> stay) {
        int gone = 0;
        for (MessageRow row : head) {
            gone += gone < shown.size() && shown.get(gone) == row ? 1 : 0;
        }
        losing = true;
        shown.replaceHead(gone, passing(stay));
        losing = false;
        onLoss.forEach(Runnable::run);
    }

    /** Whether the oldest rows are just going: what a table makes of its selection meanwhile is nobody's choice. */
    boolean isLosing() {
        return losing;
    }

    /** Tells after the oldest rows have gone. */
    void onLoss(Runnable listener) {
        onLoss.add(listener);
    }

    /** There are other rows now. */
    void replaced() {
        shown.replaceAll(passing(rows));
    }

    /** This row looks different now. */
    void touched(int index) {
        MessageRow row = rows.get(index);
        int at = 0;
        for (int i = 0; i < index; i++) {
            at += at < shown.size() && shown.get(at) == rows.get(i) ? 1 : 0;
        }
        boolean was = at < shown.size() && shown.get(at) == row;
        boolean is = lets(row);
        if (was && is) {
            shown.touch(at);
        } else if (was) {
            shown.drop(at);
        } else if (is) {
            shown.insert(at, row);
        }
    }

    /** Lets everything through. */
    public void clear() {
        textProperty().set("");
        serviceHidden.set(false);
    }

    /** Keeps the filter in force for later, or lets it go again. */
    public void toggleSaved() {
        String now = appliedProperty().get();
        if (!now.isEmpty() && !saved.remove(now)) {
            saved.add(0, now);
        }
    }

    RowList shown() {
        return shown;
    }

    /** Whether open, ack, keep-alive and close messages are left out. */
    public BooleanProperty serviceHiddenProperty() {
        return serviceHidden;
    }

    /** How far contents are searched that are longer than their line; empty when all are. */
    public ReadOnlyStringProperty searchingProperty() {
        return searching.getReadOnlyProperty();
    }

    /** Filters kept for later. */
    public ObservableList<String> saved() {
        return saved;
    }
}
