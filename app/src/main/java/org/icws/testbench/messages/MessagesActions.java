package org.icws.testbench.messages;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.keys.ActionTable;
import org.icws.testbench.keys.KeyAction;
import org.icws.testbench.store.Format;

/** What can be done in Messages, for keys and palette. */
public final class MessagesActions {

    private static final String GROUP = "Messages";
    private static final String NOTHING_CHOSEN = "Select a message first.";
    private static final int PAGE = 20;

    private final MessagesViewModel model;
    private final MessageDeeds deeds;
    private final BooleanSupplier here;
    private final Consumer<Consumer<MessagesView>> page;

    /**
     * @param here whether the page is open
     * @param page opens the page and does something with its view
     */
    public MessagesActions(
            MessagesViewModel model, MessageDeeds deeds, BooleanSupplier here, Consumer<Consumer<MessagesView>> page) {
        this.model = model;
        this.deeds = deeds;
        this.here = here;
        this.page = page;
    }

    /** Adds them all. */
    public void addTo(ActionTable table) {
        addReading(table);
        addChosen(table);
        addFilters(table);
        table.answer(this::byNumber);
    }

    private KeyAction view(String title, String icon, Consumer<MessagesView> deed, String... keys) {
        return KeyAction.of(GROUP, title, icon, () -> page.accept(deed), keys).in(here);
    }

    private KeyAction act(String title, String icon, Runnable deed, String... keys) {
        return KeyAction.of(GROUP, title, icon, deed, keys).in(here);
    }

    private KeyAction chosen(String title, String icon, Consumer<MessageRow> deed, String... keys) {
        return act(title, icon, () -> deed.accept(model.selectedProperty().get()), keys)
                .unless(() -> model.selectedProperty().get() == null ? NOTHING_CHOSEN : null);
    }

    private void addReading(ActionTable table) {
        table.add(
                act("Pause or resume", "fth-pause", () -> toggle(model.pausedProperty()), "Space"),
                view("Next message", "fth-arrow-down", v -> v.move(1), "J"),
                view("Previous message", "fth-arrow-up", v -> v.move(-1), "K"),
                view("A page further", "fth-arrow-down", v -> v.move(PAGE), "Shift+J"),
                view("A page back", "fth-arrow-up", v -> v.move(-PAGE), "Shift+K"),
                view("First message", "fth-chevrons-up", MessagesView::first, "Home"),
                view("Last message, follow the newest", "fth-chevrons-down", MessagesView::last, "End"),
                view("To the list", "fth-list", MessagesView::takeTable, "Shortcut+Open_bracket"),
                view("To the detail", "fth-file-text", MessagesView::takeDetail, "Shortcut+Close_bracket"),
                view("Swap list and detail", "fth-repeat", MessagesView::swapFocus, "F6"),
                view("Choose the columns…", "fth-columns", MessagesView::chooseColumns),
                act("Change how time is shown", "fth-clock", () -> model.timeModeProperty()
                        .set(model.timeModeProperty().get().next())),
                act("Clear the messages…", "fth-trash-2", deeds::clear, "Shortcut+Shift+Delete")
                        .unless(() -> model.rows().isEmpty() ? "There are no messages." : deeds.whyNotClear()));
    }

    private void addChosen(ActionTable table) {
        table.add(
                chosen("Pin the chosen message, or unpin it", "fth-bookmark", model::togglePin, "Shortcut+P"),
                chosen("Mark the chosen message, or take the mark away", "fth-flag", model::toggleMark, "M"),
                view("Comment on the chosen message", "fth-message-square", MessagesView::takeComment, "C")
                        .unless(() -> model.selectedProperty().get() == null ? NOTHING_CHOSEN : null),
                chosen(
                        "Make the chosen message time zero, or the first again",
                        "fth-watch",
                        this::reference,
                        "Shortcut+T"),
                chosen("Send the chosen message again…", "fth-corner-up-right", deeds::sendAgain, "R")
                        .unless(() -> {
                            MessageRow row = model.selectedProperty().get();
                            return row == null ? NOTHING_CHOSEN : deeds.whyNotAgain(row);
                        }),
                chosen("Show the proof of the chosen message", "fth-shield", deeds::proof, "P"),
                chosen("Copy the chosen message's content", "fth-copy", this::copy),
                chosen("Export the chosen message's content…", "fth-download", deeds::exportContent));
    }

    private void addFilters(ActionTable table) {
        table.add(
                view("Filter", "fth-filter", MessagesView::takeFilter, "Shortcut+F"),
                act("Clear the filter, then the choice", "fth-x", this::escape, "Esc"),
                act("Hide or show service messages", "fth-eye-off", () -> toggle(model.serviceHiddenProperty()), "S"),
                act("Save the filter, or forget it", "fth-star", model.filter()::toggleSaved)
                        .unless(() -> model.filter().appliedProperty().get().isEmpty() ? "There is no filter." : null),
                filter("Show only messages that failed verification", "~verdict failed"),
                filter("Show only messages that were not verified", "~verdict unchecked"),
                filter("Show only messages whose number does not follow", "~gap"),
                filter("Show only messages not acknowledged yet", "~unacked"),
                filter("Show only marked messages", "~marked"),
                filter("Show only pinned messages", "~pinned"));
    }

    private KeyAction filter(String title, String term) {
        return KeyAction.of(
                GROUP,
                title,
                "fth-filter",
                () -> page.accept(v -> model.filterProperty().set(term)));
    }

    private static void toggle(javafx.beans.property.BooleanProperty property) {
        property.set(!property.get());
    }

    private void reference(MessageRow row) {
        model.referenceProperty().set(model.referenceProperty().get() == row ? null : row);
    }

    private void escape() {
        if (!model.filterProperty().get().isEmpty()) {
            model.filterProperty().set("");
        } else {
            model.selectedProperty().set(null);
        }
    }

    private void copy(MessageRow row) {
        Nodes.copy(row.content() == null ? row.preview() : PayloadText.candid(row.content()));
    }

    /** {@code #8394} or {@code 8394}: the message with that number. */
    private List<KeyAction> byNumber(String typed) {
        String digits = typed.replaceFirst("^#", "").replace(",", "");
        if (!digits.matches("\\d{1,12}")) {
            return List.of();
        }
        return model.findNumber(Long.parseLong(digits))
                .map(row -> KeyAction.of(
                        "Go to",
                        "Message #" + Format.count(row.number()) + ", " + row.verdictWord() + ", " + row.preview(),
                        "fth-list",
                        () -> page.accept(v -> model.select(row.id()))))
                .map(List::of)
                .orElse(List.of());
    }
}
