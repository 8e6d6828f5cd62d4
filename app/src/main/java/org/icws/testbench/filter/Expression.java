package org.icws.testbench.filter;

import java.util.List;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.StringProperty;

/** What is typed into a filter, and what it came to. While it means nothing, the expression before stays in force. */
public interface Expression {

    /** What is typed. */
    StringProperty textProperty();

    /** The expression in force; differs from what is typed while that means nothing. */
    ReadOnlyStringProperty appliedProperty();

    /** Why what is typed means nothing; empty if it means something. */
    ReadOnlyStringProperty problemProperty();

    /** Where it stops meaning something, from 0; -1 if it does not. */
    int problemAt();

    /** What can be written. */
    List<FilterLanguage.Term> terms();

    /** Adds a term to what is there. */
    default void add(String term) {
        String now = textProperty().get().trim();
        boolean needsBrackets = now.contains("|") && !now.startsWith("(");
        textProperty().set(now.isEmpty() ? term : (needsBrackets ? "(" + now + ")" : now) + " & " + term);
    }
}
