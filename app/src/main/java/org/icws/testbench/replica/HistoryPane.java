package org.icws.testbench.replica;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.icws.replica.CanisterDetails;
import org.icws.replica.HistoryEntry;
import org.icws.testbench.control.DataTable;
import org.icws.testbench.control.EmptyState;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.store.Format;

/** What was done to a canister and by whom, newest first. */
final class HistoryPane extends VBox {

    private static final long SECOND = 1_000_000_000L;

    private final ObservableList<HistoryEntry> rows = FXCollections.observableArrayList();
    private final Label count = Nodes.label("", "t-caption");

    HistoryPane() {
        super(8);
        DataTable<HistoryEntry> table = new DataTable<HistoryEntry>(rows, false, r -> "")
                .text("Time", 90, e -> Format.shortClock(e.time().getEpochSecond() * SECOND), "mono")
                .text("What", 150, e -> words(e.kind()), "strong")
                .text("Details", 160, HistoryEntry::details, "mono", "dim")
                .grows()
                .text("By", 150, e -> e.by().toString(), "mono", "dim")
                .text("Version", 70, e -> Format.count(e.version()), "num");
        table.setId("canister-history");
        table.setPlaceholder(
                new EmptyState("fth-clock", "Nothing yet", "Each change of code or controllers stands here."));
        table.setMinHeight(0);
        VBox.setVgrow(table, Priority.ALWAYS);
        getChildren().addAll(table, count);
    }

    private static String words(String kind) {
        return switch (kind) {
            case "creation" -> "Created";
            case "code_deployment" -> "Code deployed";
            case "code_uninstall" -> "Code removed";
            case "load_snapshot" -> "Snapshot loaded";
            case "controllers_change" -> "Controllers changed";
            default -> kind;
        };
    }

    void show(CanisterDetails details) {
        List<HistoryEntry> newest = new ArrayList<>(details.history());
        Collections.reverse(newest);
        if (!rows.equals(newest)) {
            rows.setAll(newest);
        }
        count.setText(
                details.changes() > newest.size()
                        ? "The newest " + newest.size() + " of " + Format.count(details.changes()) + " changes"
                        : Format.count(newest.size(), "change") + " so far; aaaaa-aa stands for this window");
    }
}
