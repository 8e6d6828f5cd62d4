package org.icws.testbench.compose;

import org.ic4j.types.Principal;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.trust.Proof;

/**
 * One message that was sent from here, and what is known about it. Times are nanoseconds since the epoch, 0 = unknown.
 *
 * @param client what people call who sent it
 * @param key who sent it; null for one of an earlier run
 * @param canister to whom: clients of the proof of concept have the same keys at several; null for one of an earlier run
 * @param number the message's own number; -1 until it is known, and for raw frames
 * @param exchange numbers and answer; null until the answer is here
 * @param tookNanos from sending to the answer, or to the end of its call if there was none; 0 until then
 * @param failure why it was not accepted; null unless the state is FAILED
 * @param way the times the gateway saw it pass
 * @param proof what the gateway checked about the answer; null until it is known
 * @param answerEvent number of the gateway's event with the answer; -1 until it is known
 */
public record SentMessage(
        State state,
        String client,
        ClientKey key,
        Principal canister,
        Draft draft,
        long sentAtNanos,
        long number,
        TestSender.Exchange exchange,
        long tookNanos,
        String failure,
        Way way,
        Proof proof,
        long answerEvent) {

    /** Where a message stands. */
    public enum State {
        /** Not yet known what became of it. */
        UNDER_WAY,
        /** The canister took it; nothing came back, or nothing yet. */
        ACCEPTED,
        /** It left, and no more is known: a raw frame, or the traffic of another gateway. */
        SENT,
        /** The canister sent a message after it. */
        ANSWERED,
        /** It was not sent, or refused. */
        FAILED
    }

    /** When a message and its answer passed which place. */
    public record Way(
            String requestId,
            int envelopeBytes,
            long gatewayNanos,
            long certifiedNanos,
            long stampedNanos,
            long polledNanos,
            int answerBytes) {

        static final Way UNKNOWN = new Way("", 0, 0, 0, 0, 0, 0);
    }

    static SentMessage underWay(TestSender as, Draft draft, long nowNanos) {
        return new SentMessage(
                State.UNDER_WAY,
                as.name(),
                as.key(),
                as.canister(),
                draft,
                nowNanos,
                -1,
                null,
                0,
                null,
                Way.UNKNOWN,
                null,
                -1);
    }

    /** One that was kept by an earlier run. */
    public static SentMessage remembered(
            State state, String client, Draft draft, long sentAtNanos, long tookNanos, String failure) {
        State known = state == State.UNDER_WAY ? State.SENT : state;
        return new SentMessage(
                known, client, null, null, draft, sentAtNanos, -1, null, tookNanos, failure, Way.UNKNOWN, null, -1);
    }

    SentMessage numbered(long known) {
        return with(state, known, exchange, tookNanos, failure, way, proof, answerEvent);
    }

    SentMessage answered(TestSender.Exchange answer) {
        long took = answer.answeredAtNanos() - sentAtNanos;
        return with(State.ANSWERED, answer.sequenceNumber(), answer, took, null, way, proof, answerEvent);
    }

    /** Sent many times, and the last answer is here. */
    SentMessage allAnswered(long atNanos) {
        return state == State.ANSWERED
                ? this
                : with(State.ANSWERED, number, exchange, atNanos - sentAtNanos, failure, way, proof, answerEvent);
    }

    SentMessage left() {
        return with(
                state == State.UNDER_WAY ? State.SENT : state, number, exchange, tookNanos, failure, way, proof, -1);
    }

    SentMessage accepted(long atNanos) {
        boolean newer = state == State.UNDER_WAY || state == State.SENT;
        return newer
                ? with(State.ACCEPTED, number, exchange, atNanos - sentAtNanos, failure, way, proof, answerEvent)
                : this;
    }

    SentMessage failed(String why) {
        return with(State.FAILED, number, exchange, tookNanos, why, way, proof, answerEvent);
    }

    SentMessage seen(Way seenWay, Proof answerProof, long event) {
        return with(state, number, exchange, tookNanos, failure, seenWay, answerProof, event);
    }

    /** Whether more may become known of it. */
    boolean isOpen() {
        return key != null && state != State.FAILED && (exchange == null || proof == null || way.certifiedNanos() == 0);
    }

    private SentMessage with(
            State nextState,
            long nextNumber,
            TestSender.Exchange nextExchange,
            long took,
            String why,
            Way nextWay,
            Proof nextProof,
            long event) {
        return new SentMessage(
                nextState,
                client,
                key,
                canister,
                draft,
                sentAtNanos,
                nextNumber,
                nextExchange,
                took,
                why,
                nextWay,
                nextProof,
                event);
    }
}
