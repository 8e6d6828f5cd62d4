package org.icws.testbench.filter;

/**
 * A list whose places sometimes hold newer rows without a change of the list. To a table a changed list means to make all its rows
 * again; a renewal only has what stands in them written anew.
 */
public interface Renewing {

    /** Tells whenever rows were renewed in their places. */
    void onRenewal(Runnable listener);
}
