package org.icws.testbench.compose;

import java.util.List;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** Messages that outlive the run: those sent last and those saved under a name. FX thread only. */
final class KeptMessages {

    private final SentHistory history;
    private final ObservableList<SavedMessage> saved = FXCollections.observableArrayList();
    private final ReadOnlyStringWrapper notice = new ReadOnlyStringWrapper(this, "notice", "");
    private ComposeStore store = ComposeStore.NONE;

    /** @param most how many sent messages are remembered */
    KeptMessages(int most) {
        this.history = new SentHistory(most);
    }

    /** Shows what an earlier run kept, and keeps what follows. */
    void setStore(ComposeStore next, ComposeStore.Kept kept) {
        store = next;
        saved.setAll(kept.saved());
        history.restore(kept.history());
        notice.set(kept.problem());
    }

    SentHistory history() {
        return history;
    }

    ObservableList<SavedMessage> saved() {
        return saved;
    }

    /** Saves a message; one of the same name is replaced. */
    void save(SavedMessage message) {
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

    /** Whether a message is saved under this name. */
    boolean isSaved(String name) {
        return saved.stream().anyMatch(message -> message.name().equals(name.trim()));
    }

    /** Removes a saved message. */
    void forget(SavedMessage message) {
        saved.remove(message);
        keep();
    }

    /** Writes what there is. */
    void keep() {
        store.save(List.copyOf(saved), List.copyOf(history.all()));
    }

    /** Says why something could not be kept. */
    void setNotice(String words) {
        notice.set(words);
    }

    /** Why something could not be kept; empty if all could. */
    ReadOnlyStringProperty noticeProperty() {
        return notice.getReadOnlyProperty();
    }
}
