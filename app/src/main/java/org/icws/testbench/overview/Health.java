package org.icws.testbench.overview;

import java.util.List;
import org.icws.gateway.Counters;
import org.icws.gateway.GatewaySnapshot;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.event.SessionState;
import org.icws.testbench.control.Badge.Tone;
import org.icws.testbench.latency.Samples;
import org.icws.testbench.store.Format;
import org.icws.testbench.store.PollingWords;

/**
 * One sentence about everything: the worst finding, or that all is well, with the numbers that prove it.
 *
 * @param tone OK, WARN, FAIL, or NEUTRAL while there is nothing to judge
 * @param verdict the first words, set apart
 * @param facts the rest of the sentence
 * @param target where to look
 */
public record Health(Tone tone, String verdict, String facts, Target target) {

    /** Where the finding can be looked at. */
    public enum Target {
        NONE(""),
        FAILED("See the failing step"),
        GAPS("See these messages"),
        UNCHECKED("See them"),
        CONNECTIONS("See the connections"),
        CALLS("See the calls"),
        QUEUES("See the queues"),
        POLLS("See the polls");

        private final String verb;

        Target(String verb) {
            this.verb = verb;
        }

        public String verb() {
            return verb;
        }
    }

    Health(Tone tone, String verdict, String facts) {
        this(tone, verdict, facts, Target.NONE);
    }

    private static final long BACKLOG = 100;
    private static final int MANY = 100;

    /** What the judgement is made of, beside the engine's view. */
    record Evidence(
            Samples.Stats polls,
            long gaps,
            String pollFailure,
            List<GatewayEvent.SessionClosed> broken,
            List<GatewayEvent.CallCompleted> refused) {

        Evidence {
            broken = List.copyOf(broken);
            refused = List.copyOf(refused);
        }
    }

    static Health of(GatewaySnapshot snapshot, Evidence evidence) {
        Counters c = snapshot.counters();
        if (c.failed() > 0) {
            return new Health(
                    Tone.FAIL,
                    Format.count(c.failed(), "message") + " failed verification",
                    "of " + Format.count(c.failed() + c.verified() + c.unverified()) + " messages.",
                    Target.FAILED);
        }
        if (!evidence.pollFailure().isEmpty()) {
            return new Health(Tone.FAIL, "Polling fails", evidence.pollFailure(), Target.POLLS);
        }
        if (evidence.gaps() > 0) {
            return new Health(
                    Tone.WARN,
                    Format.count(evidence.gaps(), "sequence number")
                            + (evidence.gaps() == 1 ? " does not follow" : " do not follow"),
                    "A message is missing, came twice or came late.",
                    Target.GAPS);
        }
        if (!evidence.broken().isEmpty()) {
            return broken(evidence.broken());
        }
        if (!evidence.refused().isEmpty()) {
            return refused(evidence.refused());
        }
        if (c.unverified() > 0) {
            return new Health(
                    Tone.WARN,
                    Format.count(c.unverified(), "message") + " not verified",
                    "of " + Format.count(c.verified() + c.unverified()) + ".",
                    Target.UNCHECKED);
        }
        long queued = snapshot.sessions().stream()
                .mapToLong(s -> s.outboxMessages() + s.inFlightCalls() + s.waitingCalls())
                .sum();
        if (queued > BACKLOG) {
            return new Health(Tone.WARN, Format.count(queued, "message") + " queued", "at the gateway.", Target.QUEUES);
        }
        return calm(snapshot, evidence);
    }

    private static Health broken(List<GatewayEvent.SessionClosed> broken) {
        GatewayEvent.SessionClosed last = broken.get(broken.size() - 1);
        String reason = last.reason().isEmpty() ? "no reason given" : last.reason();
        return new Health(
                Tone.WARN,
                Format.count(broken.size(), "connection") + " ended with an error",
                "in the last minute" + (broken.size() == 1 ? ": " : ", the last with ") + last.code() + ", " + reason
                        + ".",
                Target.CONNECTIONS);
    }

    /** A client that is still there is told by the end of its connection; of one that has gone only this is left. */
    private static Health refused(List<GatewayEvent.CallCompleted> refused) {
        GatewayEvent.CallCompleted last = refused.get(refused.size() - 1);
        String detail = last.detail().isEmpty() ? "no reason given" : last.detail();
        return new Health(
                Tone.WARN,
                Format.count(refused.size(), "call") + " did not end well",
                "in the last minute" + (refused.size() == 1 ? ": " : ", the last one: ") + detail
                        + (detail.matches("(?s).*[.!?]") ? "" : "."),
                Target.CALLS);
    }

    private static Health calm(GatewaySnapshot snapshot, Evidence evidence) {
        long open = snapshot.sessions().stream()
                .filter(s -> s.state() == SessionState.OPEN)
                .count();
        if (open == 0) {
            return new Health(Tone.NEUTRAL, "Nobody is connected", "The gateway waits for clients.");
        }
        Samples.Stats polls = evidence.polls();
        PollingWords pace = PollingWords.of(snapshot.pollers());
        String few = pace.isSlow() ? "polling " + pace.sentence() : Format.count(polls.count(), "poll") + " so far";
        String polling = polls.enough() ? p95(polls) : few;
        String proven = snapshot.counters().verified() == 0 ? "no message yet" : "100 % of messages verified";
        return new Health(
                Tone.OK, "Healthy", Format.count(open, "connection") + ", " + polling + ", no gaps, " + proven + ".");
    }

    /** Of few polls one that is slow, as the first ones are, is the percentile: then their number is said. */
    private static String p95(Samples.Stats polls) {
        String time = Format.millis(polls.p95Nanos()) + " ms";
        return polls.count() < MANY ? "p95 of " + polls.count() + " polls " + time : "p95 polling " + time;
    }
}
