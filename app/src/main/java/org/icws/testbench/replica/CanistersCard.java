package org.icws.testbench.replica;

import java.util.ArrayList;
import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.Availability;
import org.icws.testbench.control.DataTable;
import org.icws.testbench.control.EmptyState;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.replica.CanisterViewModel.Mode;
import org.icws.testbench.store.Format;
import org.kordamp.ikonli.javafx.FontIcon;

/** The canisters of the embedded network and what can be done to the chosen one. */
final class CanistersCard extends StackPane {

    private static final double MEMORY_SCALE = 32 << 20;
    private static final double TABLE_HEIGHT = 212;
    private static final double MIN_HEIGHT = 130;
    private static final double ROW = 34;
    private static final int FEW = 3;
    private static final String NONE = "Choose a canister first.";

    private final ReplicaViewModel model;
    private final ReplicaDialogs dialogs;
    private final DataTable<CanisterRow> table;
    private final Button manage = Nodes.button("fth-settings", "Manage…");
    private final Button topUp = Nodes.button("fth-battery-charging", "Top up");
    private final Button upgrade = Nodes.button("fth-upload", "Upgrade…");
    private final Button stop = Nodes.button("fth-square", "Stop…");
    private final Button remove = Nodes.button("fth-trash-2", "Delete…", "danger");
    private final Button install = Nodes.button("fth-plus", "Install…");

    CanistersCard(ReplicaViewModel model, ReplicaDialogs dialogs) {
        this.model = model;
        this.dialogs = dialogs;
        table = table();
        buttons();
        Nodes.clipRound(table, 9);
        VBox card = Nodes.card(
                table,
                Nodes.label("Canisters", "t-heading"),
                Nodes.spacer(),
                remove,
                manage,
                topUp,
                upgrade,
                stop,
                install);
        card.getStyleClass().add("flush");
        getChildren().add(card);
        setMinHeight(MIN_HEIGHT);
        model.rows().addListener((ListChangeListener<CanisterRow>) c -> {
            reselect();
            fit();
        });
        fit();
        model.selectedProperty().addListener((o, old, now) -> {
            boolean elsewhere = reselect();
            arrange();
            if (elsewhere && old != null && now != null && !old.id().equals(now.id())) {
                // Before it, a row of just now is unknown and the height of before holds: another row would be shown.
                (getScene() == null ? table : getScene().getRoot()).layout();
                table.scrollTo(now); // one that was installed just now stands last
            }
        });
        arrange();
    }

    DataTable<CanisterRow> rows() {
        return table;
    }

    private DataTable<CanisterRow> table() {
        // No width of 80: that is the toolkit's own, and it makes such a column as narrow as its words.
        DataTable<CanisterRow> made = new DataTable<CanisterRow>(model.rows(), false, r -> "")
                .state("Status", 78, CanisterRow::state)
                .text("Canister", 118, CanisterRow::name, "strong")
                .text("Id", 202, r -> r.id().toString(), "mono", "dim")
                .text("Module hash", 112, CanisterRow::hash, "mono")
                .about("State", "SHA-256 of its code")
                .grows()
                .text("Memory", 66, CanisterRow::memory, "num")
                .bar("of 32 MB", 84, new String[] {"service"}, r ->
                        new double[] {MEMORY_SCALE, r.info().memoryBytes()})
                .about("State", "Its memory on a scale of 32 MB, the same for all")
                .text("Cycles", 82, CanisterRow::cycles, "num")
                .about("State", "What is left to pay its work with, in trillions")
                .text("Updates", 60, r -> Format.count(r.info().updates()), "num")
                .about("Work", "Update calls it has carried out since the network started")
                .text("Queries", 62, r -> Format.count(r.info().queries()), "num")
                .about("Work", "Queries it has answered since the network started; each poll is one")
                .text("Queue head", 78, CanisterRow::headWords, "num")
                .about("Work", "Number of its newest message that the gateway has polled")
                .text("Waiting", 58, r -> Format.count(r.info().queuedMessages()), "num")
                .about("Work", "Calls that wait to be carried out")
                .text("Code", 84, CanisterRow::code, "quiet-cell")
                .about("State", "Compiled once it has run often enough; interpreted before");
        made.setId("replica-canisters");
        made.setMinHeight(0);
        made.setPlaceholder(new EmptyState("fth-box", "No canister yet", "Install one from a file."));
        made.getSelectionModel().selectedItemProperty().addListener((o, old, now) -> model.select(now));
        made.setRowMenu((row, column) -> menu(row));
        made.setOnMouseClicked(e -> {
            CanisterRow row = made.getSelectionModel().getSelectedItem();
            if (e.getButton() == MouseButton.PRIMARY && e.getClickCount() == 2 && row != null) {
                dialogs.manage(row, CanisterPane.Part.SETTINGS);
            }
        });
        return made;
    }

    private void buttons() {
        manage.setId("replica-manage");
        manage.setTooltip(new Tooltip("Settings, snapshots, history, reinstall, uninstall, delete"));
        manage.setOnAction(e -> dialogs.manage(chosen(), CanisterPane.Part.SETTINGS));
        topUp.setId("replica-top-up");
        topUp.setTooltip(new Tooltip("Gives it a trillion cycles"));
        topUp.setOnAction(e -> model.canister().topUp(chosen()));
        upgrade.setId("replica-upgrade");
        upgrade.setOnAction(e -> dialogs.install(chosen(), chosen().isEmpty() ? Mode.INSTALL : Mode.UPGRADE));
        stop.setId("replica-stop");
        stop.setOnAction(e -> dialogs.stopOrStart(chosen()));
        remove.setId("replica-delete");
        remove.setOnAction(e -> dialogs.confirmDelete(chosen()));
        install.setId("replica-install");
        install.setTooltip(new Tooltip("A new canister with a module from a file"));
        install.setOnAction(e -> dialogs.install(null, Mode.INSTALL));
    }

    private CanisterRow chosen() {
        return model.selectedProperty().get();
    }

    private List<MenuItem> menu(CanisterRow row) {
        List<MenuItem> items = new ArrayList<>();
        items.add(Nodes.menuItem("Settings…", () -> dialogs.manage(row, CanisterPane.Part.SETTINGS)));
        items.add(Nodes.menuItem("Snapshots…", () -> dialogs.manage(row, CanisterPane.Part.SNAPSHOTS)));
        items.add(Nodes.menuItem("History…", () -> dialogs.manage(row, CanisterPane.Part.HISTORY)));
        items.add(new SeparatorMenuItem());
        items.add(Nodes.menuItem(
                "Top up by a trillion cycles", () -> model.canister().topUp(row)));
        items.add(Nodes.menuItem(row.isRunning() ? "Stop…" : "Start", () -> dialogs.stopOrStart(row)));
        if (row.isEmpty()) {
            items.add(Nodes.menuItem("Install code…", () -> dialogs.install(row, Mode.INSTALL)));
        } else {
            items.add(Nodes.menuItem("Take a snapshot", () -> model.canister().takeSnapshot(row)));
            items.add(Nodes.menuItem("Upgrade…", () -> dialogs.install(row, Mode.UPGRADE)));
            items.add(Nodes.menuItem("Reinstall…", () -> dialogs.install(row, Mode.REINSTALL)));
            items.add(Nodes.menuItem("Uninstall…", () -> dialogs.confirmUninstall(row)));
        }
        if (!row.isRunning()) {
            items.add(new SeparatorMenuItem());
            items.add(Nodes.menuItem("Delete…", () -> dialogs.confirmDelete(row)));
        }
        return items;
    }

    private void arrange() {
        CanisterRow row = chosen();
        String none = row == null ? NONE : null;
        for (Button each : List.of(manage, topUp, upgrade, stop)) {
            Availability.set(each, none);
        }
        upgrade.setText(row != null && row.isEmpty() ? "Install code…" : "Upgrade…");
        boolean running = row == null || row.isRunning();
        stop.setText(running ? "Stop…" : "Start");
        ((FontIcon) stop.getGraphic()).setIconLiteral(running ? "fth-square" : "fth-play");
        remove.setVisible(!running);
        remove.setManaged(!running);
    }

    /** As high as its rows, within what the page can spare. */
    private void fit() {
        setPrefHeight(model.rows().size() > FEW ? TABLE_HEIGHT : TABLE_HEIGHT - ROW);
    }

    /** Returns whether the choice was made elsewhere than in the table. */
    private boolean reselect() {
        CanisterRow chosen = chosen();
        if (chosen == null || chosen.equals(table.getSelectionModel().getSelectedItem())) {
            return false;
        }
        table.getSelectionModel().select(model.rows().indexOf(chosen));
        return true;
    }
}
