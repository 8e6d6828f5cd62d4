package org.icws.testbench.compose;

import java.net.URI;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;

/** The attempt to open what was described: what it waits for, and how it ended. One at a time. FX thread only. */
public final class Connecting {

    private final Executor fxThread;
    private final BiConsumer<List<TestSender>, Boolean> opened;
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper(this, "running");
    private final ReadOnlyStringWrapper waiting = new ReadOnlyStringWrapper(this, "waiting", "");
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper(this, "failure", "");
    private final ReadOnlyStringWrapper cancelled = new ReadOnlyStringWrapper(this, "cancelled", "");
    private final ReadOnlyStringWrapper news = new ReadOnlyStringWrapper(this, "news", "");
    private final BooleanProperty watched = new SimpleBooleanProperty(this, "watched");
    private Attempt attempt;

    /** The one that runs; what an earlier one still tells is not listened to. */
    private static final class Attempt {

        private final URI gateway;
        private final int count;
        private Connector.Opening opening;
        private boolean cancelled;

        Attempt(ConnectionRequest request) {
            this.gateway = request.gateway();
            this.count = request.count();
        }
    }

    /** @param opened told of the new clients, and whether somebody watched and got all that was asked for */
    Connecting(Executor fxThread, BiConsumer<List<TestSender>, Boolean> opened) {
        this.fxThread = fxThread;
        this.opened = opened;
        watched.addListener(o -> news.set(""));
    }

    void begin(Connector connector, ConnectionRequest request) {
        forget();
        Attempt mine = new Attempt(request);
        attempt = mine;
        running.set(true);
        mine.opening = connector.connect(
                request,
                progress -> fxThread.execute(() -> {
                    if (attempt == mine) {
                        waiting.set(words(progress, mine.gateway));
                    }
                }));
        mine.opening
                .senders()
                .whenComplete((senders, problem) -> fxThread.execute(() -> ended(mine, senders, problem)));
    }

    /** Ends the attempt at once; connections that it has opened already stay. Does nothing while none runs. */
    public void cancel() {
        if (attempt != null) {
            attempt.cancelled = true;
            attempt.opening.cancel();
        }
    }

    /** Says nothing more of how the last one ended. */
    void forget() {
        failure.set("");
        cancelled.set("");
        news.set("");
    }

    void fail(String words) {
        failure.set(words);
    }

    private void ended(Attempt mine, List<TestSender> senders, Throwable problem) {
        if (attempt != mine) {
            return;
        }
        attempt = null;
        running.set(false);
        waiting.set("");
        if (problem != null) {
            failure.set(SendFailures.reason(problem));
            tell("No connection was opened: " + failure.get());
            return;
        }
        boolean whole = !mine.cancelled || senders.size() == mine.count;
        if (!whole) {
            cancelled.set(stayed(senders, mine.count));
            tell(cancelled.get());
        } else {
            tell(names(senders) + (senders.size() == 1 ? " is" : " are") + " connected to " + mine.gateway + ".");
        }
        if (!senders.isEmpty()) {
            opened.accept(senders, whole && watched.get());
        }
    }

    private void tell(String words) {
        if (!watched.get()) {
            news.set(words);
        }
    }

    private static String stayed(List<TestSender> senders, int count) {
        return senders.isEmpty()
                ? "Cancelled. No connection was opened."
                : "Cancelled. Of " + count + " connections " + senders.size()
                        + (senders.size() == 1 ? " was open and stays: " : " were open and stay: ") + names(senders)
                        + ".";
    }

    private static String names(List<TestSender> senders) {
        String first = senders.stream().limit(5).map(TestSender::name).collect(Collectors.joining(", "));
        return senders.size() > 5 ? first + " and " + (senders.size() - 5) + " more" : first;
    }

    private static String words(Connector.Progress progress, URI gateway) {
        String step =
                switch (progress.step()) {
                    case PREPARING -> "Asks the network for its root key, and installs the sample if it is to be one.";
                    case REGISTERING -> "Waits for the canister to take the key, and then for the WebSocket.";
                    case REACHING ->
                        "Waits for " + gateway + " to open the WebSocket ("
                                + ("wss".equalsIgnoreCase(gateway.getScheme()) ? "TCP, TLS, upgrade" : "TCP, upgrade")
                                + "); no longer than 8 s.";
                    case GREETING ->
                        "The WebSocket is open. Waits for the gateway's handshake; no longer than a minute.";
                    case OPENING ->
                        "The gateway has answered. Waits for the canister's OpenMessage; no longer than a minute.";
                };
        return progress.of() == 1 ? step : progress.open() + " of " + progress.of() + " are open. " + step;
    }

    /** Whether connections are being opened. */
    public ReadOnlyBooleanProperty runningProperty() {
        return running.getReadOnlyProperty();
    }

    /** What the opening waits for, in a sentence; empty while nothing is being opened. */
    public ReadOnlyStringProperty waitingProperty() {
        return waiting.getReadOnlyProperty();
    }

    /** Why the last attempt failed; empty if it did not. */
    public ReadOnlyStringProperty failureProperty() {
        return failure.getReadOnlyProperty();
    }

    /** What became of the last attempt if it was cancelled; empty if it was not. */
    public ReadOnlyStringProperty cancelledProperty() {
        return cancelled.getReadOnlyProperty();
    }

    /** How an attempt ended that nobody watched; empty once somebody does. */
    public ReadOnlyStringProperty newsProperty() {
        return news.getReadOnlyProperty();
    }

    /** Whether a person sees how it goes on. */
    public BooleanProperty watchedProperty() {
        return watched;
    }
}
