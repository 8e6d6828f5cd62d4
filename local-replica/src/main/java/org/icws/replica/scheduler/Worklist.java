package org.icws.replica.scheduler;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.ic4j.types.Principal;
import org.icws.replica.ReplicaException;

/**
 * What waits for the round loop: new messages, batches that have ended, a wish for a checkpoint; and whether messages may be started.
 * Thread-safe; its monitor also keeps a call that is being let in from being overtaken by the network's end.
 */
final class Worklist {
    private static final long AWAIT_STEP_MILLIS = 2;

    /** A message for a canister. */
    record Submission(Principal receiver, CanisterMessage message) {}

    /**
     * What the loop does next.
     *
     * @param batches that have ended
     * @param submissions new messages, if messages are started
     * @param starts whether messages are started
     * @param checkpoint to be written first; null = none
     */
    record Work(
            List<FinishedBatch> batches,
            List<Submission> submissions,
            boolean starts,
            Checkpoints.Request checkpoint) {}

    private final Ending ending;
    private final Checkpoints checkpoints;
    private final BooleanSupplier running;
    private final Deque<Submission> inbox = new ArrayDeque<>();
    private final Deque<FinishedBatch> finished = new ArrayDeque<>();
    private final StartGate gate = new StartGate();
    private final int maxUserCalls;
    private int openUserCalls;
    private boolean woken;
    private boolean idle = true;

    /**
     * @param ending whether the network has ended
     * @param checkpoints that somebody wishes
     * @param running whether a canister runs; asked by the loop only
     * @param maxUserCalls that may be open at once
     */
    Worklist(Ending ending, Checkpoints checkpoints, BooleanSupplier running, int maxUserCalls) {
        this.ending = ending;
        this.checkpoints = checkpoints;
        this.running = running;
        this.maxUserCalls = maxUserCalls;
    }

    synchronized void submit(Principal receiver, CanisterMessage message) {
        ending.requireNone();
        inbox.add(new Submission(receiver, message));
        notifyAll();
    }

    synchronized void finished(FinishedBatch batch) {
        finished.add(batch);
        notifyAll();
    }

    /** Makes the loop look whether there is something to do. */
    synchronized void wake() {
        woken = true;
        notifyAll();
    }

    /** Whether one more call by a user can be let in. */
    synchronized boolean hasPlace() {
        return openUserCalls < maxUserCalls;
    }

    /** Calls by users have been let in, or, as a negative number, have ended. */
    synchronized void userCalls(int more) {
        openUserCalls += more;
    }

    /**
     * Waits for work.
     *
     * @param asSoonAsThereIsWork whether rounds have no rhythm; asked when there is work, as it may have changed meanwhile
     * @return empty = the network has ended
     */
    synchronized Optional<Work> await(BooleanSupplier asSoonAsThereIsWork) throws InterruptedException {
        while (!ending.isReached() && finished.isEmpty() && !(startsNow() && hasWork()) && !canCheckpoint()) {
            wait();
        }
        if (ending.isReached()) {
            return Optional.empty();
        }
        idle = false;
        List<FinishedBatch> batches = new ArrayList<>(finished);
        finished.clear();
        boolean starts = startsNow();
        Checkpoints.Request request = canCheckpoint() ? checkpoints.take() : null;
        List<Submission> submissions = new ArrayList<>();
        if (starts) {
            submissions.addAll(inbox);
            inbox.clear();
            woken = false;
            gate.pass(asSoonAsThereIsWork.getAsBoolean());
        }
        return Optional.of(new Work(batches, submissions, starts, request));
    }

    private boolean startsNow() {
        return !checkpoints.isPending() && gate.isOpen();
    }

    private boolean hasWork() {
        return woken || !inbox.isEmpty() || !finished.isEmpty();
    }

    /** A checkpoint needs all canisters to stand still. */
    private boolean canCheckpoint() {
        return checkpoints.isPending() && !running.getAsBoolean();
    }

    /** A wish for a checkpoint; empty = there is one already. */
    synchronized Optional<Checkpoints.Request> checkpoint(Path directory) {
        ending.requireNone();
        if (checkpoints.isPending()) {
            return Optional.empty();
        }
        Checkpoints.Request request = checkpoints.add(directory);
        notifyAll();
        return Optional.of(request);
    }

    /** Asks for a checkpoint where the network is kept, unless another one waits. */
    synchronized void ownCheckpoint() {
        checkpoints.addOwn();
    }

    /** The time between two rounds is over. */
    synchronized void allowStart() {
        gate.nextRound();
        woken |= !idle;
        notifyAll();
    }

    /** The loop has done its work; whether nothing is queued or runs. */
    synchronized void done(boolean nothingQueued, boolean nothingRuns) {
        idle = gate.isPaused() ? nothingRuns : nothingQueued;
        notifyAll();
    }

    synchronized void pause() {
        gate.pause();
    }

    synchronized void resume() {
        gate.resume();
        wake();
    }

    synchronized void step() {
        gate.step();
        wake();
    }

    synchronized boolean isPaused() {
        return gate.isPaused();
    }

    /**
     * Waits until nothing is queued, running or due.
     *
     * @param quietElsewhere whether nothing comes from outside of the loop
     * @throws ReplicaException still busy after the time-out
     */
    synchronized void awaitIdle(Duration timeout, BooleanSupplier quietElsewhere) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!ending.isReached() && !(idle && !(startsNow() && hasWork()) && quietElsewhere.getAsBoolean())) {
            if (System.nanoTime() - deadline > 0) {
                throw new ReplicaException("The local replica is still busy after " + timeout);
            }
            try {
                wait(AWAIT_STEP_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ReplicaException("Interrupted while waiting for the local replica", e);
            }
        }
    }
}
