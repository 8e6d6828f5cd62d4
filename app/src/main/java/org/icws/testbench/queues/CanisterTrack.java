package org.icws.testbench.queues;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.ic4j.types.Principal;
import org.icws.gateway.PollerSnapshot;
import org.icws.gateway.event.GatewayEvent;

/** What is remembered of one canister: how far its messages have come, and what it told about itself. FX thread only. */
final class CanisterTrack {

    private static final long SECOND = 1_000_000_000L;
    private static final long LONGEST_ASK_PAUSE = 8 * SECOND;

    /** How long what a canister told counts while its messages go on. */
    private static final long FRESH = 3 * SECOND;

    /** Canisters of the proof of concept number their messages from here on; those of version 1 from 0. */
    private static final long FIRST_POC_NONCE = 16;

    /**
     * The canister's own figures, with what had been fetched when it was asked: what is fetched goes on meanwhile, and only
     * the two together say what waited.
     */
    private record Look(CanisterStats stats, long polled, long atNanos) {}

    private boolean behind;
    private long sent;
    private Look look;
    private boolean asked;
    private boolean mute;
    private long askAt;
    private long askPause = SECOND;

    void polled(GatewayEvent.PollCompleted poll) {
        behind = !poll.endOfQueue();
        if (poll.returned() > 0) {
            stir();
        }
    }

    /** Whatever was looked at has passed the gateway: it was sent, or nobody here wants it. */
    void passed(GatewayEvent.CanisterMessage message) {
        sent = Math.max(sent, message.nonce() + 1);
    }

    /** Something has passed: the next question need not wait. */
    private void stir() {
        askPause = SECOND;
        askAt = 0;
    }

    /** Asks every second while the answers differ or messages come, and less and less often while nothing happens. */
    void ask(PollerSnapshot poller, long now, QueuesViewModel.StatsSource source, Executor fxThread) {
        if (asked || mute || now < askAt) {
            return;
        }
        asked = true;
        askAt = now + askPause;
        askPause = Math.min(2 * askPause, LONGEST_ASK_PAUSE);
        source.ask(poller.canister())
                .whenComplete((stats, failure) -> fxThread.execute(() -> {
                    asked = false;
                    CanisterStats told = failure == null ? stats.orElse(null) : null;
                    if (!Objects.equals(told, look == null ? null : look.stats())) {
                        stir();
                    }
                    look = told == null
                            ? null
                            : new Look(told, told.polled() < 0 ? poller.nextNonce() : told.polled(), now);
                    mute = failure == null && stats.isEmpty(); // it has no such query: do not ask again
                }));
    }

    /**
     * How far its messages have come. Where more was fetched since the canister told its head than it had then, all is as it
     * was at that moment: nobody knows where the head is now.
     *
     * @param open messages its clients have not acknowledged
     */
    CanisterPosition position(String name, PollerSnapshot p, Principal gateway, long open, long now) {
        long polledNow = p.nextNonce();
        long sentNow = Math.min(polledNow, sent == 0 ? polledNow : sent);
        long ackedNow = Math.max(0, sentNow - open);
        long first = p.protocol().equals("poc") ? FIRST_POC_NONCE : 0;
        Optional<Long> waited = look == null ? Optional.empty() : look.stats().backlog(gateway, first, look.polled());
        long head = waited.map(w -> look.polled() + w).orElse(polledNow + (behind ? 1 : 0));
        boolean overtaken = waited.isPresent() && head < polledNow;
        if (overtaken && now - look.atNanos() > FRESH) {
            return new CanisterPosition(
                    name, polledNow + (behind ? 1 : 0), false, polledNow, sentNow, ackedNow, behind, behind, p.state());
        }
        long polled = overtaken ? look.polled() : polledNow;
        long passed = Math.min(sentNow, polled);
        return new CanisterPosition(
                name,
                head,
                waited.isPresent(),
                polled,
                passed,
                Math.min(ackedNow, passed),
                behind,
                behind || head > polledNow,
                p.state());
    }
}
