package org.icws.testbench.messages;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import org.icws.testbench.control.ColumnChooser;
import org.icws.testbench.control.Nodes;

/** What a right click on a row offers: the value under the mouse as a filter, and what can be done with the row. */
final class RowMenu {

    private final MessagesViewModel model;
    private final ColumnChooser<MessageRow> columns;
    private final MessageDeeds deeds;

    private final Runnable comment;

    /** @param comment lets a comment be written on the chosen row */
    RowMenu(MessagesViewModel model, ColumnChooser<MessageRow> columns, MessageDeeds deeds, Runnable comment) {
        this.model = model;
        this.columns = columns;
        this.deeds = deeds;
        this.comment = comment;
    }

    /** The term that means the value of a cell; empty if there is none. */
    static String term(MessageRow row, String column) {
        return switch (column) {
            case "#" -> "~n " + row.number();
            case "Time" -> at(row);
            case "Direction" -> "~dir " + row.directionWord();
            case "Canister" -> "~canister " + MessageFilter.quote(row.canister());
            case "Client" -> "~client " + MessageFilter.quote(row.client());
            case "Principal" -> "~client " + MessageFilter.quote(row.clientText());
            case "Seq" -> row.sequenceNumber() < 0 ? "" : "~seq " + row.sequenceNumber();
            case "Kind" -> "~kind " + MessageFilter.quote(row.kind());
            case "Bytes" -> "~size " + row.byteCount();
            case "Session" -> "~session " + row.session();
            case "Verdict" -> verdict(row);
            case "Preview" -> row.bareText().isEmpty() ? "" : "~b " + MessageFilter.quote(row.bareText());
            case "Poll ms" -> row.pollNanos() < 0 ? "" : "~poll " + millisAround(row.pollNanos());
            case "Note" ->
                row.note().comment().isEmpty()
                        ? ""
                        : "~note " + MessageFilter.quote(row.note().comment());
            default -> "";
        };
    }

    private static String verdict(MessageRow row) {
        if (row.verdict() == null) {
            return "~verdict refused";
        }
        return switch (row.verdict()) {
            case FAILED -> "~verdict failed";
            case NOT_CHECKED -> "~verdict unchecked";
            case VERIFIED -> row.finding().suspicious() ? "~gap" : "~verdict verified";
        };
    }

    private static String at(MessageRow row) {
        String second = row.time().substring(0, 8);
        return "~at " + second + ".." + second + ".999";
    }

    private static String millisAround(long nanos) {
        long ms = nanos / 1_000_000;
        return ms + ".." + (ms + 1);
    }

    List<MenuItem> items(MessageRow row, String column) {
        List<MenuItem> items = new ArrayList<>();
        addFilters(items, row, column);
        addNotes(items, row);
        items.add(new SeparatorMenuItem());
        addWays(items, row);
        items.add(new SeparatorMenuItem());
        addColumns(items);
        return items;
    }

    private void addFilters(List<MenuItem> items, MessageRow row, String column) {
        String term = term(row, column);
        if (!term.isEmpty()) {
            items.add(Nodes.menuItem("Filter in:  " + term, () -> model.filter().add(term)));
            items.add(
                    Nodes.menuItem("Filter out:  !" + term, () -> model.filter().add("!" + term)));
            items.add(Nodes.menuItem("Copy as filter", () -> Nodes.copy(term)));
            items.add(new SeparatorMenuItem());
        }
        if (column.isEmpty()) {
            items.add(ofAll(row, "Filter in", each -> model.filter().add(each)));
            items.add(ofAll(row, "Filter out", each -> model.filter().add("!" + each)));
            items.add(ofAll(row, "Copy as filter", Nodes::copy));
        }
    }

    /** Whoever opens the menu by keyboard has pointed at no column. */
    private static Menu ofAll(MessageRow row, String words, Consumer<String> deed) {
        Menu terms = new Menu(words);
        for (String column : List.of("Client", "Canister", "Kind", "Direction", "Seq", "Verdict", "Session")) {
            String each = term(row, column);
            if (!each.isEmpty()) {
                terms.getItems().add(Nodes.menuItem(each, () -> deed.accept(each)));
            }
        }
        return terms;
    }

    private void addNotes(List<MenuItem> items, MessageRow row) {
        items.add(
                Nodes.menuItem(row.note().pinned() ? "Unpin" : "Pin (survives clearing)", () -> model.togglePin(row)));
        items.add(Nodes.menuItem(row.note().marked() ? "Take the mark away" : "Mark", () -> model.toggleMark(row)));
        items.add(Nodes.menuItem("Comment", () -> {
            model.selectedProperty().set(row);
            comment.run();
        }));
        boolean isReference = model.referenceProperty().get() == row;
        items.add(Nodes.menuItem(
                isReference ? "Time from the first message again" : "Set as time reference",
                () -> model.referenceProperty().set(isReference ? null : row)));
    }

    private void addWays(List<MenuItem> items, MessageRow row) {
        items.add(Nodes.menuItem("Message before it in its sequence", () -> neighbour(row, -1)));
        items.add(Nodes.menuItem("Message after it in its sequence", () -> neighbour(row, 1)));
        items.add(Nodes.menuItem("Show its proof", () -> deeds.proof(row)));
        MenuItem again = Nodes.menuItem("Send again…", () -> deeds.sendAgain(row));
        String why = deeds.whyNotAgain(row);
        again.setDisable(why != null);
        if (why != null) {
            again.setText("Send again… (" + why + ")");
        }
        items.add(again);
        items.add(Nodes.menuItem("Export this content…", () -> deeds.exportContent(row)));
    }

    private void addColumns(List<MenuItem> items) {
        for (String name : List.of("Session", "Poll ms", "Took ms", "Principal", "Δ chosen", "Acked", "Note")) {
            if (!columns.shows(name)) {
                items.add(Nodes.menuItem("Add column " + name, () -> columns.show(name, true)));
            }
        }
    }

    private void neighbour(MessageRow row, int step) {
        model.neighbour(row, step).ifPresent(found -> model.select(found.id()));
    }
}
