package org.icws.replica.scheduler;

/**
 * What a network has to do at a moment.
 *
 * @param canisters how many there are
 * @param queuedMessages messages that wait in canisters' queues
 * @param busyCanisters canisters that execute right now
 */
public record Workload(int canisters, int queuedMessages, int busyCanisters) {}
