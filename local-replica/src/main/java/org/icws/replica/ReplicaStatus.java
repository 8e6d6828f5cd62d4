package org.icws.replica;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * What the network is doing at a moment.
 *
 * @param round number of rounds executed so far
 * @param time the network's time
 * @param paused whether no new messages are started
 * @param roundInterval time between rounds; zero = a round runs as soon as there is work
 * @param latency delays added to requests
 * @param faults which faults are switched on
 * @param canisters how many there are
 * @param queuedMessages messages that wait in canisters' queues
 * @param busyCanisters canisters that execute right now
 * @param dataDirectory where it is kept, so that it goes on there after a crash; null = in memory only
 * @param syncWrites whether each round is forced to the disk, so that it outlives a loss of power, too
 * @param failure why the network answers nothing more until it is restarted, such as a full disk; null = it runs
 */
public record ReplicaStatus(
        long round,
        Instant time,
        boolean paused,
        Duration roundInterval,
        LatencyProfile latency,
        FaultSwitches faults,
        int canisters,
        int queuedMessages,
        int busyCanisters,
        Path dataDirectory,
        boolean syncWrites,
        String failure) {}
