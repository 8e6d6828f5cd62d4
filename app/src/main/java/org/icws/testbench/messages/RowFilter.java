package org.icws.testbench.messages;

import java.util.function.Predicate;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import org.icws.testbench.filter.FilterException;

/** What is typed, what it means, and the rows that it lets through. While it means nothing, the filter before stays. */
public final class RowFilter {

    private final FilteredList<MessageRow> shown;
    private final StringProperty text = new SimpleStringProperty(this, "text", "");
    private final BooleanProperty serviceHidden = new SimpleBooleanProperty(this, "serviceHidden");
    private final ReadOnlyStringWrapper applied = new ReadOnlyStringWrapper(this, "applied", "");
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper(this, "problem", "");
    private final ObservableList<String> saved = FXCollections.observableArrayList();
    private Predicate<MessageRow> expression = row -> true;
    private int problemAt = -1;

    RowFilter(ObservableList<MessageRow> rows) {
        shown = new FilteredList<>(rows);
        text.addListener(o -> parse());
        serviceHidden.addListener(o -> apply());
    }

    private void parse() {
        try {
            expression = MessageFilter.LANGUAGE.parse(text.get());
        } catch (FilterException e) {
            problemAt = e.position();
            problem.set(e.getMessage());
            return;
        }
        problemAt = -1;
        problem.set("");
        applied.set(text.get().trim());
        apply();
    }

    private void apply() {
        boolean hide = serviceHidden.get();
        boolean all = applied.get().isEmpty();
        Predicate<MessageRow> wanted = expression;
        if (!hide) {
            shown.setPredicate(all ? null : wanted);
        } else {
            // What needs eyes is never hidden with the service messages.
            shown.setPredicate(row -> (!row.service()
                            || row.rowStyle().equals("fail")
                            || row.rowStyle().equals("warn"))
                    && (all || wanted.test(row)));
        }
    }

    boolean lets(MessageRow row) {
        return shown.getPredicate() == null || shown.getPredicate().test(row);
    }

    /** Lets everything through. */
    public void clear() {
        text.set("");
        serviceHidden.set(false);
    }

    /** Adds a term to what is there. */
    public void add(String term) {
        String now = text.get().trim();
        boolean needsBrackets = now.contains("|") && !now.startsWith("(");
        text.set(now.isEmpty() ? term : (needsBrackets ? "(" + now + ")" : now) + " & " + term);
    }

    /** Keeps the filter in force for later, or lets it go again. */
    public void toggleSaved() {
        String now = applied.get();
        if (!now.isEmpty() && !saved.remove(now)) {
            saved.add(0, now);
        }
    }

    ObservableList<MessageRow> shown() {
        return shown;
    }

    /** What is typed. */
    public StringProperty textProperty() {
        return text;
    }

    /** Whether open, ack, keep-alive and close messages are left out. */
    public BooleanProperty serviceHiddenProperty() {
        return serviceHidden;
    }

    /** The expression in force; differs from what is typed while that means nothing. */
    public ReadOnlyStringProperty appliedProperty() {
        return applied.getReadOnlyProperty();
    }

    /** Why what is typed means nothing; empty if it means something. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Where it stops meaning something, from 0; -1 if it does not. */
    public int problemAt() {
        return problemAt;
    }

    /** Filters kept for later. */
    public ObservableList<String> saved() {
        return saved;
    }
}
