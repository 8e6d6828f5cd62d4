package org.icws.gateway.session;

import java.util.concurrent.atomic.LongAdder;
import org.icws.gateway.metrics.CounterSet;

/** One session's totals, which also feed the engine's. Thread-safe. */
final class SessionMeter {
    private final CounterSet totals;
    private final LongAdder framesIn = new LongAdder();
    private final LongAdder framesOut = new LongAdder();
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();

    SessionMeter(CounterSet totals) {
        this.totals = totals;
    }

    void received(long bytes) {
        framesIn.increment();
        bytesIn.add(bytes);
        totals.count(CounterSet.Name.FRAMES_IN);
        totals.count(CounterSet.Name.BYTES_IN, bytes);
    }

    void sent(int frames, long bytes) {
        framesOut.add(frames);
        bytesOut.add(bytes);
        totals.count(CounterSet.Name.FRAMES_OUT, frames);
        totals.count(CounterSet.Name.BYTES_OUT, bytes);
    }

    long framesIn() {
        return framesIn.sum();
    }

    long framesOut() {
        return framesOut.sum();
    }

    long bytesIn() {
        return bytesIn.sum();
    }

    long bytesOut() {
        return bytesOut.sum();
    }
}
