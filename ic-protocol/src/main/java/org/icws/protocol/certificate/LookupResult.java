package org.icws.protocol.certificate;

/**
 * What a hash tree says about a path.
 *
 * @param status how far the tree proves something
 * @param value the leaf's bytes when found, otherwise null
 */
public record LookupResult(Status status, byte[] value) {

    /** The four answers of a hash tree. */
    public enum Status {
        /** A leaf is there. */
        FOUND,
        /** The tree proves that nothing is there. */
        ABSENT,
        /** The place is pruned: something may or may not be there. */
        UNKNOWN,
        /** The path ends at an inner node or goes through a leaf: wrong path or malformed tree. */
        ERROR
    }

    static final LookupResult ABSENT = new LookupResult(Status.ABSENT, null);
    static final LookupResult UNKNOWN = new LookupResult(Status.UNKNOWN, null);
    static final LookupResult ERROR = new LookupResult(Status.ERROR, null);

    static LookupResult found(byte[] value) {
        return new LookupResult(Status.FOUND, value);
    }

    /** True when a leaf is there. */
    public boolean isFound() {
        return status == Status.FOUND;
    }
}
