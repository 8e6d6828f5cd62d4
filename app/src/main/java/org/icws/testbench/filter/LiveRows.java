package org.icws.testbench.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import javafx.collections.ModifiableObservableListBase;

/**
 * Rows that are made anew a few times a second. To a table every row that is exchanged is a list that has changed: it makes all
 * its rows again. So a row that only tells newer figures of the same thing takes its place without a change of the list, and
 * whoever shows it is told once for all of them. One thread only.
 *
 * @param <T> an immutable row
 */
public final class LiveRows<T> extends ModifiableObservableListBase<T> implements Renewing {

    private final List<T> rows = new ArrayList<>();
    private final List<Runnable> onRenewal = new ArrayList<>();
    private final BiPredicate<T, T> sameThing;

    /** @param sameThing whether the second is the first one anew, with nothing that those who count the rows look at */
    public LiveRows(BiPredicate<T, T> sameThing) {
        this.sameThing = sameThing;
    }

    @Override
    public void onRenewal(Runnable listener) {
        onRenewal.add(listener);
    }

    /** Becomes these rows; touches only what differs. */
    public void take(List<T> fresh) {
        boolean renewed = false;
        for (int i = 0; i < fresh.size(); i++) {
            if (i >= rows.size()) {
                addAll(List.copyOf(fresh.subList(i, fresh.size())));
                break;
            }
            T old = rows.get(i);
            T next = fresh.get(i);
            if (sameThing.test(old, next)) {
                renewed |= !old.equals(next);
                rows.set(i, next);
            } else {
                set(i, next);
            }
        }
        if (rows.size() > fresh.size()) {
            remove(fresh.size(), rows.size());
        }
        if (renewed) {
            onRenewal.forEach(Runnable::run);
        }
    }

    @Override
    public T get(int index) {
        return rows.get(index);
    }

    @Override
    public int size() {
        return rows.size();
    }

    @Override
    protected void doAdd(int index, T row) {
        rows.add(index, row);
    }

    @Override
    protected T doSet(int index, T row) {
        return rows.set(index, row);
    }

    @Override
    protected T doRemove(int index) {
        return rows.remove(index);
    }
}
