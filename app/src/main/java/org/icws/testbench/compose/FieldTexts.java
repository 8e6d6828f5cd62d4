package org.icws.testbench.compose;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import javafx.collections.FXCollections;
import javafx.collections.ObservableMap;

/** What was typed into the fields of the form, by path, and what is wrong with it. FX thread only. */
final class FieldTexts {

    private final Map<String, String> typed = new HashMap<>();
    private final ObservableMap<String, String> problems = FXCollections.observableHashMap();

    /** What was typed there and fits. */
    void fits(String path, String text) {
        typed.put(path, text);
        problems.remove(path);
    }

    /** What was typed there and does not fit. */
    void fails(String path, String text, String why) {
        typed.put(path, text);
        problems.put(path, why);
    }

    /** What was typed there; null if nothing was. */
    String typed(String path) {
        return typed.get(path);
    }

    /** What the first field that does not fit has wrong; null if all fit. */
    String firstProblem() {
        Iterator<String> all = problems.values().iterator();
        return all.hasNext() ? all.next() : null;
    }

    /** Forgets one field. */
    void forget(String path) {
        problems.remove(path);
        typed.remove(path);
    }

    /** Forgets the fields below a part. */
    void forgetBelow(String path) {
        String below = path.isEmpty() ? "" : path + ".";
        typed.keySet().removeIf(p -> p.startsWith(below));
        problems.keySet().removeIf(p -> p.startsWith(below));
    }

    void clear() {
        typed.clear();
        problems.clear();
    }

    /** What is wrong, by path. */
    ObservableMap<String, String> problems() {
        return problems;
    }
}
