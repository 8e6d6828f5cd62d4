package org.icws.testbench.replica;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.icws.replica.FaultSwitches;
import org.icws.testbench.control.DataTable;
import org.icws.testbench.control.EmptyState;
import org.icws.testbench.control.FactGrid;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.Overlay;
import org.icws.testbench.control.Remembered;
import org.kordamp.ikonli.javafx.FontIcon;

/** The network behind the gateway: its canisters, its rounds, delays and faults; or an outside one. */
public final class ReplicaView extends StackPane implements Remembered {

    private static final Duration ALLOWED_AGE = Duration.ofMinutes(5);
    private static final double CARD_WIDTH = 300;

    private final ReplicaViewModel model;
    private final Overlay overlay = new Overlay();
    private final ReplicaDialogs dialogs;
    private final CanistersCard canisters;
    private final FactGrid facts = new FactGrid(96);
    private final Label origin = Nodes.label("", "t-small");
    private final Label where = Nodes.label("", "t-small", "muted");
    private final StackPane body = new StackPane();
    private final Button embedded = Nodes.button("fth-home", "Use the embedded replica");
    private final VBox steering;
    private final ScrollPane scrolled;
    private final EmptyState elsewhere = new EmptyState("fth-globe", "", "");
    private final Node outside;

    /**
     * @param network which network there is
     * @param keptNext whether the next start of the embedded network keeps it in the data directory
     * @param useNetwork starts everything anew against an outside network, null for the embedded one
     */
    public ReplicaView(
            ReplicaViewModel model,
            ObservableValue<NetworkFacts> network,
            BooleanSupplier keptNext,
            Consumer<URI> useNetwork) {
        this.model = model;
        dialogs = new ReplicaDialogs(
                model, keptNext, useNetwork, () -> !network.getValue().equals(NetworkFacts.NONE), overlay);
        canisters = new CanistersCard(model, dialogs);
        HBox cards = cards();
        LogCard log = new LogCard(model);
        log.setPrefHeight(128);
        log.setMinHeight(118);
        VBox.setVgrow(log, Priority.ALWAYS);
        steering = new VBox(14, new FailureBanner(model), banner(), problem(), canisters, cards, log);
        steering.getStyleClass().add("replica-steering");
        scrolled = Nodes.scroll(steering);
        scrolled.setFitToHeight(true);
        outside = outside();
        VBox.setVgrow(body, Priority.ALWAYS);
        body.setMinHeight(0);
        Button another = Nodes.button("fth-globe", "Another network…");
        another.setId("replica-network");
        another.setOnAction(e -> askForNetwork());
        embedded.setId("replica-embedded");
        embedded.setOnAction(e -> useNetwork.accept(null));
        Label working = Nodes.label("", "t-small", "muted");
        working.textProperty().bind(model.workingProperty());
        VBox page = Nodes.page(Nodes.pageHead("Replica", where, Nodes.spacer(), working, embedded, another), body);
        getChildren().addAll(page, overlay);
        setMinHeight(0);
        network.addListener((o, old, now) -> showNetwork(now));
        showNetwork(network.getValue());
        sceneProperty().addListener((o, old, now) -> {
            model.setWatched(now != null);
            // A start that failed changes nothing that is told, but what there is to steer.
            showNetwork(network.getValue());
        });
    }

    private HBox cards() {
        HBox cards = new HBox(
                12,
                new RoundsCard(model),
                new DelaysCard(model, dialogs::delays),
                new FaultsCard(model),
                new StateCard(model, dialogs));
        for (Node card : cards.getChildren()) {
            HBox.setHgrow(card, Priority.ALWAYS);
            ((Region) card).setPrefWidth(CARD_WIDTH);
        }
        return cards;
    }

    /** Asks for the address of an outside network. */
    public void askForNetwork() {
        dialogs.network();
    }

    /** Asks for a module to install. */
    public void askForModule() {
        dialogs.install(null, CanisterViewModel.Mode.INSTALL);
    }

    /** Asks for a folder to save the network to, or to take it from. */
    public void askForFolder(boolean save) {
        dialogs.checkpoint(save);
    }

    /** Asks for the time that the network's clock is put to. */
    public void askForTime() {
        dialogs.time();
    }

    /** Asks for the delays of updates and queries. */
    public void askForDelays() {
        dialogs.delays();
    }

    /** Asks whether the replica is to crash. */
    public void askToCrash() {
        dialogs.confirmCrash();
    }

    /** Asks whether the network is to begin anew. */
    public void askToBeginAnew() {
        dialogs.confirmAnew();
    }

    /** Opens the settings, or the snapshots, of the chosen canister. */
    public void manage(boolean snapshots) {
        CanisterRow row = model.selectedProperty().get();
        if (row != null) {
            dialogs.manage(row, snapshots ? CanisterPane.Part.SNAPSHOTS : CanisterPane.Part.SETTINGS);
        }
    }

    private void showNetwork(NetworkFacts now) {
        boolean ours = model.isEmbedded();
        String key = now.rootKeyHex().isEmpty() ? "" : ", root key " + tail(now.rootKeyHex());
        String chip = now.chip().isEmpty() ? "" : " · " + now.chip();
        where.setText(now.name() + (now.url().isEmpty() ? "" : ", " + now.url()) + key + chip);
        embedded.setVisible(!ours);
        embedded.setManaged(!ours);
        body.getChildren().setAll(ours ? scrolled : outside);
        origin.setText(now.origin());
        origin.setManaged(!now.origin().isEmpty());
        if (now.equals(NetworkFacts.NONE)) {
            elsewhere.show(
                    "fth-power",
                    "No network runs",
                    "Start says how the last start went. Use the embedded replica, or name another network.");
        } else {
            elsewhere.show(
                    "fth-globe",
                    "An outside network",
                    "It is run elsewhere: its canisters are not listed, installed, stopped or slowed from here.");
        }
        facts.show(List.of(
                new FactGrid.Entry("Network", now.url().isEmpty() ? "–" : now.url()),
                new FactGrid.Entry("Root key", now.rootKeyHex().isEmpty() ? "–" : now.rootKeyHex())));
    }

    /** The first bytes of a root key are the same for all networks; its end tells it from others. */
    private static String tail(String hex) {
        return hex.length() <= 16 ? hex : "…" + hex.substring(hex.length() - 16);
    }

    private Node outside() {
        origin.setWrapText(true);
        VBox well = new VBox(6, facts, origin);
        well.getStyleClass().add("well");
        elsewhere.setId("replica-elsewhere");
        VBox content = new VBox(16, well, elsewhere);
        content.getStyleClass().add("card-body");
        VBox.setVgrow(elsewhere, Priority.ALWAYS);
        return Nodes.card(content, Nodes.label("Network", "t-heading"));
    }

    private Node banner() {
        FontIcon icon = new FontIcon("fth-zap");
        icon.getStyleClass().add("fg-warn");
        Label verdict = Nodes.label("", "strong", "fg-warn");
        verdict.setMinWidth(USE_PREF_SIZE);
        Label sentence = Nodes.label("", "t-body");
        Button off = Nodes.button(null, "Turn all off");
        off.setOnAction(e -> model.steering().setFaults(f -> FaultSwitches.NONE));
        HBox banner = new HBox(10, icon, verdict, sentence, Nodes.spacer(), off);
        banner.getStyleClass().addAll("banner", "warn");
        banner.setMinHeight(42);
        model.statusProperty().addListener((o, old, now) -> {
            int on = now == null ? 0 : FaultsCard.on(now.faults());
            banner.setVisible(on > 0);
            banner.setManaged(on > 0);
            verdict.setText(on == 1 ? "1 fault is on" : on + " faults are on");
            sentence.setText(on == 0 ? "" : sentence(now.faults()));
        });
        banner.setVisible(false);
        banner.setManaged(false);
        return banner;
    }

    private static String sentence(FaultSwitches faults) {
        if (faults.unavailable()) {
            return "Every request is answered 503. Expected: polling fails and resumes when it is off.";
        }
        if (faults.dropReplies()) {
            return "Answers never come. Expected: calls and polls run into their time-outs.";
        }
        if (!faults.certificateAge().isZero()) {
            boolean tooOld = faults.certificateAge().compareTo(ALLOWED_AGE) > 0;
            return "Certificates are " + DurationText.of(faults.certificateAge()) + " old. Expected: clients "
                    + (tooOld ? "refuse what they prove." : "still take them; they allow about 5 min.");
        }
        if (faults.stopCertifying()) {
            return "Nothing is certified any more. Expected: calls do not end.";
        }
        return "Updates are answered 503. Expected: messages to the canister are not taken.";
    }

    private Node problem() {
        Label words = Nodes.label("", "t-small");
        words.setWrapText(true);
        words.setId("replica-problem");
        FontIcon icon = new FontIcon("fth-x-circle");
        icon.getStyleClass().add("fg-fail");
        HBox banner = new HBox(10, icon, words);
        banner.getStyleClass().addAll("banner", "fail");
        words.textProperty().bind(model.problemProperty());
        banner.visibleProperty().bind(model.problemProperty().isNotEmpty());
        banner.managedProperty().bind(banner.visibleProperty());
        return banner;
    }

    @Override
    public DataTable<?> table() {
        return canisters.rows();
    }
}
