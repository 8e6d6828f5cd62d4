package org.icws.protocol.candid;

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

    /** The place one step further in. */
    public static String child(String path, String step) {
        return path.isEmpty() ? step : path + "." + step;
    }

    /** The same for an element of a vec. */
    public static String child(String path, int index) {
        return child(path, Integer.toString(index));
    }
}
