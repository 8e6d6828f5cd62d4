package org.icws.testbench.shell;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.icws.gateway.event.GatewayEvent;
import org.icws.testbench.compose.ComposeViewModel;
import org.icws.testbench.connections.ConnectionsViewModel;
import org.icws.testbench.keys.ActionTable;
import org.icws.testbench.latency.LatencyViewModel;
import org.icws.testbench.messages.MessagesViewModel;
import org.icws.testbench.overview.OverviewViewModel;
import org.icws.testbench.queues.QueuesViewModel;
import org.icws.testbench.replica.ReplicaViewModel;
import org.icws.testbench.scenarios.ScenariosViewModel;
import org.icws.testbench.settings.SettingsModel;
import org.icws.testbench.store.EventStore;
import org.icws.testbench.store.FramePump;
import org.icws.testbench.store.NameBook;
import org.icws.testbench.store.PayloadStore;
import org.icws.testbench.theme.Theme;
import org.icws.testbench.theme.ThemeManager;
import org.icws.testbench.trust.SignaturesViewModel;
import org.icws.testbench.welcome.WelcomeViewModel;

/**
 * Makes everything the window consists of and wires it, by hand and in this one place: the network, the parts, what leads from one
 * to another, and the pages, which each are a class of their own. FX thread only.
 */
public final class CompositionRoot implements AutoCloseable {

    /** Makes the network for one start. */
    @FunctionalInterface
    public interface NetworkFactory {

        /** @param freePorts whether to take whatever ports are free */
        LiveNetwork create(boolean freePorts);
    }

    private static final int EVENTS_WAITING = 50_000;
    private static final String CONTENTS = "contents";

    private final EventStore<GatewayEvent> store = new EventStore<>(EVENTS_WAITING);
    private final ThemeManager themes;
    private final SettingsModel settings;
    private final ActionTable actions = new ActionTable();
    private final ShellViewModel shell = new ShellViewModel();
    private final Executor fxThread;
    private final NetworkPart network;
    private final PageLinks links = new PageLinks(shell, this::parts, () -> this.view);
    private final WindowParts parts;
    private final FramePump pump;
    private ShellView view;
    private PagesAhead ahead;
    private Consumer<String> documents = address -> {};

    /** A window whose settings end with it. */
    public CompositionRoot(NetworkFactory networks, Executor fxThread, Theme theme) {
        this(networks, fxThread, SettingsModel.notKept());
        settings.update(s -> s.withTheme(theme));
        themes.themeProperty().set(theme);
    }

    public CompositionRoot(NetworkFactory networks, Executor fxThread, SettingsModel settings) {
        this.settings = settings;
        this.themes = new ThemeManager(settings.get().theme());
        NameBook names = new NameBook();
        this.fxThread = fxThread;
        this.network = new NetworkPart(networks, fxThread, names);
        this.parts = makeParts(fxThread, names);
        this.pump = new FramePump(store, network::snapshot, CompositionRoot::now, fxThread);
        settings.settingsProperty().addListener((o, old, now) -> {
            if (!old.hasPollingOf(now)) {
                network.poll(now);
            }
        });
        pump.addPreparer(parts.messages()::prepare);
        pump.addListener(parts::onFrame);
    }

    private WindowParts makeParts(Executor fxThread, NameBook names) {
        PayloadStore contents = new PayloadStore(
                (long) settings.get().payloadMegabytes() << 20,
                settings.dataDirectory().map(dir -> dir.resolve(CONTENTS)).orElse(null));
        MessagesViewModel messages = new MessagesViewModel(names, settings.get().rowsKept(), contents);
        MessagesPart messagesPart = new MessagesPart(messages, settings, fxThread, links);
        SessionPart sessions =
                new SessionPart(messages, names, settings, network::snapshot, fxThread, messagesPart::view);
        messagesPart.setExports(sessions::exports);
        LatencyViewModel latency = new LatencyViewModel(messages);
        ComposePart compose = new ComposePart(network::current, settings, fxThread, CompositionRoot::now, names);
        return new WindowParts(
                shell,
                new WelcomeViewModel(),
                new OverviewViewModel(names, latency, messages),
                new ConnectionsPart(
                        network::current,
                        names,
                        messages.acks(),
                        () -> network.addClient(compose::sendersChanged),
                        network.connector(),
                        fxThread),
                messages,
                messagesPart,
                sessions,
                new SignaturesViewModel(messages, network.connector(), fxThread),
                new QueuesViewModel(names, messages.acks(), network::askStats, fxThread),
                latency,
                compose,
                new ScenarioPage(network::current, shell, fxThread, CompositionRoot::now),
                new ReplicaPage(network::current, shell, fxThread, names, () -> settings.get()
                        .networkKept()));
    }

    private WindowParts parts() {
        return parts;
    }

    /** The window's content; always the same. */
    public ShellView view() {
        if (view == null) {
            WindowPages pages = new WindowPages(parts, links, settings);
            ShellActions.add(actions, shell, settings, themes);
            pages.addTo(actions, this::useNetwork);
            view = new ShellView(
                    shell,
                    themes,
                    settings,
                    actions,
                    pages.pages(this::startNetwork, this::useNetwork, address -> documents.accept(address)));
            ShellActions.addHelp(actions, view, shell);
            Touches.watch(view, pump::stir);
            parts.sessions().setVoice(new WindowVoice(view, shell, settings, pages::openSetting));
        }
        return view;
    }

    /** Has the pages made before they are opened, as soon as the network is up. */
    public PagesAhead makePagesAhead() {
        ahead = new PagesAhead(view(), System::nanoTime);
        return ahead;
    }

    /** Begins a start in the background; the start page shows how it goes. */
    public void startNetwork() {
        startNetwork(false);
    }

    private void startNetwork(boolean freePorts) {
        shell.disconnected("Starting");
        shell.viewProperty().set(ViewId.START);
        parts.begin(network.outside());
        network.start(freePorts, this::listens, parts.welcome()::onStep, this::observe, this::started);
    }

    /** Any thread; what comes from now on is the new network's. */
    private void listens() {
        store.drain();
        fxThread.execute(parts::clear);
    }

    /** Starts everything anew against an outside network; null for the embedded replica. */
    public void useNetwork(URI address) {
        network.use(address);
        startNetwork(false);
    }

    private void observe(List<GatewayEvent> events, long lost) {
        store.add(events, lost);
        pump.noticed(events, lost);
    }

    private void started(LiveNetwork fresh) {
        if (fresh == null) {
            shell.disconnected("Nothing is running");
            return;
        }
        network.poll(settings.get());
        fresh.onActivity(pump::stir);
        shell.connected(fresh.name(), fresh.gatewayUrl(), now());
        parts.overview().setGateway(fresh.gatewayUrl());
        parts.compose().connected();
        parts.sessions().setGateway(fresh.gatewayUrl().toString());
        pump.start();
        if (ahead != null) {
            ahead.begin();
        }
        if (shell.viewProperty().get() == ViewId.START) {
            shell.viewProperty().set(ViewId.OVERVIEW);
        }
    }

    private static long now() {
        Instant instant = Instant.now();
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }

    /** Told to show a folder or a page outside of the window. */
    public void onOpen(Consumer<String> opener) {
        documents = opener;
    }

    /** Everything that can be done in this window. */
    public ActionTable actions() {
        return actions;
    }

    public SettingsModel settings() {
        return settings;
    }

    public ThemeManager themes() {
        return themes;
    }

    public FramePump pump() {
        return pump;
    }

    /** Which page is open, and what stands around it. */
    public ShellViewModel shell() {
        return shell;
    }

    /** The messages, for tools that look over the window's shoulder. */
    public MessagesViewModel messages() {
        return parts.messages();
    }

    /** Saving and opening sessions. */
    SessionPart sessions() {
        return parts.sessions();
    }

    /** The proofs. */
    public SignaturesViewModel signatures() {
        return parts.signatures();
    }

    /** The message being written and what became of those sent. */
    public ComposeViewModel compose() {
        return parts.compose().model();
    }

    /** The sessions. */
    public ConnectionsViewModel connections() {
        return parts.connections().model();
    }

    /** The scenarios, for tools that look over the window's shoulder. */
    public ScenariosViewModel scenarios() {
        return parts.scenarios().model();
    }

    /** The embedded network, for tools that look over the window's shoulder. */
    public ReplicaViewModel replica() {
        return parts.replica().model();
    }

    /** Ends the network and every thread; takes a few seconds at most. */
    @Override
    public void close() {
        pump.close();
        parts.close();
        network.close();
    }
}
