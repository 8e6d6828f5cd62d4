package org.icws.testbench.compose;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** Follows what becomes of messages and frames that are on their way, and has it kept. FX thread only. */
final class SendWatch {

    private final Executor fxThread;
    private final LongSupplier clockNanos;
    private final KeptMessages kept;
    private final RawFrameWatch rawFrame = new RawFrameWatch();

    SendWatch(Executor fxThread, LongSupplier clockNanos, KeptMessages kept) {
        this.fxThread = fxThread;
        this.clockNanos = clockNanos;
        this.kept = kept;
    }

    /** A message was sent, to be answered. */
    void message(SentMessage sent, TestSender.Dispatch dispatch) {
        dispatch.number()
                .thenAccept(number -> fxThread.execute(() -> kept.history().change(sent, m -> m.numbered(number))));
        dispatch.answer()
                .whenComplete((exchange, failure) -> fxThread.execute(() -> {
                    kept.history().change(sent, m -> {
                        if (failure == null) {
                            return m.answered(exchange);
                        }
                        return SendFailures.isSilence(failure) ? m.left() : m.failed(SendFailures.reason(failure));
                    });
                    kept.keep();
                }));
    }

    /** A raw frame was sent; its only answer is the end of its connection. */
    void rawFrame(SentMessage sent, TestSender as, CompletableFuture<Void> done) {
        done.whenComplete((v, failure) -> fxThread.execute(() -> {
            kept.history().change(sent, m -> failure == null ? m.left() : m.failed(SendFailures.reason(failure)));
            if (failure == null) {
                rawFrame.begin(sent, as);
                look();
            }
            kept.keep();
        }));
    }

    /** Looks whether the connection of the last raw frame has ended. */
    void look() {
        SentMessage frame = rawFrame.frame();
        String ended = rawFrame.ended(clockNanos.getAsLong());
        if (ended != null) {
            kept.history().change(frame, m -> m.failed(ended));
            kept.keep();
        }
    }
}
