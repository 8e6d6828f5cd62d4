package org.icws.testbench.shell;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.scene.Node;
import org.icws.testbench.compose.ComposeView;
import org.icws.testbench.compose.ComposeViewModel;
import org.icws.testbench.compose.ConnectViewModel;
import org.icws.testbench.compose.Connector;
import org.icws.testbench.compose.TestSender;
import org.icws.testbench.keys.ActionTable;
import org.icws.testbench.keys.KeyAction;
import org.icws.testbench.settings.Settings;
import org.icws.testbench.settings.SettingsModel;
import org.icws.testbench.store.Format;
import org.icws.testbench.store.NameBook;

/** The Compose page with what it keeps and whom it connects. FX thread only. */
final class ComposePart implements AutoCloseable {

    private static final String GROUP = "Compose";
    private static final String LISTS_PINNED = "compose.listsPinned";

    /** "burst 500 50": how often, and how many a second. */
    private static final Pattern BURST = Pattern.compile("(?i)burst\\s+(\\d{1,6})\\s+(\\d{1,5})");

    private final Supplier<LiveNetwork> network;
    private final ComposeViewModel model;
    private final ConnectViewModel connect;
    private final SettingsModel settings;
    private final ComposeFile file;
    private ComposeView view;

    ComposePart(
            Supplier<LiveNetwork> network,
            SettingsModel settings,
            Executor fxThread,
            LongSupplier clockNanos,
            NameBook names) {
        this.network = network;
        this.settings = settings;
        this.model = new ComposeViewModel(fxThread, clockNanos, names);
        this.connect = new ConnectViewModel(this::connector, fxThread, this::opened);
        this.file = settings.dataDirectory()
                .map(dir -> new ComposeFile(dir, words -> fxThread.execute(() -> model.setNotice(words))))
                .orElse(null);
    }

    private Connector connector() {
        LiveNetwork now = network.get();
        return now == null ? null : now.connector();
    }

    /** Who went on working meanwhile is not put into another client's place. */
    private void opened(List<TestSender> fresh, boolean watched) {
        sendersChanged();
        if (watched) {
            model.senderProperty().set(fresh.get(0));
            view.closeConnect();
        }
    }

    ComposeViewModel model() {
        return model;
    }

    /** Made when it is first opened; only then is read what earlier runs kept. */
    Node makeView(LongConsumer openMessage) {
        if (file != null) {
            model.setStore(file, file.load());
        }
        view = new ComposeView(model, connect, openMessage);
        view.drawer().lessMotionProperty().bind(settings.settingsProperty().map(Settings::lessMotion));
        view.drawer().pinnedProperty().set(settings.get().choice(LISTS_PINNED, 1) != 0);
        view.drawer()
                .pinnedProperty()
                .addListener((o, old, now) -> settings.update(s -> s.withChoice(LISTS_PINNED, now ? 1 : 0)));
        return view;
    }

    /**
     * @param open shows the page
     * @param shown whether it is shown
     */
    void addTo(ActionTable table, Runnable open, BooleanSupplier shown) {
        BooleanSupplier here = () -> shown.getAsBoolean() && view != null && !view.isAsking();
        table.add(
                KeyAction.of(GROUP, "Open a new connection…", "fth-link", () -> {
                            open.run();
                            view.openConnect();
                        })
                        .unless(() -> connector() == null ? "There is no network to connect to yet." : null),
                KeyAction.of(
                                GROUP,
                                "Go to the saved messages and the history, and back",
                                "fth-sidebar",
                                () -> {
                                    open.run();
                                    view.drawer().swap();
                                },
                                "F6")
                        .in(here),
                KeyAction.of(GROUP, "Send what is written", "fth-send", model::send, "Shortcut+Enter")
                        .in(here)
                        .unless(() -> model.blockedProperty().get()),
                KeyAction.of(GROUP, "An older sent message", "fth-arrow-up", () -> model.recall(1), "Shortcut+Up")
                        .in(here)
                        .unless(this::nothingSent),
                KeyAction.of(GROUP, "A newer sent message", "fth-arrow-down", () -> model.recall(-1), "Shortcut+Down")
                        .in(here)
                        .unless(this::nothingSent),
                burst(100, 20),
                KeyAction.of(GROUP, "Stop the burst", "fth-square", model::stopBurst)
                        .unless(() -> model.isBursting() ? null : "No burst is running."));
        table.answer(typed -> {
            Matcher wanted = BURST.matcher(typed.trim());
            return wanted.matches()
                    ? List.of(burst(Integer.parseInt(wanted.group(1)), Integer.parseInt(wanted.group(2))))
                    : List.of();
        });
    }

    private String nothingSent() {
        return model.history().isEmpty() ? "Nothing was sent yet." : null;
    }

    private KeyAction burst(int count, int perSecond) {
        return KeyAction.of(
                        GROUP,
                        "Burst: send what is written " + Format.count(count) + " times, " + Format.count(perSecond)
                                + " per second",
                        "fth-fast-forward",
                        () -> model.startBurst(count, perSecond))
                .unless(() -> model.whyNoBurst(count, perSecond));
    }

    /** A network came up: nothing that was known of the one before holds. */
    void connected() {
        model.forgetTypes();
        connect.reset();
        sendersChanged();
    }

    /** There are other clients to send as. */
    void sendersChanged() {
        LiveNetwork now = network.get();
        if (now != null) {
            model.setSenders(now.senders());
        }
    }

    @Override
    public void close() {
        model.stopBurst();
        connect.connecting().cancel();
        if (file != null) {
            file.close();
        }
    }
}
