package org.icws.testbench.shell;

import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.Node;
import org.icws.testbench.keys.ActionTable;
import org.icws.testbench.latency.LatencyView;
import org.icws.testbench.overview.OverviewView;
import org.icws.testbench.queues.QueuesView;
import org.icws.testbench.settings.AboutView;
import org.icws.testbench.settings.SettingsModel;
import org.icws.testbench.settings.SettingsView;
import org.icws.testbench.trust.SignaturesActions;
import org.icws.testbench.trust.SignaturesView;
import org.icws.testbench.welcome.WelcomeView;

/** Makes the pages, each when it is first opened, and tells the table of actions what can be done in them. FX thread only. */
final class WindowPages {

    private final WindowParts parts;
    private final PageLinks links;
    private final SettingsModel settings;
    private final PageMemory memory;
    private SettingsView settingsView;
    private QueuesView queuesView;

    WindowPages(WindowParts parts, PageLinks links, SettingsModel settings) {
        this.parts = parts;
        this.links = links;
        this.settings = settings;
        this.memory = new PageMemory(settings);
        memory.queues(parts.queues());
        memory.acks(parts.connections().model().ackLimitsProperty());
    }

    private Runnable to(ViewId id) {
        return () -> links.go(id);
    }

    /**
     * The pages.
     *
     * @param start begins a start, on free ports or not
     * @param useNetwork starts everything anew against an outside network, null for the embedded one
     * @param documents shows a folder or a page outside of the window
     */
    Map<ViewId, Supplier<Node>> pages(Consumer<Boolean> start, Consumer<URI> useNetwork, Consumer<String> documents) {
        Map<ViewId, Supplier<Node>> pages = new EnumMap<>(ViewId.class);
        pages.put(
                ViewId.START,
                () -> new WelcomeView(parts.welcome(), new StartActions(start::accept, links::go, this::openSetting)));
        pages.put(
                ViewId.OVERVIEW,
                () -> new OverviewView(
                        parts.overview(),
                        links::openMessage,
                        links::openProof,
                        to(ViewId.COMPOSE),
                        links::openFinding));
        pages.put(
                ViewId.CONNECTIONS,
                () -> memory.page(parts.connections().makeView(links::filterMessages), "connections"));
        pages.put(ViewId.MESSAGES, parts.messagesPart()::makeView);
        pages.put(ViewId.SIGNATURES, () -> new SignaturesView(parts.signatures(), row -> links.openMessage(row.id())));
        pages.put(ViewId.QUEUES, () -> {
            queuesView = new QueuesView(parts.queues(), to(ViewId.LATENCY));
            return memory.page(queuesView, "queues");
        });
        pages.put(ViewId.LATENCY, () -> new LatencyView(parts.latency(), to(ViewId.QUEUES), links::filterMessages));
        pages.put(ViewId.COMPOSE, () -> parts.compose().makeView(links::openMessage));
        pages.put(ViewId.SCENARIOS, () -> parts.scenarios().view(links::openMessage, to(ViewId.QUEUES)));
        pages.put(ViewId.REPLICA, () -> memory.page(parts.replica().view(useNetwork), "replica"));
        pages.put(ViewId.SETTINGS, () -> settingsView(documents));
        pages.put(ViewId.ABOUT, () -> memory.page(new AboutView(settings), "about"));
        return pages;
    }

    private Node settingsView(Consumer<String> documents) {
        Runnable openData = () -> settings.dataDirectory()
                .ifPresent(dir -> documents.accept(dir.toUri().toString()));
        settingsView = new SettingsView(settings, parts.replica()::keptNow, openData);
        return settingsView;
    }

    /** Opens Settings at one of them. */
    void openSetting(String field) {
        links.go(ViewId.SETTINGS);
        settingsView.showField(field);
    }

    /** Adds what can be done in the pages. */
    void addTo(ActionTable actions, Consumer<URI> useNetwork) {
        parts.sessions().addTo(actions);
        parts.messagesPart().actions().addTo(actions);
        parts.connections().addTo(actions, () -> links.shows(ViewId.CONNECTIONS), to(ViewId.CONNECTIONS));
        TableActions.addTo(
                actions, "Queues", () -> links.shows(ViewId.QUEUES), to(ViewId.QUEUES), () -> queuesView.firstFocus());
        SignaturesActions.addTo(
                actions, parts.signatures(), () -> links.shows(ViewId.SIGNATURES), to(ViewId.SIGNATURES));
        parts.scenarios().addTo(actions, to(ViewId.SCENARIOS));
        parts.replica().addTo(actions, to(ViewId.REPLICA), useNetwork);
        parts.compose().addTo(actions, to(ViewId.COMPOSE), () -> links.shows(ViewId.COMPOSE));
    }
}
