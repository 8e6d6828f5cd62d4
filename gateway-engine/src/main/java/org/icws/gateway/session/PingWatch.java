package org.icws.gateway.session;

/** Whether a client is still there, judged by what came since the last look. One thread only. */
final class PingWatch {
    private final Peer peer;
    private int missed;

    PingWatch(Peer peer) {
        this.peer = peer;
    }

    /**
     * Looks, and pings a client that has been silent.
     *
     * @param deaf whether its frames are not read for now: such a client cannot be heard
     * @param maxMissed how many pings it may leave without an answer
     * @return whether it has left more
     */
    boolean isDead(boolean deaf, int maxMissed) {
        if (peer.heard() || deaf) {
            missed = 0;
            return false;
        }
        if (missed >= maxMissed) {
            return true;
        }
        missed++;
        peer.ping();
        return false;
    }
}
