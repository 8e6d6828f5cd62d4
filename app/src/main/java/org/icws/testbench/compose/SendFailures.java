package org.icws.testbench.compose;

import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** What went wrong with something that was sent. */
final class SendFailures {

    private SendFailures() {}

    /** Whether nothing went wrong but that no answer came. */
    static boolean isSilence(Throwable failure) {
        return cause(failure) instanceof TimeoutException;
    }

    /** In words. */
    static String reason(Throwable failure) {
        Throwable cause = cause(failure);
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
