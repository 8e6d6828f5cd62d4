package org.icws.gateway.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.icws.gateway.Counters;

/** The engine's running totals. Thread-safe; counting never waits. */
public final class CounterSet {
    /** What is counted, since the engine started. */
    public enum Name {
        /** Sockets that were accepted. */
        SESSIONS_OPENED,
        /** Sessions whose canister sent its first message. */
        SESSIONS_ESTABLISHED,
        /** Sessions that are over, whoever ended them. */
        SESSIONS_CLOSED,
        /** Frames from clients. */
        FRAMES_IN,
        /** Frames handed to clients' sockets. */
        FRAMES_OUT,
        /** Payload bytes of frames from clients. */
        BYTES_IN,
        /** Payload bytes of frames to clients. */
        BYTES_OUT,
        /** Frames that were not relayed; each ends its session. */
        FRAMES_REFUSED,
        /** Polls that were answered. */
        POLLS,
        /** Polls that were not, or not as they should be. */
        POLL_FAILURES,
        /** Failed polls that were not answered in time. */
        POLL_TIMEOUTS,
        /** Client messages the canister accepted. */
        CALLS_OK,
        /** Client messages refused, rejected or failed. */
        CALLS_ERR,
        /** ws_close calls the canister accepted. */
        CLOSES_OK,
        /** ws_close calls refused, rejected or failed. */
        CLOSES_FAILED,
        /** Messages whose proof holds. */
        VERIFIED,
        /** Messages whose proof does not. */
        FAILED,
        /** Messages that were not checked. */
        UNVERIFIED,
        /** Messages of canisters for clients that are not connected. */
        UNROUTED,
        /** Messages of a queue that was read again, which the client has already. */
        DUPLICATES,
        /** Messages whose client was about to go, or that were refused. */
        UNDELIVERED,
        /** Events that a slow subscriber did not get. */
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
