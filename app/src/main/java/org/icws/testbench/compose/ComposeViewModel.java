package org.icws.testbench.compose;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.ic4j.types.Principal;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.protocol.candid.CandidException;
import org.icws.testbench.store.Format;
import org.icws.testbench.store.Frame;
import org.icws.testbench.store.NameBook;

/** A message being written, the client it will be sent as, and what became of the last one. FX thread only. */
public final class ComposeViewModel {

    /** How many sent messages are remembered. */
    public static final int HISTORY = 100;

    private final Executor fxThread;
    private final LongSupplier clockNanos;
    private final NameBook names;
    private final ObservableList<TestSender> senders = FXCollections.observableArrayList();
    private final ObjectProperty<TestSender> sender = new SimpleObjectProperty<>(this, "sender");
    private final ValueEditor editor = new ValueEditor();
    private final ObjectProperty<Draft.Kind> kind = new SimpleObjectProperty<>(this, "kind", Draft.Kind.MESSAGE);
    private final StringProperty raw = new SimpleStringProperty(this, "raw", "");
    private final ReadOnlyStringWrapper typeNote = new ReadOnlyStringWrapper(this, "typeNote", "");
    private final ReadOnlyObjectWrapper<String> blocked = new ReadOnlyObjectWrapper<>(this, "blocked");
    private final ReadOnlyObjectWrapper<Burst.Progress> burstProgress = new ReadOnlyObjectWrapper<>(this, "burst");
    private final ReadOnlyStringWrapper notice = new ReadOnlyStringWrapper(this, "notice", "");
    private final SentHistory history = new SentHistory(HISTORY);
    private final ObservableList<SavedMessage> saved = FXCollections.observableArrayList();
    private final Map<String, MessageType> types = new HashMap<>();
    private ComposeStore store = ComposeStore.NONE;
    private boolean keepText = true;
    private byte[] again;
    private Burst burst;
    private final RawFrameWatch rawFrame = new RawFrameWatch();

    public ComposeViewModel(Executor fxThread, LongSupplier clockNanos, NameBook names) {
        this.fxThread = fxThread;
        this.clockNanos = clockNanos;
        this.names = names;
        sender.addListener((o, old, now) -> senderChanged(now));
        editor.valueProperty().addListener(o -> check());
        editor.problemProperty().addListener(o -> check());
        editor.fieldProblems().addListener((javafx.collections.MapChangeListener<String, String>) c -> check());
        kind.addListener(o -> check());
        raw.addListener(o -> check());
        check();
    }

    /** Shows what an earlier run kept, and keeps what follows. */
    public void setStore(ComposeStore next, ComposeStore.Kept kept) {
        store = next;
        saved.setAll(kept.saved());
        history.restore(kept.history());
        notice.set(kept.problem());
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
        String canister = as.canister().toString();
        MessageType known = types.get(canister);
        if (known != null) {
            typeNote.set("");
            editor.setType(known);
            return;
        }
        typeNote.set("Asking the network what " + names.nameOf(as.canister()) + " understands…");
        as.messageType().whenComplete((type, failure) -> fxThread.execute(() -> typeKnown(as, type, failure)));
    }

    private void typeKnown(TestSender as, MessageType type, Throwable failure) {
        if (failure == null && type.isKnown()) {
            types.put(as.canister().toString(), type);
        }
        if (sender.get() == as) {
            typeNote.set(failure != null ? reason(failure) : type.isKnown() ? "" : type.origin());
            editor.setType(failure == null ? type : MessageType.UNKNOWN);
            showAgain();
        }
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
                types.put(sender.get().canister().toString(), type);
            }
            typeNote.set("");
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
        if (kind.get() == Draft.Kind.MESSAGE) {
            editor.stamp(now);
        }
        SentMessage sent = history.add(SentMessage.underWay(as, draft(), now));
        switch (kind.get()) {
            case MESSAGE -> dispatch(sent, as.send(editor.encode()));
            case BYTES -> leave(sent, as, as.sendFrame(Draft.bytes(raw.get())));
            case TEXT_FRAME -> leave(sent, as, as.sendText(raw.get()));
        }
        if (!keepText) {
            clear();
        }
    }

    private void dispatch(SentMessage sent, TestSender.Dispatch dispatch) {
        dispatch.number().thenAccept(number -> fxThread.execute(() -> history.change(sent, m -> m.numbered(number))));
        dispatch.answer()
                .whenComplete((exchange, failure) -> fxThread.execute(() -> {
                    boolean quiet = failure != null && cause(failure) instanceof TimeoutException;
                    history.change(
                            sent,
                            m -> failure == null ? m.answered(exchange) : quiet ? m.left() : m.failed(reason(failure)));
                    keep();
                }));
    }

    private void leave(SentMessage sent, TestSender as, java.util.concurrent.CompletableFuture<Void> done) {
        done.whenComplete((v, failure) -> fxThread.execute(() -> {
            history.change(sent, m -> failure == null ? m.left() : m.failed(reason(failure)));
            if (failure == null) {
                rawFrame.begin(sent, as);
                lookAfterRawFrame();
            }
            keep();
        }));
    }

    private void lookAfterRawFrame() {
        SentMessage frame = rawFrame.frame();
        String ended = rawFrame.ended(clockNanos.getAsLong());
        if (ended != null) {
            history.change(frame, m -> m.failed(ended));
            keep();
        }
    }

    /** What is written, to be kept. */
    private Draft draft() {
        String canister = sender.get() == null ? "" : names.nameOf(sender.get().canister());
        return switch (kind.get()) {
            case MESSAGE -> new Draft(Draft.Kind.MESSAGE, editor.kept(), editor.summary(), canister);
            case BYTES -> new Draft(Draft.Kind.BYTES, raw.get(), Draft.bytes(raw.get()).length + " bytes", canister);
            case TEXT_FRAME -> new Draft(Draft.Kind.TEXT_FRAME, raw.get(), "“" + raw.get() + "”", canister);
        };
    }

    /** Writes a message again that was sent or saved. */
    public void use(Draft draft) {
        kind.set(draft.kind());
        if (draft.kind() == Draft.Kind.MESSAGE) {
            editor.load(draft.body());
        } else {
            raw.set(draft.body());
        }
    }

    /**
     * Writes a message again that passed the gateway, to be sent as the client it was from, or as another one of the same
     * canister, or else as the chosen one.
     *
     * @param content what the application made of it
     */
    public void writeAgain(ClientKey from, Principal canister, byte[] content) {
        kind.set(Draft.Kind.MESSAGE);
        TestSender as = senders.stream()
                .filter(s -> s.key().equals(from))
                .findFirst()
                .or(() -> senders.stream()
                        .filter(s -> s.canister().equals(canister))
                        .findFirst())
                .orElse(sender.get());
        again = content;
        sender.set(as);
        if (as != null && types.containsKey(as.canister().toString())) {
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
        history.recall(step).ifPresent(message -> use(message.draft()));
    }

    /** Keeps what is written under a name; one of the same name is replaced. */
    public void save(String name) {
        SavedMessage message = new SavedMessage(name.trim(), draft());
        for (int i = 0; i < saved.size(); i++) {
            if (saved.get(i).name().equals(message.name())) {
                saved.set(i, message);
                keep();
                return;
            }
        }
        saved.add(message);
        keep();
    }

    /** Whether a message is kept under this name. */
    boolean isSaved(String name) {
        return saved.stream().anyMatch(message -> message.name().equals(name.trim()));
    }

    /** Removes a saved message. */
    public void forget(SavedMessage message) {
        saved.remove(message);
        keep();
    }

    private void keep() {
        store.save(List.copyOf(saved), List.copyOf(history.all()));
    }

    private void clear() {
        if (kind.get() == Draft.Kind.MESSAGE) {
            editor.reset();
        } else {
            raw.set("");
        }
    }

    /** Sends what is written many times; does nothing while it cannot be sent. */
    public void startBurst(int count, int perSecond) {
        check();
        if (blocked.get() != null || kind.get() != Draft.Kind.MESSAGE) {
            return;
        }
        stopBurst();
        burst = new Burst(sender.get(), editor.encoder(), count, perSecond, clockNanos);
        // The bar tells what became of a burst.
        history.addQuietly(SentMessage.underWay(sender.get(), draft(), clockNanos.getAsLong())
                .left());
        burst.start();
        burstProgress.set(burst.progress());
    }

    /** Why what is written cannot be sent so often; null if it can. */
    public String whyNoBurst(int count, int perSecond) {
        if (count < 1 || count > Burst.MOST || perSecond < 1 || perSecond > Burst.FASTEST) {
            return "1 to " + Format.count(Burst.MOST) + " times, at 1 to " + Format.count(Burst.FASTEST)
                    + " per second.";
        }
        check();
        if (blocked.get() != null) {
            return blocked.get();
        }
        return kind.get() == Draft.Kind.MESSAGE
                ? null
                : "Only messages can be repeated; raw frames are sent one at a time.";
    }

    /** Whether a burst runs. */
    public boolean isBursting() {
        return burstProgress.get() != null && burstProgress.get().running();
    }

    /** Ends the burst that runs. */
    public void stopBurst() {
        if (burst != null) {
            burst.close();
            burstProgress.set(burst.progress());
        }
    }

    /** What is written as commands for a terminal; null while {@link #blockedProperty()} has a reason. */
    CommandLines commands() {
        check();
        if (blocked.get() != null) {
            return null;
        }
        TestSender as = sender.get();
        return switch (kind.get()) {
            case MESSAGE -> CommandLines.call(as, editor.encode(), clockNanos.getAsLong());
            case BYTES -> CommandLines.bytes(as, Draft.bytes(raw.get()));
            case TEXT_FRAME -> CommandLines.text(as, raw.get());
        };
    }

    /** Takes over what the gateway saw, which completes the picture of a message's way. */
    public void onFrame(Frame frame) {
        check();
        lookAfterRawFrame();
        if (burst != null) {
            burstProgress.set(burst.progress());
        }
        history.takeOver(frame.events());
    }

    private void check() {
        TestSender as = sender.get();
        String reason = as == null ? "There is no client of our own to send as." : as.unavailable();
        blocked.set(reason != null ? reason : contentProblem());
    }

    private String contentProblem() {
        if (kind.get() == Draft.Kind.MESSAGE) {
            return editor.blocked();
        }
        if (kind.get() == Draft.Kind.TEXT_FRAME) {
            return null;
        }
        try {
            Draft.bytes(raw.get());
            return null;
        } catch (IllegalArgumentException e) {
            return "Raw bytes are hexadecimal digits, two for each byte.";
        }
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    static String reason(Throwable failure) {
        Throwable cause = cause(failure);
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
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
        return kind;
    }

    /** Raw bytes as hexadecimal digits, or the text of a text frame. */
    public StringProperty rawProperty() {
        return raw;
    }

    /** What is to be said about the type of messages; empty if all is well. */
    public ReadOnlyStringProperty typeNoteProperty() {
        return typeNote.getReadOnlyProperty();
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
        return history.lastProperty();
    }

    /** How far the burst is; null before the first. */
    ReadOnlyObjectProperty<Burst.Progress> burstProperty() {
        return burstProgress.getReadOnlyProperty();
    }

    /** Why something could not be kept; empty if all could. */
    public ReadOnlyStringProperty noticeProperty() {
        return notice.getReadOnlyProperty();
    }

    /** Says why something could not be kept. */
    public void setNotice(String words) {
        notice.set(words);
    }

    /** What was sent, newest first. */
    public ObservableList<SentMessage> history() {
        return history.all();
    }

    /** What was kept under names. */
    public ObservableList<SavedMessage> saved() {
        return saved;
    }
}
