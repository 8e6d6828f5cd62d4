package org.icws.replica.execution;

/**
 * How a memory has changed. The arrays are not written any more.
 *
 * @param pageCount size now
 * @param pages which pages have changed
 * @param before what they held
 * @param now what they hold
 */
public record PageChanges(int pageCount, int[] pages, byte[][] before, byte[][] now) {}
