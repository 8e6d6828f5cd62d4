package org.icws.testbench.replica;

import java.net.URI;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.icws.replica.FaultSwitches;
import org.icws.testbench.control.Availability;
import org.icws.testbench.control.ConfirmCard;
import org.icws.testbench.control.DataTable;
import org.icws.testbench.control.EmptyState;
import org.icws.testbench.control.FactGrid;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.Overlay;
import org.icws.testbench.control.Remembered;
import org.icws.testbench.store.Format;
import org.kordamp.ikonli.javafx.FontIcon;

/** The network behind the gateway: its canisters, its rounds, delays and faults; or an outside one. */
public final class ReplicaView extends StackPane implements Remembered {

    private static final double DIALOG_WIDTH = 560;
    private static final double MEMORY_SCALE = 32 << 20;
    private static final double TABLE_HEIGHT = 212;

    private final ReplicaViewModel model;
    private final BooleanSupplier kept;
    private DataTable<CanisterRow> table;
    private final Consumer<URI> useNetwork;
    private final Overlay overlay = new Overlay();
    private final FactGrid facts = new FactGrid(96);
    private final Label origin = Nodes.label("", "t-small");
    private final Label where = Nodes.label("", "t-small", "muted");
    private final StackPane body = new StackPane();
    private final Button embedded = Nodes.button("fth-home", "Use the embedded replica");
    private final VBox steering;
    private final Node outside;

    /**
     * @param network which network there is
     * @param kept whether the embedded network goes on from its directory when it is started again
     * @param useNetwork starts everything anew against an outside network, null for the embedded one
     */
    public ReplicaView(
            ReplicaViewModel model,
            ObservableValue<NetworkFacts> network,
            BooleanSupplier kept,
            Consumer<URI> useNetwork) {
        this.model = model;
        this.kept = kept;
        this.useNetwork = useNetwork;
        SteeringCards cards = new SteeringCards(model);
        StateCard state = new StateCard(model, this::checkpoint, this::confirmCrash, () -> confirmAnew(useNetwork));
        state.setPrefWidth(SteeringCards.WIDTH);
        HBox.setHgrow(state, Priority.ALWAYS);
        cards.getChildren().add(state);
        LogCard log = new LogCard(model);
        log.setPrefHeight(128);
        log.setMinHeight(84);
        VBox.setVgrow(cards, Priority.ALWAYS);
        VBox canisters = canisters();
        canisters.setMinHeight(130);
        canisters.setPrefHeight(TABLE_HEIGHT);
        steering = new VBox(14, banner(), problem(), canisters, cards, log);
        steering.setMinHeight(0);
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

    private void checkpoint(boolean save) {
        overlay.show(new CheckpointPane(model, save, overlay::hide), DIALOG_WIDTH, USE_PREF_SIZE);
    }

    private void confirmAnew(Consumer<URI> start) {
        boolean goesOn = kept.getAsBoolean();
        confirm(new ConfirmCard(
                goesOn ? "Start the network again?" : "Start with an empty network?",
                goesOn
                        ? "It is kept over restarts and goes on with its canisters. All connections end. For an empty network"
                                + " turn \"Kept over restarts\" off in Settings and open the window again."
                        : "The canisters of this one and what they hold are lost, unless you save the network first. All"
                                + " connections end.",
                goesOn ? "Start it again" : "Start an empty network",
                "Keep this network",
                () -> start.accept(null),
                overlay::hide));
    }

    private void confirmCrash() {
        confirm(new ConfirmCard(
                "Let the replica crash?",
                kept.getAsBoolean()
                        ? "It starts again on its port and goes on from its directory. Calls that wait are not answered."
                        : "It starts again on its port, but it is kept in memory only: canisters and what they hold are lost."
                                + " Calls that wait are not answered.",
                "Let it crash",
                "Leave it running",
                model::crash,
                overlay::hide));
    }

    private void confirm(ConfirmCard card) {
        overlay.show(card, DIALOG_WIDTH, USE_PREF_SIZE);
        card.open();
    }

    /** Asks for the address of an outside network. */
    public void askForNetwork() {
        overlay.show(new NetworkPane(useNetwork, overlay::hide), DIALOG_WIDTH, USE_PREF_SIZE);
    }

    /** Asks for a module to install. */
    public void askForModule() {
        install(null);
    }

    /** Asks for a folder to save the network to, or to take it from. */
    public void askForFolder(boolean save) {
        checkpoint(save);
    }

    private void showNetwork(NetworkFacts now) {
        boolean ours = model.isEmbedded();
        String key = now.rootKeyHex().isEmpty() ? "" : ", root key " + tail(now.rootKeyHex());
        String chip = now.chip().isEmpty() ? "" : " · " + now.chip();
        where.setText(now.name() + (now.url().isEmpty() ? "" : ", " + now.url()) + key + chip);
        embedded.setVisible(!ours);
        embedded.setManaged(!ours);
        body.getChildren().setAll(ours ? steering : outside);
        origin.setText(
                now.origin().isEmpty()
                        ? "Nothing runs. Start the embedded replica, or name another network."
                        : now.origin());
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
        EmptyState words = new EmptyState(
                "fth-globe",
                "An outside network",
                "Its canisters belong to others: they are not listed, installed, stopped or slowed from here.");
        VBox content = new VBox(16, well, words);
        content.getStyleClass().add("card-body");
        VBox.setVgrow(words, Priority.ALWAYS);
        return Nodes.card(content, Nodes.label("Network", "t-heading"));
    }

    private Node banner() {
        FontIcon icon = new FontIcon("fth-zap");
        icon.getStyleClass().add("fg-warn");
        Label verdict = Nodes.label("", "strong", "fg-warn");
        verdict.setMinWidth(USE_PREF_SIZE);
        Label sentence = Nodes.label("", "t-body");
        Button off = Nodes.button(null, "Turn all off");
        off.setOnAction(e -> model.setFaults(f -> FaultSwitches.NONE));
        HBox banner = new HBox(10, icon, verdict, sentence, Nodes.spacer(), off);
        banner.getStyleClass().addAll("banner", "warn");
        banner.setMinHeight(42);
        model.statusProperty().addListener((o, old, now) -> {
            int on = now == null ? 0 : SteeringCards.on(now.faults());
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
            return "Certificates are 6 min old. Expected: clients refuse what they prove.";
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
        return table;
    }

    private VBox canisters() {
        table = new DataTable<CanisterRow>(model.rows(), false, r -> "")
                .state("Status", 96, CanisterRow::state)
                .text("Canister", 124, CanisterRow::name, "strong")
                .text("Id", 220, r -> r.id().toString(), "mono", "dim")
                .grows()
                .text("Module hash", 116, CanisterRow::hash, "mono")
                .bar("Memory of 32 MB", 108, new String[] {"service"}, r ->
                        new double[] {MEMORY_SCALE, r.info().memoryBytes()})
                .text("Memory", 78, CanisterRow::memory, "num")
                .text("Cycles", 88, CanisterRow::cycles, "num")
                .about("State", "What is left to pay its work with, in trillions")
                .text("Updates", 74, r -> Format.count(r.info().updates()), "num")
                .about("Work", "Update calls it has carried out since the network started")
                .text("Queries", 74, r -> Format.count(r.info().queries()), "num")
                .about("Work", "Queries it has answered since the network started; each poll is one")
                .text("Queue head", 88, CanisterRow::headWords, "num")
                .about("Work", "Number of its newest message that the gateway has polled")
                .text("Waiting", 70, r -> Format.count(r.info().queuedMessages()), "num")
                .about("Work", "Calls that wait to be carried out")
                .text("Code", 92, CanisterRow::code, "quiet-cell")
                .about("State", "Compiled once it has run often enough; interpreted before");
        table.setId("replica-canisters");
        table.setPlaceholder(new EmptyState("fth-box", "No canister yet", "Install one from a file."));
        table.getSelectionModel().selectedItemProperty().addListener((o, old, now) -> model.select(now));
        model.rows().addListener((ListChangeListener<CanisterRow>) c -> reselect(table));
        model.selectedProperty().addListener(o -> reselect(table));
        Nodes.clipRound(table, 9);
        Button upgrade = Nodes.button("fth-upload", "Upgrade…");
        upgrade.setId("replica-upgrade");
        upgrade.setOnAction(e -> install(model.selectedProperty().get()));
        Button stop = Nodes.button("fth-square", "Stop");
        stop.setId("replica-stop");
        stop.setOnAction(e -> {
            if (model.selectedProperty().get().isRunning()) {
                model.stop();
            } else {
                model.start();
            }
        });
        Button remove = Nodes.button("fth-trash-2", "Remove", "danger");
        remove.setOnAction(e -> model.delete());
        Button topUp = Nodes.button("fth-battery-charging", "Top up");
        topUp.setId("replica-top-up");
        topUp.setTooltip(new Tooltip("Gives it a trillion cycles"));
        topUp.setOnAction(e -> model.topUp());
        Button install = Nodes.button("fth-plus", "Install…");
        install.setId("replica-install");
        install.setOnAction(e -> install(null));
        Runnable show = () -> {
            CanisterRow row = model.selectedProperty().get();
            Availability.set(
                    upgrade,
                    row == null
                            ? "Choose a canister first."
                            : row.isEmpty() ? "It has no module to upgrade; install one." : null);
            Availability.set(topUp, row == null ? "Choose a canister first." : null);
            Availability.set(stop, row == null ? "Choose a canister first." : null);
            boolean running = row == null || row.isRunning();
            stop.setText(running ? "Stop" : "Start");
            ((FontIcon) stop.getGraphic()).setIconLiteral(running ? "fth-square" : "fth-play");
            remove.setVisible(!running);
            remove.setManaged(!running);
        };
        model.selectedProperty().addListener(o -> show.run());
        show.run();
        VBox card = Nodes.card(
                table, Nodes.label("Canisters", "t-heading"), Nodes.spacer(), remove, topUp, upgrade, stop, install);
        card.getStyleClass().add("flush");
        return card;
    }

    private void reselect(DataTable<CanisterRow> table) {
        CanisterRow chosen = model.selectedProperty().get();
        if (chosen != null && !chosen.equals(table.getSelectionModel().getSelectedItem())) {
            table.getSelectionModel().select(model.rows().indexOf(chosen));
        }
    }

    private void install(CanisterRow target) {
        overlay.show(new InstallPane(model, target, overlay::hide), DIALOG_WIDTH, USE_PREF_SIZE);
    }
}
