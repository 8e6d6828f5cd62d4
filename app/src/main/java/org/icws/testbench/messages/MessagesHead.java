package org.icws.testbench.messages;

import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.icws.testbench.control.Availability;
import org.icws.testbench.control.ColumnChooser;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.Switch;
import org.icws.testbench.store.Format;
import org.kordamp.ikonli.javafx.FontIcon;

/** What stands over the table of messages: the filter, and what is done with all of them. */
final class MessagesHead {

    private final MessagesViewModel model;
    private final MessageDeeds deeds;
    private final FilterField filter;
    private final ColumnChooser<MessageRow> columns;
    private final Button choose = Nodes.iconButton("fth-columns", "Choose columns");

    MessagesHead(MessagesViewModel model, MessageDeeds deeds, FilterField filter, ColumnChooser<MessageRow> columns) {
        this.model = model;
        this.deeds = deeds;
        this.filter = filter;
        this.columns = columns;
    }

    /** The head over the table. */
    Node make() {
        HBox.setHgrow(filter, Priority.ALWAYS);
        Label follow = Nodes.label("Follow", "t-small", "muted");
        follow.setMinWidth(Region.USE_PREF_SIZE);
        Switch followSwitch = new Switch("Follow the newest message");
        followSwitch.onProperty().bindBidirectional(model.followingProperty());
        Button clear = Nodes.iconButton("fth-trash-2", "Clear the messages (Ctrl+Shift+Delete)");
        clear.setOnAction(e -> deeds.clear());
        Availability.set(clear, deeds.whyNotClear());
        Button export = exportButton();
        choose.setOnAction(e -> columns.menu().show(choose, Side.BOTTOM, 0, 4));
        return Nodes.pageHead(
                "Messages",
                filter,
                serviceChip(),
                timeButton(),
                pauseButton(),
                follow,
                followSwitch,
                export,
                clear,
                choose);
    }

    /** Opens the list of columns. */
    void chooseColumns() {
        Nodes.layOut(choose); // its page may have been opened just now
        choose.requestFocus();
        choose.fire();
    }

    private Button exportButton() {
        Button export = Nodes.iconButton("fth-download", "Save or export…");
        export.setId("messages-export");
        export.setOnAction(e -> {
            ContextMenu ways = new ContextMenu();
            deeds.exports().forEach(way -> ways.getItems().add(Nodes.menuItem(way.words(), way.deed())));
            ways.show(export, Side.BOTTOM, 0, 4);
        });
        Availability.set(
                export,
                deeds.exports().isEmpty() ? "This is a recorded session: its file has all of it already." : null);
        return export;
    }

    private Button timeButton() {
        Button button = Nodes.button("fth-clock", "");
        button.setId("messages-time");
        Runnable show = () -> button.setText(model.timeModeProperty().get().words());
        model.timeModeProperty().addListener(o -> show.run());
        show.run();
        button.setTooltip(new Tooltip("How the time column shows time. Ctrl+T on a row makes it time zero."));
        button.setOnAction(
                e -> model.timeModeProperty().set(model.timeModeProperty().get().next()));
        return button;
    }

    private ToggleButton serviceChip() {
        ToggleButton chip = new ToggleButton();
        FontIcon eye = new FontIcon("fth-eye");
        chip.setGraphic(eye);
        chip.setId("messages-service");
        chip.getStyleClass().add("toggle-chip");
        chip.setMinWidth(Region.USE_PREF_SIZE);
        chip.selectedProperty().bindBidirectional(model.serviceHiddenProperty());
        chip.setTooltip(new Tooltip(
                "Open, acknowledgement, keep-alive and close messages. Those that need eyes are always shown."));
        Runnable show = () -> {
            boolean hidden = model.serviceHiddenProperty().get();
            eye.setIconLiteral(hidden ? "fth-eye-off" : "fth-eye");
            chip.setText((hidden ? "service hidden  " : "service shown  ")
                    + Format.count(model.serviceCountProperty().get()));
        };
        model.serviceHiddenProperty().addListener(o -> show.run());
        model.serviceCountProperty().addListener(o -> show.run());
        show.run();
        return chip;
    }

    private Button pauseButton() {
        Button button = Nodes.button("fth-pause", "Pause");
        button.setId("messages-pause");
        button.setOnAction(
                e -> model.pausedProperty().set(!model.pausedProperty().get()));
        Runnable show = () -> {
            boolean paused = model.pausedProperty().get();
            ((FontIcon) button.getGraphic()).setIconLiteral(paused ? "fth-play" : "fth-pause");
            button.setText(paused ? "Resume · " + buffer(model) : "Pause");
        };
        model.pausedProperty().addListener(o -> show.run());
        model.waitingCountProperty().addListener(o -> show.run());
        Availability.set(
                button, deeds.whyNotClear() == null ? null : "This is a recorded session: nothing more comes into it.");
        return button;
    }

    /** How much waits for the end of the pause. */
    static String buffer(MessagesViewModel model) {
        long waiting = model.waitingCountProperty().get();
        return Format.count(waiting) + " new · buffer " + 100 * waiting / Math.max(1, model.capacity()) + " %";
    }
}
