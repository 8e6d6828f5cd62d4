package org.icws.testbench.compose;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.ic4j.types.Principal;
import org.icws.testbench.store.NameBook;

/** What canisters understand, as far as it is known, and what is to be said about it. FX thread only. */
final class CanisterTypes {

    private final Executor fxThread;
    private final NameBook names;
    private final Map<String, MessageType> known = new HashMap<>();
    private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper(this, "typeNote", "");

    CanisterTypes(Executor fxThread, NameBook names) {
        this.fxThread = fxThread;
        this.names = names;
    }

    /** What a canister understands; null if that is not known. */
    MessageType of(Principal canister) {
        return known.get(canister.toString());
    }

    /** A person has told it. */
    void put(Principal canister, MessageType type) {
        known.put(canister.toString(), type);
    }

    /** A new network: what was known of the canisters of the one before is void. */
    void clear() {
        known.clear();
    }

    /** Nothing is to be said about the type that is shown. */
    void clearNote() {
        note.set("");
    }

    /**
     * Asks the network what a client's canister understands.
     *
     * @param stillWanted whether the answer is still of use when it comes
     * @param taker gets it then
     */
    void ask(TestSender as, BooleanSupplier stillWanted, Consumer<MessageType> taker) {
        note.set("Asking the network what " + names.nameOf(as.canister()) + " understands…");
        as.messageType()
                .whenComplete((type, failure) -> fxThread.execute(() -> {
                    if (failure == null && type.isKnown()) {
                        put(as.canister(), type);
                    }
                    if (stillWanted.getAsBoolean()) {
                        note.set(failure != null ? SendFailures.reason(failure) : type.isKnown() ? "" : type.origin());
                        taker.accept(failure == null ? type : MessageType.UNKNOWN);
                    }
                }));
    }

    /** What is to be said about the type of messages; empty if all is well. */
    ReadOnlyStringProperty noteProperty() {
        return note.getReadOnlyProperty();
    }
}
