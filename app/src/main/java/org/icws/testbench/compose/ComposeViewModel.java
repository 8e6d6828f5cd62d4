package org.icws.testbench.compose;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.icws.gateway.event.GatewayEvent;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.testbench.messages.PayloadText;
import org.icws.testbench.store.Frame;

/** A message being written, the client it will be sent as, and what became of the last one. FX thread only. */
public final class ComposeViewModel {

    /** How many sent messages are remembered. */
    public static final int HISTORY = 100;

    private static final int RECENT_EVENTS = 2_000;

    private final Executor fxThread;
    private final LongSupplier clockNanos;
    private final ObservableList<TestSender> senders = FXCollections.observableArrayList();
    private final ObjectProperty<TestSender> sender = new SimpleObjectProperty<>(this, "sender");
    private final StringProperty text = new SimpleStringProperty(this, "text", "ping");
    private final ReadOnlyObjectWrapper<String> blocked = new ReadOnlyObjectWrapper<>(this, "blocked");
    private final ReadOnlyObjectWrapper<SentMessage> last = new ReadOnlyObjectWrapper<>(this, "last");
    private final ObservableList<SentMessage> history = FXCollections.observableArrayList();
    private final RecentTraffic traffic = new RecentTraffic(RECENT_EVENTS);

    public ComposeViewModel(Executor fxThread, LongSupplier clockNanos) {
        this.fxThread = fxThread;
        this.clockNanos = clockNanos;
        sender.addListener(o -> check());
        check();
    }

    /** The clients that can send; the one that was chosen stays so if it is still there, else the first one is. */
    public void setSenders(List<TestSender> all) {
        TestSender chosen = sender.get();
        senders.setAll(all);
        boolean stays = chosen != null && all.contains(chosen);
        sender.set(stays ? chosen : all.isEmpty() ? null : all.get(0));
        check();
    }

    /** Sends what is written as the chosen client; does nothing while {@link #blockedProperty()} has a reason. */
    public void send() {
        check();
        if (blocked.get() != null) {
            return;
        }
        TestSender as = sender.get();
        SentMessage sent = SentMessage.underWay(as, text.get(), clockNanos.getAsLong());
        history.add(0, sent);
        if (history.size() > HISTORY) {
            history.remove(HISTORY, history.size());
        }
        last.set(sent);
        as.send(argument(text.get(), sent.sentAtNanos()))
                .whenComplete((exchange, failure) -> fxThread.execute(() -> finish(sent, exchange, failure)));
    }

    private void finish(SentMessage sent, TestSender.Exchange exchange, Throwable failure) {
        SentMessage done = failure == null ? sent.answered(exchange) : sent.failed(reason(failure));
        replace(sent, traffic.complete(done));
    }

    private void replace(SentMessage old, SentMessage now) {
        int at = history.indexOf(old);
        if (at >= 0) {
            history.set(at, now);
        }
        if (last.get() == old) {
            last.set(now);
        }
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure instanceof java.util.concurrent.CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** Takes over what the gateway saw, which completes the picture of a message's way. */
    public void onFrame(Frame frame) {
        check();
        boolean news = false;
        for (GatewayEvent event : frame.events()) {
            news |= traffic.add(event);
        }
        if (!news) {
            return;
        }
        for (SentMessage message : new ArrayList<>(history.subList(0, Math.min(20, history.size())))) {
            if (message.state() == SentMessage.State.ANSWERED && message.proof() == null) {
                SentMessage now = traffic.complete(message);
                if (now != message) {
                    replace(message, now);
                }
            }
        }
    }

    private void check() {
        TestSender as = sender.get();
        blocked.set(as == null ? "There is no client of our own to send as." : as.unavailable());
    }

    /** What will be sent, in textual Candid. */
    public String candidPreview() {
        return PayloadText.candid(argument(text.get(), clockNanos.getAsLong()));
    }

    /** Size of what will be sent, in bytes. */
    public int argumentBytes() {
        return argument(text.get(), clockNanos.getAsLong()).length;
    }

    /** The message type of the v1 protocol's example: a text and the time it was written. */
    private static byte[] argument(String text, long nanos) {
        return CandidEncoder.encode(
                CandidValue.record("text", CandidValue.text(text), "timestamp", CandidValue.nat64(nanos)));
    }

    /** The hexadecimal form of what will be sent. */
    public String hexPreview() {
        return HexFormat.ofDelimiter(" ").formatHex(argument(text.get(), clockNanos.getAsLong()));
    }

    public ObservableList<TestSender> senders() {
        return senders;
    }

    public ObjectProperty<TestSender> senderProperty() {
        return sender;
    }

    /** The text of the message; stays after sending. */
    public StringProperty textProperty() {
        return text;
    }

    /** Why nothing can be sent now; null if something can. */
    public ReadOnlyObjectProperty<String> blockedProperty() {
        return blocked.getReadOnlyProperty();
    }

    /** The message sent last and what became of it; null before the first. */
    public ReadOnlyObjectProperty<SentMessage> lastProperty() {
        return last.getReadOnlyProperty();
    }

    /** What was sent, newest first. */
    public ObservableList<SentMessage> history() {
        return history;
    }
}
