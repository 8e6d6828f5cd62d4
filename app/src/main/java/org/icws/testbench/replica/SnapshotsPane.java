package org.icws.testbench.replica;

import java.util.List;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.control.Button;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.icws.replica.CanisterDetails;
import org.icws.replica.SnapshotInfo;
import org.icws.testbench.control.Availability;
import org.icws.testbench.control.DataTable;
import org.icws.testbench.control.EmptyState;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.store.Format;

/** The snapshots of a canister: taken, put back, deleted. */
final class SnapshotsPane extends VBox {

    private static final int MOST = 10;
    private static final long SECOND = 1_000_000_000L;

    private final ObservableList<SnapshotInfo> rows = FXCollections.observableArrayList();
    private final DataTable<SnapshotInfo> table;
    private final CanisterViewModel model;
    private final Button take = Nodes.button("fth-camera", "Take a snapshot", "accent");
    private final Button load = Nodes.button("fth-rotate-ccw", "Load…");
    private final Button delete = Nodes.button("fth-trash-2", "Delete…");
    private final CanisterRow row;

    SnapshotsPane(CanisterViewModel model, CanisterRow row, ReplicaDialogs dialogs) {
        super(10);
        this.model = model;
        this.row = row;
        table = new DataTable<SnapshotInfo>(rows, false, r -> "")
                .text("Taken", 90, s -> Format.shortClock(s.takenAt().getEpochSecond() * SECOND), "mono")
                .text("Id", 200, SnapshotInfo::id, "mono", "dim")
                .grows()
                .text("Version", 80, s -> Format.count(s.version()), "num")
                .about("Snapshot", "The canister's version at that time")
                .text("Size", 90, s -> Format.bytes(s.bytes()), "num");
        table.setId("canister-snapshots");
        table.setPlaceholder(new EmptyState(
                "fth-camera", "No snapshot yet", "One keeps code and memory as they are now, to go back to."));
        table.setMinHeight(0);
        VBox.setVgrow(table, Priority.ALWAYS);
        take.setId("snapshot-take");
        take.setOnAction(e -> model.takeSnapshot(row));
        load.setId("snapshot-load");
        load.setOnAction(e -> dialogs.confirmLoad(row, chosen()));
        delete.setId("snapshot-delete");
        delete.setOnAction(e -> dialogs.confirmDeleteSnapshot(row, chosen()));
        getChildren().addAll(table, Nodes.row(8, load, delete, Nodes.spacer(), take));
        table.getSelectionModel().selectedItemProperty().addListener(o -> arrange());
        model.workingProperty().addListener(o -> arrange());
        arrange();
    }

    private SnapshotInfo chosen() {
        return table.getSelectionModel().getSelectedItem();
    }

    void show(CanisterDetails details) {
        List<SnapshotInfo> now = details.snapshots();
        if (!rows.equals(now)) {
            SnapshotInfo before = chosen();
            rows.setAll(now);
            table.getSelectionModel()
                    .select(now.contains(before) ? before : now.isEmpty() ? null : now.get(now.size() - 1));
        }
        arrange();
    }

    private void arrange() {
        String working = model.workingProperty().get();
        String busy = working.isEmpty() ? null : working;
        String none = chosen() == null ? "Choose a snapshot first." : busy;
        Availability.set(load, none);
        Availability.set(delete, none);
        Availability.set(
                take,
                row.isEmpty()
                        ? "It has no code to take a snapshot of."
                        : rows.size() >= MOST ? "A canister keeps at most " + MOST + " snapshots: delete one." : busy);
    }
}
