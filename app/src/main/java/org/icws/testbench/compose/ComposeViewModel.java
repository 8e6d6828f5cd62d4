package org.icws.testbench.compose;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.ic4j.types.Principal;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.protocol.candid.CandidException;
import org.icws.testbench.store.Frame;
import org.icws.testbench.store.NameBook;

/** A message being written, the client it will be sent as, and what became of the last one. FX thread only. */
public final class ComposeViewModel {

    /** How many sent messages are remembered. */
    public static final int HISTORY = 100;

    private final LongSupplier clockNanos;
    private final NameBook names;
    private final ObservableList<TestSender> senders = FXCollections.observableArrayList();
    private final ObjectProperty<TestSender> sender = new SimpleObjectProperty<>(this, "sender");
    private final Composition written = new Composition();
    private final ValueEditor editor = written.editor();
    private final ReadOnlyObjectWrapper<String> blocked = new ReadOnlyObjectWrapper<>(this, "blocked");
    private final KeptMessages kept = new KeptMessages(HISTORY);
    private final CanisterTypes types;
    private final SendWatch watch;
    private final Bursts bursts;
    private SentMessage repeated;
    private boolean keepText = true;
    private byte[] again;

    public ComposeViewModel(Executor fxThread, LongSupplier clockNanos, NameBook names) {
        this.clockNanos = clockNanos;
        this.names = names;
        this.types = new CanisterTypes(fxThread, names);
        this.watch = new SendWatch(fxThread, clockNanos, kept);
        this.bursts = new Bursts(clockNanos);
        sender.addListener((o, old, now) -> senderChanged(now));
        written.onChange(this::check);
        bursts.progressProperty().addListener((o, old, now) -> burstChanged(now));
        check();
    }

    /** Shows what an earlier run kept, and keeps what follows. */
    public void setStore(ComposeStore next, ComposeStore.Kept earlier) {
        kept.setStore(next, earlier);
    }

    /** The clients that can send; the one that was chosen stays so if it is still there, else the first one is. */
    public void setSenders(List<TestSender> all) {
        TestSender chosen = sender.get();
        senders.setAll(all);
        boolean stays = chosen != null && all.contains(chosen);
        sender.set(stays ? chosen : all.isEmpty() ? null : all.get(0));
        check();
    }

    /** A new network: what was known of the canisters of the one before is void. */
    public void forgetTypes() {
        types.clear();
    }

    private void senderChanged(TestSender now) {
        if (now != null) {
            showType(now);
        }
        check();
    }

    private void showType(TestSender as) {
        MessageType known = types.of(as.canister());
        if (known != null) {
            types.clearNote();
            editor.setType(known);
            return;
        }
        types.ask(as, () -> sender.get() == as, type -> {
            editor.setType(type);
            showAgain();
        });
    }

    /**
     * Takes an interface that a person pasted, for the chosen client's canister.
     *
     * @return why it is none, with the place; null if it was taken
     */
    public CandidException pasteInterface(String did) {
        try {
            MessageType type = MessageType.of(did, "from a pasted interface");
            if (sender.get() != null) {
                types.put(sender.get().canister(), type);
            }
            types.clearNote();
            editor.setType(type);
            return null;
        } catch (CandidException e) {
            return e;
        }
    }

    /** Sends what is written as the chosen client; does nothing while {@link #blockedProperty()} has a reason. */
    public void send() {
        check();
        if (blocked.get() != null) {
            return;
        }
        TestSender as = sender.get();
        long now = clockNanos.getAsLong();
        if (written.isMessage()) {
            editor.stamp(now);
        }
        SentMessage sent = kept.history().add(SentMessage.underWay(as, draft(), now));
        String raw = written.rawProperty().get();
        switch (written.kindProperty().get()) {
            case MESSAGE -> watch.message(sent, as.send(editor.encode()));
            case BYTES -> watch.rawFrame(sent, as, as.sendFrame(Draft.bytes(raw)));
            case TEXT_FRAME -> watch.rawFrame(sent, as, as.sendText(raw));
        }
        if (!keepText) {
            written.clear();
        }
    }

    /** What is written, to be kept. */
    private Draft draft() {
        return written.draft(
                sender.get() == null ? "" : names.nameOf(sender.get().canister()));
    }

    /** Writes a message again that was sent or saved. */
    public void use(Draft draft) {
        written.use(draft);
    }

    /**
     * Writes a message again that passed the gateway, to be sent as the client it was from, or as another one of the same
     * canister, or else as the chosen one.
     *
     * @param content what the application made of it
     */
    public void writeAgain(ClientKey from, Principal canister, byte[] content) {
        written.kindProperty().set(Draft.Kind.MESSAGE);
        TestSender as = senders.stream()
                .filter(s -> s.key().equals(from))
                .findFirst()
                .or(() -> senders.stream()
                        .filter(s -> s.canister().equals(canister))
                        .findFirst())
                .orElse(sender.get());
        again = content;
        sender.set(as);
        if (as != null && types.of(as.canister()) != null) {
            showAgain();
        }
    }

    private void showAgain() {
        if (again != null) {
            editor.load(again);
            again = null;
        }
    }

    /** Writes the message again that was sent before the one shown, or after it. */
    public void recall(int step) {
        kept.history().recall(step).ifPresent(message -> use(message.draft()));
    }

    /** Keeps what is written under a name; one of the same name is replaced. */
    public void save(String name) {
        kept.save(new SavedMessage(name.trim(), draft()));
    }

    /** Whether a message is kept under this name. */
    boolean isSaved(String name) {
        return kept.isSaved(name);
    }

    /** Removes a saved message. */
    public void forget(SavedMessage message) {
        kept.forget(message);
    }

    /** Sends what is written many times; does nothing while it cannot be sent. */
    public void startBurst(int count, int perSecond) {
        check();
        if (blocked.get() != null || !written.isMessage()) {
            return;
        }
        stopBurst();
        // The bar tells what became of a burst.
        repeated = SentMessage.underWay(sender.get(), draft(), clockNanos.getAsLong())
                .left();
        kept.history().addQuietly(repeated);
        bursts.start(sender.get(), editor.encoder(), count, perSecond);
    }

    private void burstChanged(Burst.Progress now) {
        if (repeated == null || now == null || now.running()) {
            return;
        }
        if (!now.problem().isEmpty()) {
            kept.history().change(repeated, message -> message.failed(now.problem()));
        } else if (now.answered() >= now.total()) {
            kept.history().change(repeated, message -> message.allAnswered(clockNanos.getAsLong()));
        }
    }

    /** Why what is written cannot be sent so often; null if it can. */
    public String whyNoBurst(int count, int perSecond) {
        String outOfRange = Bursts.outOfRange(count, perSecond);
        if (outOfRange != null) {
            return outOfRange;
        }
        check();
        if (blocked.get() != null) {
            return blocked.get();
        }
        return written.isMessage() ? null : "Only messages can be repeated; raw frames are sent one at a time.";
    }

    /** Whether a burst runs. */
    public boolean isBursting() {
        return bursts.isRunning();
    }

    /** Ends the burst that runs. */
    public void stopBurst() {
        bursts.stop();
    }

    /** What is written as commands for a terminal; null while {@link #blockedProperty()} has a reason. */
    CommandLines commands() {
        check();
        if (blocked.get() != null) {
            return null;
        }
        return written.commands(sender.get(), clockNanos.getAsLong());
    }

    /** Takes over what the gateway saw, which completes the picture of a message's way. */
    public void onFrame(Frame frame) {
        check();
        watch.look();
        bursts.look();
        kept.history().takeOver(frame.events());
    }

    private void check() {
        TestSender as = sender.get();
        String reason = as == null ? "There is no client of our own to send as." : as.unavailable();
        String now = reason != null ? reason : written.problem();
        if (!Objects.equals(now, blocked.get())) { // a reason is made anew each time, and tells nothing new
            blocked.set(now);
        }
    }

    /** What people call a canister. */
    public String nameOf(Principal canister) {
        return names.nameOf(canister);
    }

    public ObservableList<TestSender> senders() {
        return senders;
    }

    public ObjectProperty<TestSender> senderProperty() {
        return sender;
    }

    /** The message's value. */
    public ValueEditor editor() {
        return editor;
    }

    /** Whether a message, raw bytes or a text frame is written. */
    public ObjectProperty<Draft.Kind> kindProperty() {
        return written.kindProperty();
    }

    /** Raw bytes as hexadecimal digits, or the text of a text frame. */
    public StringProperty rawProperty() {
        return written.rawProperty();
    }

    /** What is to be said about the type of messages; empty if all is well. */
    public ReadOnlyStringProperty typeNoteProperty() {
        return types.noteProperty();
    }

    /** Whether the text stays after sending. */
    public void setKeepText(boolean keep) {
        keepText = keep;
    }

    /** Why nothing can be sent now; null if something can. */
    public ReadOnlyObjectProperty<String> blockedProperty() {
        return blocked.getReadOnlyProperty();
    }

    /** The message sent last and what became of it; null before the first. */
    public ReadOnlyObjectProperty<SentMessage> lastProperty() {
        return kept.history().lastProperty();
    }

    /** How far the burst is; null before the first. */
    ReadOnlyObjectProperty<Burst.Progress> burstProperty() {
        return bursts.progressProperty();
    }

    /** Why something could not be kept; empty if all could. */
    public ReadOnlyStringProperty noticeProperty() {
        return kept.noticeProperty();
    }

    /** Says why something could not be kept. */
    public void setNotice(String words) {
        kept.setNotice(words);
    }

    /** What was sent, newest first. */
    public ObservableList<SentMessage> history() {
        return kept.history().all();
    }

    /** What was kept under names. */
    public ObservableList<SavedMessage> saved() {
        return kept.saved();
    }
}
