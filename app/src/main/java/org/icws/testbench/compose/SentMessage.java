package org.icws.testbench.compose;

import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.trust.Proof;

/**
 * One message that was sent from here, and what is known about it. Times are nanoseconds since the epoch, 0 = unknown.
 *
 * @param text what was written
 * @param exchange numbers and answer; null until the answer is here
 * @param failure why there is no answer; null unless the state is FAILED
 * @param way the times the gateway saw it pass
 * @param proof what the gateway checked about the answer; null until it is known
 * @param answerEvent number of the gateway's event with the answer; -1 until it is known
 */
public record SentMessage(
        State state,
        String client,
        ClientKey key,
        String text,
        long sentAtNanos,
        TestSender.Exchange exchange,
        String failure,
        Way way,
        Proof proof,
        long answerEvent) {

    /** Where a message stands. */
    public enum State {
        UNDER_WAY,
        ANSWERED,
        FAILED
    }

    /** When a message and its answer passed which place. */
    public record Way(long gatewayNanos, long certifiedNanos, long stampedNanos, long polledNanos, int frameBytes) {

        static final Way UNKNOWN = new Way(0, 0, 0, 0, 0);
    }

    static SentMessage underWay(TestSender as, String text, long nowNanos) {
        return new SentMessage(State.UNDER_WAY, as.name(), as.key(), text, nowNanos, null, null, Way.UNKNOWN, null, -1);
    }

    SentMessage answered(TestSender.Exchange answer) {
        return new SentMessage(State.ANSWERED, client, key, text, sentAtNanos, answer, null, way, proof, answerEvent);
    }

    SentMessage failed(String why) {
        return new SentMessage(State.FAILED, client, key, text, sentAtNanos, null, why, way, proof, answerEvent);
    }

    SentMessage seen(Way seenWay, Proof answerProof, long event) {
        return new SentMessage(state, client, key, text, sentAtNanos, exchange, failure, seenWay, answerProof, event);
    }
}
