package org.icws.replica.execution;

/**
 * How an instance has changed since its changes were last taken.
 *
 * @param memory linear memory; null = it has none
 * @param stable stable memory
 * @param globals values of the mutable globals in order
 * @param tables entries of each table; null = unchanged
 * @param droppedElements which element segments are gone
 * @param droppedData which data segments are gone; null = the instance has no memory
 */
public record InstanceChanges(
        PageChanges memory,
        PageChanges stable,
        long[] globals,
        int[][] tables,
        boolean[] droppedElements,
        boolean[] droppedData) {}
