package org.icws.testbench.compose;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.icws.gateway.event.GatewayEvent;

/** The messages that were sent, newest first, and what became of each as far as the gateway's events tell. FX thread only. */
final class SentHistory {

    private static final int RECENT_EVENTS = 2_000;
    private static final int RECENT_OWN = 20;

    private final int most;
    private final ObservableList<SentMessage> all = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<SentMessage> last = new ReadOnlyObjectWrapper<>(this, "last");
    private final RecentTraffic traffic = new RecentTraffic(RECENT_EVENTS);
    private int recalled = -1;

    /** @param most how many are remembered */
    SentHistory(int most) {
        this.most = most;
    }

    /** Puts those of an earlier run behind the ones there are. */
    void restore(List<SentMessage> kept) {
        all.addAll(kept.subList(0, Math.min(kept.size(), most - all.size())));
    }

    /** Takes note of a message that is sent now; it is the last one. */
    SentMessage add(SentMessage sent) {
        addQuietly(sent);
        last.set(sent);
        return sent;
    }

    /** The same, but what is shown as the last one stays. */
    void addQuietly(SentMessage sent) {
        recalled = -1;
        all.add(0, sent);
        if (all.size() > most) {
            all.remove(most, all.size());
        }
    }

    /** Changes the entry of a message that was sent, wherever it is by now. */
    void change(SentMessage sent, UnaryOperator<SentMessage> change) {
        for (SentMessage now : all) {
            if (now.sentAtNanos() == sent.sentAtNanos() && now.draft().equals(sent.draft())) {
                replace(now, traffic.complete(change.apply(now)));
                return;
            }
        }
    }

    private void replace(SentMessage old, SentMessage now) {
        int at = all.indexOf(old);
        if (at >= 0 && !old.equals(now)) {
            all.set(at, now);
            if (last.get() == old) {
                last.set(now);
            }
        }
    }

    /** Takes over what the gateway saw, which completes the picture of the newest messages' ways. */
    void takeOver(List<GatewayEvent> events) {
        boolean news = false;
        for (GatewayEvent event : events) {
            news |= traffic.add(event);
        }
        if (news) {
            List.copyOf(all.subList(0, Math.min(RECENT_OWN, all.size()))).stream()
                    .filter(SentMessage::isOpen)
                    .forEach(message -> replace(message, traffic.complete(message)));
        }
    }

    /** The message before the one recalled last, or after it; empty if there is none at all. */
    Optional<SentMessage> recall(int step) {
        if (all.isEmpty()) {
            return Optional.empty();
        }
        recalled = Math.max(0, Math.min(all.size() - 1, recalled + step));
        return Optional.of(all.get(recalled));
    }

    ObservableList<SentMessage> all() {
        return all;
    }

    ReadOnlyObjectProperty<SentMessage> lastProperty() {
        return last.getReadOnlyProperty();
    }
}
