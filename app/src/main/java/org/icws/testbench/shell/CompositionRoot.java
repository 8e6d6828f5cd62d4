package org.icws.testbench.shell;

import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.Node;
import org.ic4j.types.Principal;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.poll.PollingPolicy;
import org.icws.testbench.compose.ComposeViewModel;
import org.icws.testbench.connections.ConnectionsView;
import org.icws.testbench.connections.ConnectionsViewModel;
import org.icws.testbench.keys.ActionTable;
import org.icws.testbench.latency.LatencyView;
import org.icws.testbench.latency.LatencyViewModel;
import org.icws.testbench.messages.MessageRow;
import org.icws.testbench.messages.MessagesViewModel;
import org.icws.testbench.overview.Health;
import org.icws.testbench.overview.OverviewView;
import org.icws.testbench.overview.OverviewViewModel;
import org.icws.testbench.queues.CanisterStats;
import org.icws.testbench.queues.QueuesView;
import org.icws.testbench.queues.QueuesViewModel;
import org.icws.testbench.replica.ReplicaViewModel;
import org.icws.testbench.scenarios.ScenariosViewModel;
import org.icws.testbench.settings.AboutView;
import org.icws.testbench.settings.Settings;
import org.icws.testbench.settings.SettingsModel;
import org.icws.testbench.settings.SettingsView;
import org.icws.testbench.store.EventStore;
import org.icws.testbench.store.Frame;
import org.icws.testbench.store.FramePump;
import org.icws.testbench.store.NameBook;
import org.icws.testbench.store.PayloadStore;
import org.icws.testbench.theme.Theme;
import org.icws.testbench.theme.ThemeManager;
import org.icws.testbench.trust.SignaturesActions;
import org.icws.testbench.trust.SignaturesView;
import org.icws.testbench.trust.SignaturesViewModel;
import org.icws.testbench.welcome.WelcomeView;
import org.icws.testbench.welcome.WelcomeViewModel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes everything the window consists of and wires it, by hand and in this one place. FX thread only. */
public final class CompositionRoot implements AutoCloseable {

    /** Makes the network for one start. */
    @FunctionalInterface
    public interface NetworkFactory {

        /** @param freePorts whether to take whatever ports are free */
        LiveNetwork create(boolean freePorts);
    }

    private static final Logger LOG = LoggerFactory.getLogger(CompositionRoot.class);
    private static final int EVENTS_WAITING = 50_000;
    private static final int CLOSE_SECONDS = 6;
    private static final String CONTENTS = "contents";
    private static final byte[] NO_ARGUMENT = {'D', 'I', 'D', 'L', 0, 0};

    private final NetworkFactory networks;
    private final Executor fxThread;
    private final NameBook names = new NameBook();
    private final EventStore<GatewayEvent> store = new EventStore<>(EVENTS_WAITING);
    private final ThemeManager themes;
    private final SettingsModel settings;
    private final ActionTable actions = new ActionTable();
    private final ShellViewModel shell = new ShellViewModel();
    private final WelcomeViewModel welcome = new WelcomeViewModel();
    private final MessagesViewModel messages;
    private final MessagesPart messagesPart;
    private final SignaturesViewModel signatures;
    private final SessionPart sessions;
    private final ConnectionsViewModel connections;
    private final QueuesViewModel queues;
    private final LatencyViewModel latency;
    private final OverviewViewModel overview;
    private final ComposePart compose;
    private final ReplicaPage replica;
    private final ScenarioPage scenarios;
    private final FramePump pump;
    private final ExecutorService starter = Threads.one("testbench-start");
    private final ExecutorService connector = Threads.one("testbench-connect");
    private ShellView view;
    private SettingsView settingsView;
    private Consumer<String> documents = address -> {};
    private int clientsAdded;
    private volatile URI outside;
    private volatile LiveNetwork network;

    /** A window whose settings end with it. */
    public CompositionRoot(NetworkFactory networks, Executor fxThread, Theme theme) {
        this(networks, fxThread, SettingsModel.notKept());
        settings.update(s -> s.withTheme(theme));
        themes.themeProperty().set(theme);
    }

    public CompositionRoot(NetworkFactory networks, Executor fxThread, SettingsModel settings) {
        this.networks = networks;
        this.fxThread = fxThread;
        this.settings = settings;
        this.themes = new ThemeManager(settings.get().theme());
        PayloadStore contents = new PayloadStore(
                (long) settings.get().payloadMegabytes() << 20,
                settings.dataDirectory().map(dir -> dir.resolve(CONTENTS)).orElse(null));
        this.messages = new MessagesViewModel(names, settings.get().rowsKept(), contents);
        this.messagesPart = new MessagesPart(messages, settings, fxThread, new PageLinks());
        this.queues = new QueuesViewModel(names, messages.acks(), this::askStats, fxThread);
        this.latency = new LatencyViewModel(messages);
        this.sessions = new SessionPart(messages, names, settings, this::snapshot, fxThread, () -> messagesPart.view());
        messagesPart.setExports(sessions::exports);
        this.overview = new OverviewViewModel(names, latency, messages);
        this.signatures = new SignaturesViewModel(messages, connector, fxThread);
        this.connections = new ConnectionsViewModel(names, messages.acks(), this::addClient, fxThread);
        this.compose = new ComposePart(() -> network, settings, fxThread, CompositionRoot::now, names);
        this.scenarios = new ScenarioPage(() -> network, shell, fxThread, CompositionRoot::now);
        this.replica = new ReplicaPage(
                () -> network, shell, fxThread, names, () -> settings.get().networkKept());
        this.pump = new FramePump(store, this::snapshot, CompositionRoot::now, fxThread);
        settings.settingsProperty().addListener((o, old, now) -> {
            if (old.pollMillis() != now.pollMillis() || old.slowestPollMillis() != now.slowestPollMillis()) {
                applyPolling(now);
            }
        });
        pump.addPreparer(messages::prepare);
        pump.addListener(this::onFrame);
    }

    /** The window's content; always the same. */
    public ShellView view() {
        if (view == null) {
            Map<ViewId, Supplier<Node>> pages = new EnumMap<>(ViewId.class);
            pages.put(
                    ViewId.START,
                    () -> new WelcomeView(welcome, new StartActions(this::startNetwork, this::go, this::openSetting)));
            pages.put(
                    ViewId.OVERVIEW,
                    () -> new OverviewView(
                            overview,
                            this::openMessage,
                            id -> messages.find(id).ifPresent(this::openProof),
                            () -> go(ViewId.COMPOSE),
                            this::openFinding));
            PageMemory memory = new PageMemory(settings);
            pages.put(
                    ViewId.CONNECTIONS,
                    () -> memory.page(new ConnectionsView(connections, this::filterMessages), "connections"));
            pages.put(ViewId.MESSAGES, messagesPart::makeView);
            pages.put(ViewId.SIGNATURES, () -> new SignaturesView(signatures, row -> openMessage(row.id())));
            pages.put(ViewId.QUEUES, () -> memory.page(new QueuesView(queues, () -> go(ViewId.LATENCY)), "queues"));
            pages.put(ViewId.LATENCY, () -> new LatencyView(latency, () -> go(ViewId.QUEUES), this::filterMessages));
            pages.put(ViewId.COMPOSE, () -> compose.makeView(this::openMessage));
            pages.put(ViewId.SCENARIOS, () -> scenarios.view(this::openMessage, () -> go(ViewId.QUEUES)));
            pages.put(ViewId.REPLICA, () -> memory.page(replica.view(this::useNetwork), "replica"));
            pages.put(ViewId.SETTINGS, () -> settingsView = new SettingsView(settings, this::openDataDirectory));
            pages.put(ViewId.ABOUT, () -> memory.page(new AboutView(settings), "about"));
            memory.queues(queues);
            ShellActions.add(actions, shell, settings, themes);
            sessions.addTo(actions);
            messagesPart.actions().addTo(actions);
            SignaturesActions.addTo(actions, signatures, () -> shows(ViewId.SIGNATURES), () -> go(ViewId.SIGNATURES));
            scenarios.addTo(actions, () -> go(ViewId.SCENARIOS));
            replica.addTo(actions, () -> go(ViewId.REPLICA), this::useNetwork);
            compose.addTo(actions, () -> go(ViewId.COMPOSE));
            view = new ShellView(shell, themes, settings, actions, pages);
            ShellActions.addHelp(actions, view, shell);
            sessions.setVoice(new WindowVoice(view, shell, this::openSetting));
        }
        return view;
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
        return messages;
    }

    /** Saving and opening sessions. */
    SessionPart sessions() {
        return sessions;
    }

    /** The proofs. */
    public SignaturesViewModel signatures() {
        return signatures;
    }

    /** The message being written and what became of those sent. */
    public ComposeViewModel compose() {
        return compose.model();
    }

    /** The sessions. */
    public ConnectionsViewModel connections() {
        return connections;
    }

    /** Begins a start in the background; the start page shows how it goes. */
    public void startNetwork() {
        startNetwork(false);
    }

    private void startNetwork(boolean freePorts) {
        clientsAdded = 0;
        shell.disconnected("Starting");
        shell.viewProperty().set(ViewId.START);
        store.drain();
        messages.clear();
        connections.clear();
        queues.clear();
        overview.clear();
        latency.clear();
        signatures.clear();
        scenarios.model().leave();
        welcome.begin();
        starter.execute(() -> runStart(freePorts));
    }

    private void runStart(boolean freePorts) {
        closeNetwork();
        LiveNetwork fresh = networks.create(freePorts);
        fresh.useNetwork(outside);
        network = fresh;
        boolean up = fresh.start(
                (step, state, note, took, failure) ->
                        fxThread.execute(() -> welcome.onStep(step, state, note, took, failure)),
                store::add,
                names);
        if (up) {
            fxThread.execute(() -> connected(fresh));
        } else {
            fxThread.execute(() -> shell.disconnected("Nothing is running"));
        }
    }

    private void connected(LiveNetwork fresh) {
        applyPolling(settings.get());
        shell.connected(fresh.name(), fresh.gatewayUrl(), now());
        overview.setGateway(fresh.gatewayUrl());
        compose.connected();
        sessions.setGateway(fresh.gatewayUrl().toString());
        pump.start();
        if (shell.viewProperty().get() == ViewId.START) {
            shell.viewProperty().set(ViewId.OVERVIEW);
        }
    }

    /** Connects one more client in the background; gives its name. */
    private CompletionStage<String> addClient() {
        LiveNetwork current = network;
        String name = ClientNames.of(clientsAdded++);
        return CompletableFuture.supplyAsync(() -> current.addClient(name, names), connector)
                .thenApplyAsync(
                        sender -> {
                            compose.sendersChanged();
                            return sender.name();
                        },
                        fxThread);
    }

    /** What a canister tells about its own queues, if it does. */
    private CompletionStage<Optional<CanisterStats>> askStats(Principal canister) {
        LiveNetwork now = network;
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return now == null
                                ? Optional.<CanisterStats>empty()
                                : now.query(canister, CanisterStats.METHOD, NO_ARGUMENT)
                                        .flatMap(CanisterStats::decode);
                    } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                },
                connector);
    }

    private void openFinding(Health.Target target) {
        switch (target) {
            case FAILED -> {
                go(ViewId.SIGNATURES);
                signatures.nextFinding();
            }
            case GAPS -> filterMessages("~gap");
            case UNCHECKED -> filterMessages("~verdict unchecked");
            case QUEUES -> go(ViewId.QUEUES);
            case POLLS -> go(ViewId.LATENCY);
            case NONE -> {}
        }
    }

    private void filterMessages(String expression) {
        messages.serviceHiddenProperty().set(false);
        messages.filterProperty().set(expression);
        go(ViewId.MESSAGES);
    }

    private void applyPolling(Settings now) {
        LiveNetwork current = network;
        if (current != null) {
            current.polling(new PollingPolicy(
                    Duration.ofMillis(now.pollMillis()),
                    Duration.ofMillis(now.slowestPollMillis()),
                    Duration.ofSeconds(2)));
        }
    }

    private void onFrame(Frame frame) {
        if (frame.snapshot() == null) {
            return;
        }
        shell.onFrame(frame);
        messages.onFrame(frame);
        connections.onFrame(frame);
        queues.onFrame(frame);
        latency.onFrame(frame);
        overview.onFrame(frame);
        signatures.onFrame(frame);
        compose.model().onFrame(frame);
        replica.onFrame(frame);
        scenarios.onFrame(frame);
        shell.showKept(
                messages.rows().size(),
                messages.capacity(),
                messages.droppedProperty().get(),
                messages.payloads().memoryBytes(),
                messages.payloads().diskBytes(),
                messages.payloads().lost(),
                messages.payloads().problem());
    }

    private boolean shows(ViewId id) {
        return shell.viewProperty().get() == id && (view == null || !view.covered());
    }

    private void openMessage(long eventSequence) {
        go(ViewId.MESSAGES);
        messages.select(eventSequence);
    }

    private void openProof(MessageRow row) {
        go(ViewId.SIGNATURES);
        signatures.choose(row);
    }

    private void go(ViewId id) {
        if (shell.unavailable(id) == null) {
            shell.viewProperty().set(id);
        }
    }

    /** Starts everything anew against an outside network; null for the embedded replica. */
    public void useNetwork(URI address) {
        outside = address;
        startNetwork(false);
    }

    /** The scenarios, for tools that look over the window's shoulder. */
    public ScenariosViewModel scenarios() {
        return scenarios.model();
    }

    /** The embedded network, for tools that look over the window's shoulder. */
    public ReplicaViewModel replica() {
        return replica.model();
    }

    private void openSetting(String field) {
        go(ViewId.SETTINGS);
        settingsView.showField(field);
    }

    private void openDataDirectory() {
        settings.dataDirectory().ifPresent(dir -> documents.accept(dir.toUri().toString()));
    }

    /** Told to show a folder or a page outside of the window. */
    public void onOpen(Consumer<String> opener) {
        documents = opener;
    }

    private org.icws.gateway.GatewaySnapshot snapshot() {
        LiveNetwork now = network;
        return now == null ? null : now.snapshot();
    }

    private static long now() {
        java.time.Instant instant = java.time.Instant.now();
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }

    private void closeNetwork() {
        LiveNetwork old = network;
        network = null;
        if (old != null) {
            old.close();
        }
    }

    /** Ends the network and every thread; takes a few seconds at most. */
    @Override
    public void close() {
        pump.close();
        compose.close();
        replica.close();
        scenarios.close();
        messagesPart.close();
        messages.payloads().close();
        sessions.close();
        connector.shutdown();
        starter.execute(this::closeNetwork);
        starter.shutdown();
        try {
            if (!starter.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The network did not end within {} s", CLOSE_SECONDS);
                starter.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where the rows of the messages page lead. */
    private final class PageLinks implements MessagesPart.Window {

        @Override
        public void go(ViewId id) {
            CompositionRoot.this.go(id);
        }

        @Override
        public boolean shows(ViewId id) {
            return CompositionRoot.this.shows(id);
        }

        @Override
        public void openProof(MessageRow row) {
            CompositionRoot.this.openProof(row);
        }

        @Override
        public void sendAgain(MessageRow row) {
            compose.model().writeAgain(row.clientKey(), row.canisterId(), row.content());
            CompositionRoot.this.go(ViewId.COMPOSE);
        }

        @Override
        public String whyNotAgain(MessageRow row) {
            if (row.direction() != MessageRow.Direction.UP) {
                return "it came from the canister";
            }
            return row.service() || row.content() == null ? "it is a message of the protocol" : null;
        }

        @Override
        public void exportContent(MessageRow row) {
            sessions.exportContent(row);
        }

        @Override
        public void confirm(String title, String words, String verb, String keepVerb, Runnable deed) {
            view.confirm(title, words, verb, keepVerb, deed);
        }
    }
}
