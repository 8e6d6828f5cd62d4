package org.icws.gateway.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.icws.gateway.Counters;

/** The engine's running totals. Thread-safe; counting never waits. */
public final class CounterSet {
    /**
     * What is counted; see {@link Counters} for the meaning. Besides: sessions whose canister sent its first message, polls
     * that were not answered in time, messages whose client was about to go.
     */
    public enum Name {
        SESSIONS_OPENED,
        SESSIONS_ESTABLISHED,
        SESSIONS_CLOSED,
        FRAMES_IN,
        FRAMES_OUT,
        BYTES_IN,
        BYTES_OUT,
        FRAMES_REFUSED,
        POLLS,
        POLL_FAILURES,
        POLL_TIMEOUTS,
        CALLS_OK,
        CALLS_ERR,
        CLOSES_OK,
        CLOSES_FAILED,
        VERIFIED,
        FAILED,
        UNVERIFIED,
        UNROUTED,
        DUPLICATES,
        UNDELIVERED,
        EVENTS_LOST
    }

    private final Map<Name, LongAdder> adders = new EnumMap<>(Name.class);

    /** All counters at zero. */
    public CounterSet() {
        for (Name name : Name.values()) {
            adders.put(name, new LongAdder());
        }
    }

    /** Adds one. */
    public void count(Name name) {
        adders.get(name).increment();
    }

    /** Adds an amount. */
    public void count(Name name, long amount) {
        adders.get(name).add(amount);
    }

    /** @return the total right now */
    public long get(Name name) {
        return adders.get(name).sum();
    }

    /** @return all totals; read one after the other */
    public Counters snapshot() {
        return new Counters(
                get(Name.SESSIONS_OPENED),
                get(Name.SESSIONS_CLOSED),
                get(Name.FRAMES_IN),
                get(Name.FRAMES_OUT),
                get(Name.BYTES_IN),
                get(Name.BYTES_OUT),
                get(Name.FRAMES_REFUSED),
                get(Name.POLLS),
                get(Name.POLL_FAILURES),
                get(Name.CALLS_OK),
                get(Name.CALLS_ERR),
                get(Name.CLOSES_OK),
                get(Name.CLOSES_FAILED),
                get(Name.VERIFIED),
                get(Name.FAILED),
                get(Name.UNVERIFIED),
                get(Name.UNROUTED),
                get(Name.DUPLICATES),
                get(Name.EVENTS_LOST));
    }
}
