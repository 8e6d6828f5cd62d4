package org.icws.testbench.filter;

import java.util.List;
import java.util.function.Predicate;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/**
 * Reads what is typed as it is typed, and keeps the condition it stands for. Which rows there are and where they go is the
 * subclass's. One thread only.
 *
 * @param <T> what is filtered
 */
public abstract class TypedFilter<T> implements Expression {

    private final StringProperty text = new SimpleStringProperty(this, "text", "");
    private final ReadOnlyStringWrapper applied = new ReadOnlyStringWrapper(this, "applied", "");
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper(this, "problem", "");
    private final ReadOnlyIntegerWrapper changes = new ReadOnlyIntegerWrapper(this, "changes");
    private Predicate<T> condition = row -> true;
    private int problemAt = -1;
    private boolean changing;

    /** A filter that lets everything through. */
    protected TypedFilter() {
        text.addListener(o -> read());
    }

    /** The language what is typed is in. */
    protected abstract FilterLanguage<T> language();

    /** Another condition is in force; the rows have to follow. */
    protected abstract void conditionChanged();

    /**
     * The condition an expression stands for.
     *
     * @throws FilterException if it means nothing
     */
    protected Predicate<T> conditionOf(String expression) {
        return language().parse(expression);
    }

    private void read() {
        try {
            condition = conditionOf(text.get());
        } catch (FilterException e) {
            problemAt = e.position();
            problem.set(e.getMessage());
            return;
        }
        problemAt = -1;
        problem.set("");
        applied.set(text.get().trim());
        conditionChanged();
    }

    /** Whether the condition in force holds for a row. */
    protected final Predicate<T> condition() {
        return condition;
    }

    /** Runs what exchanges the rows and tells that they have been. */
    protected final void exchange(Runnable rows) {
        changing = true;
        rows.run();
        changing = false;
        changes.set(changes.get() + 1);
    }

    /** Whether the rows are just being exchanged: what a table makes of its selection meanwhile is nobody's choice. */
    public final boolean isChanging() {
        return changing;
    }

    /** Moves on after the rows have followed. */
    public final ReadOnlyIntegerProperty changesProperty() {
        return changes.getReadOnlyProperty();
    }

    @Override
    public final StringProperty textProperty() {
        return text;
    }

    @Override
    public final ReadOnlyStringProperty appliedProperty() {
        return applied.getReadOnlyProperty();
    }

    @Override
    public final ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    @Override
    public final int problemAt() {
        return problemAt;
    }

    @Override
    public final List<FilterLanguage.Term> terms() {
        return language().terms();
    }
}
