package org.icws.replica.scheduler;

import java.util.concurrent.CountDownLatch;

/**
 * A batch that has run.
 *
 * @param lane whose batch
 * @param messages how many it had
 * @param keptMessages how many of its messages were written to disk
 * @param result what it sends out
 * @param certified to be opened when its changes are certified
 */
record FinishedBatch(
        CanisterLane lane, int messages, long keptMessages, BatchResult result, CountDownLatch certified) {}
