package org.icws.testbench.messages;

import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.layout.StackPane;
import org.icws.testbench.control.FilterBox;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.store.Format;

/** The filter of the messages: what it lets through, how far contents are searched, and saved ones. */
final class FilterField extends StackPane {

    private final MessagesViewModel model;
    private final RowFilter filter;
    private final FilterBox box;

    FilterField(MessagesViewModel model) {
        this.model = model;
        this.filter = model.filter();
        box = new FilterBox(
                filter,
                "messages-filter",
                "Filter: words, or ~dir up & ~kind app & !~seq 7",
                "Filter of the messages",
                searching(),
                count(),
                total(),
                star());
        getChildren().add(box);
    }

    /** Typing goes here from now on. */
    void take() {
        box.take();
    }

    private Label searching() {
        Label searching = FilterBox.figure(filter.searchingProperty(), "t-caption");
        searching.setId("messages-searching");
        searching.visibleProperty().bind(searching.textProperty().isNotEmpty());
        searching.managedProperty().bind(searching.visibleProperty());
        return searching;
    }

    private Label count() {
        Label count = FilterBox.figure(
                Bindings.createStringBinding(() -> Format.count(model.shown().size()), model.shown()),
                "t-mono",
                "strong-mono");
        count.setId("messages-count");
        return count;
    }

    private Label total() {
        return FilterBox.figure(
                Bindings.createStringBinding(
                        () -> "/ " + Format.count(model.rows().size()), model.rows()),
                "t-mono",
                "muted");
    }

    private Button star() {
        Button star = Nodes.iconButton("fth-star", "Saved filters");
        star.getStyleClass().add("inline");
        star.setOnAction(e -> {
            ContextMenu menu = new ContextMenu();
            String now = filter.appliedProperty().get();
            boolean known = filter.saved().contains(now);
            MenuItem keep = Nodes.menuItem(known ? "Forget “" + now + "”" : "Save “" + now + "”", filter::toggleSaved);
            keep.setDisable(now.isEmpty());
            if (now.isEmpty()) {
                keep.setText("Save the filter: there is none now");
            }
            menu.getItems().add(keep);
            if (!filter.saved().isEmpty()) {
                menu.getItems().add(new SeparatorMenuItem());
            }
            for (String each : filter.saved()) {
                menu.getItems()
                        .add(Nodes.menuItem(each, () -> filter.textProperty().set(each)));
            }
            FilterBox.openBelow(menu, star);
        });
        return star;
    }
}
