package org.icws.protocol.candid;

/** A text that is not the Candid, or the JSON, it should be; says where. */
public final class CandidSyntaxException extends CandidException {

    private static final long serialVersionUID = 1L;

    private final int start;
    private final int end;
    private final String path;

    /**
     * @param start the first character that does not fit, counted from 0
     * @param end the character after the last one that does not fit
     * @param path the field it belongs to, see {@link CandidPath}; empty for the whole value
     */
    public CandidSyntaxException(String message, int start, int end, String path) {
        super(message);
        this.start = start;
        this.end = Math.max(start, end);
        this.path = path;
    }

    /** The first character that does not fit, counted from 0. */
    public int start() {
        return start;
    }

    /** The character after the last one that does not fit. */
    public int end() {
        return end;
    }

    /**
     * The message with its line before it, for a text that is not shown beside it.
     *
     * @param text what was read
     */
    public String placed(String text) {
        long line = text.chars().limit(start).filter(c -> c == '\n').count() + 1;
        return "Line " + line + ": " + getMessage();
    }

    /** The field it belongs to, see {@link CandidPath}; empty for the whole value. */
    public String path() {
        return path;
    }
}
