package org.icws.testbench.filter;

import org.icws.testbench.TestbenchException;

/** An expression that means nothing; the message says why and the position says where. */
public final class FilterException extends TestbenchException {

    private static final long serialVersionUID = 1L;

    private final int position;

    /** @param position of the first character that is wrong, from 0 */
    public FilterException(String message, int position) {
        super(message);
        this.position = position;
    }

    public int position() {
        return position;
    }
}
