package org.icws.protocol.candid;

import java.util.List;

/**
 * Names a place inside a value: the steps to it with a dot between them. A step is the label of a field or case, the index
 * of an element of a vec, or {@code ?} for the content of an opt. Stateless.
 */
public final class CandidPath {

    /** The whole value. */
    public static final String ROOT = "";

    /** The step into an opt. */
    public static final String CONTENT = "?";

    private CandidPath() {}

    /** The place one step further in. A dot inside of a label becomes a middle dot. */
    public static String child(String path, String step) {
        String name = step(step);
        return path.isEmpty() ? name : path + "." + name;
    }

    /** How a label appears as a step. */
    public static String step(String label) {
        return label.replace('.', '\u00b7');
    }

    /** The steps of a path; none for the whole value. */
    public static List<String> steps(String path) {
        return path.isEmpty() ? List.of() : List.of(path.split("\\."));
    }

    /** The same for an element of a vec. */
    public static String child(String path, int index) {
        return child(path, Integer.toString(index));
    }
}
