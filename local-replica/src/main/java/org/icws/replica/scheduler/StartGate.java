package org.icws.replica.scheduler;

/** Whether messages may be started now: not more often than rounds are wanted, and not during a pause. Guarded by the worklist. */
final class StartGate {
    private boolean due = true;
    private boolean paused;
    private boolean stepping;

    boolean isOpen() {
        return paused ? stepping : due;
    }

    /**
     * Notes that messages are being started.
     *
     * @param nextAtOnce whether the next may be started at once
     */
    void pass(boolean nextAtOnce) {
        stepping = false;
        due = nextAtOnce;
    }

    /** Notes that the time for the next round has come. */
    void nextRound() {
        due = true;
    }

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
    }

    void step() {
        stepping = paused;
    }

    boolean isPaused() {
        return paused;
    }
}
