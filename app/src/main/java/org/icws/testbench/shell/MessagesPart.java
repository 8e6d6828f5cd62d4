package org.icws.testbench.shell;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.Node;
import org.icws.testbench.messages.MessageDeeds;
import org.icws.testbench.messages.MessageFilter;
import org.icws.testbench.messages.MessageRow;
import org.icws.testbench.messages.MessagesActions;
import org.icws.testbench.messages.MessagesView;
import org.icws.testbench.messages.MessagesViewModel;
import org.icws.testbench.messages.TimeMode;
import org.icws.testbench.settings.Settings;
import org.icws.testbench.settings.SettingsModel;
import org.icws.testbench.store.Format;

/** The page of the messages with everything around it: what it remembers, and what its rows lead to. FX thread only. */
final class MessagesPart implements MessageDeeds, AutoCloseable {

    /** What the page needs of the window. */
    interface Window {

        void go(ViewId id);

        boolean shows(ViewId id);

        void openProof(MessageRow row);

        void sendAgain(MessageRow row);

        String whyNotAgain(MessageRow row);

        void exportContent(MessageRow row);

        void confirm(String title, String words, String verb, String keepVerb, Runnable deed);
    }

    private static final String TABLE = "messages";

    private final ExecutorService searcher = Threads.one("content-search");
    private final MessagesViewModel model;
    private final SettingsModel settings;
    private final Window window;
    private Supplier<List<Export>> exports = List::of;
    private MessagesView view;

    MessagesPart(MessagesViewModel model, SettingsModel settings, Executor fxThread, Window window) {
        this.model = model;
        this.settings = settings;
        this.window = window;
        model.filter().searchContents(searcher, fxThread);
        remember();
    }

    private void remember() {
        Settings now = settings.get();
        model.serviceHiddenProperty().set(now.serviceHidden());
        model.filter().saved().setAll(now.filters());
        model.filterProperty().set(now.filter());
        for (TimeMode mode : TimeMode.values()) {
            if (mode.name().equals(now.timeMode())) {
                model.timeModeProperty().set(mode);
            }
        }
        Runnable keep = () -> settings.update(s -> s.withMessages(
                model.serviceHiddenProperty().get(),
                model.timeModeProperty().get().name(),
                MessageFilter.forAnotherRun(model.filter().appliedProperty().get()),
                model.filter().saved()));
        model.serviceHiddenProperty().addListener(o -> keep.run());
        model.timeModeProperty().addListener(o -> keep.run());
        model.filter().appliedProperty().addListener(o -> keep.run());
        model.filter().saved().addListener((javafx.beans.Observable o) -> keep.run());
        limits(now);
        settings.settingsProperty().addListener((o, old, next) -> limits(next));
    }

    private void limits(Settings now) {
        model.setCapacity(now.rowsKept());
        model.payloads().setBound((long) now.payloadMegabytes() << 20);
        if (view != null) {
            view.setCompact(now.compactMessages());
        }
    }

    @Override
    public void close() {
        searcher.shutdownNow();
    }

    /** Makes the page. */
    Node makeView() {
        view = new MessagesView(model, this);
        view.setCompact(settings.get().compactMessages());
        PageMemory memory = new PageMemory(settings);
        memory.columns(view.columns(), TABLE);
        memory.dividers(view.split(), TABLE);
        return view;
    }

    /** The page, once it was opened. */
    java.util.Optional<MessagesView> view() {
        return java.util.Optional.ofNullable(view);
    }

    /** What can be done on the page. */
    MessagesActions actions() {
        BooleanSupplier here = () -> window.shows(ViewId.MESSAGES);
        Consumer<Consumer<MessagesView>> page = deed -> {
            window.go(ViewId.MESSAGES);
            if (view != null) {
                deed.accept(view);
            }
        };
        return new MessagesActions(model, this, here, page);
    }

    /** The ways to write messages to files. */
    void setExports(Supplier<List<Export>> ways) {
        exports = ways;
    }

    @Override
    public List<Export> exports() {
        return exports.get();
    }

    @Override
    public void compose() {
        window.go(ViewId.COMPOSE);
    }

    @Override
    public void proof(MessageRow row) {
        window.openProof(row);
    }

    @Override
    public void sendAgain(MessageRow row) {
        window.sendAgain(row);
    }

    @Override
    public String whyNotAgain(MessageRow row) {
        return window.whyNotAgain(row);
    }

    @Override
    public void exportContent(MessageRow row) {
        window.exportContent(row);
    }

    @Override
    public void clear() {
        long gone = model.rows().stream().filter(row -> !row.note().pinned()).count();
        if (gone > 0) {
            String count = Format.count(gone, "message");
            window.confirm(
                    "Clear the messages?",
                    "They cannot be brought back. Pinned ones stay. Save the session first to keep them in a file.",
                    "Clear " + count,
                    "Keep",
                    model::clearUnpinned);
        }
    }
}
