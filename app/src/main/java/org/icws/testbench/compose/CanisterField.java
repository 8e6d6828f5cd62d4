package org.icws.testbench.compose;

import java.util.ArrayList;
import java.util.List;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.SearchPicker;

/** Which canister to connect to: one that the network is known to have, found by typing, or any other by its id. */
final class CanisterField extends VBox {

    private static final String OTHER = "Another canister, by its id…";

    private final ConnectViewModel model;
    private final ObservableList<String> choices = FXCollections.observableArrayList();
    private final SearchPicker<String> known;
    private final TextField id = new TextField();
    private boolean following;

    CanisterField(ConnectViewModel model) {
        super(6);
        this.model = model;
        this.known = new SearchPicker<>(choices, "Canister", name -> isOther(name) ? name : name + " " + note(name));
        known.setId("connect-canister");
        known.setCellFactory(v -> new CanisterCell());
        known.setButtonCell(new CanisterCell());
        known.setTooltip(new Tooltip("Type a part of its name or id to find it"));
        known.takeUnknown("None of them. Enter takes it as a canister's id.", this::takeId);
        id.setId("connect-canister-id");
        id.getStyleClass().add("mono-field");
        id.setPromptText("bkyz2-fmaaa-aaaaa-qaaaq-cai");
        id.setAccessibleText("Id of the canister");
        id.visibleProperty().bind(known.chosenProperty().isEqualTo(OTHER));
        id.managedProperty().bind(id.visibleProperty());
        getChildren().addAll(known, id);
        model.canisters().addListener((ListChangeListener<String>) c -> fill());
        model.canisterProperty().addListener(o -> follow());
        known.chosenProperty().addListener((o, old, now) -> choose(now));
        id.textProperty().addListener((o, old, now) -> type(now));
        fill();
    }

    private void fill() {
        List<String> all = new ArrayList<>(model.canisters());
        all.add(OTHER);
        choices.setAll(all);
        follow();
    }

    /** Shows what the model has. */
    private void follow() {
        if (following) {
            return;
        }
        following = true;
        String now = model.canisterProperty().get();
        boolean listed = model.canisters().contains(now);
        known.chosenProperty().set(listed ? now : OTHER);
        id.setText(listed ? "" : now);
        following = false;
    }

    private void choose(String name) {
        if (following || name == null) {
            return;
        }
        following = true;
        model.canisterProperty().set(isOther(name) ? id.getText() : name);
        following = false;
        if (isOther(name)) {
            id.requestFocus();
        }
    }

    /** What was typed into the search and is no name here. */
    private void takeId(String typed) {
        known.chosenProperty().set(OTHER);
        id.setText(typed);
        id.requestFocus();
        id.end();
    }

    private void type(String text) {
        if (!following && isOther(known.chosenProperty().get())) {
            following = true;
            model.canisterProperty().set(text);
            following = false;
        }
    }

    private String note(String name) {
        return isOther(name) ? "" : model.noteOf(name);
    }

    private static boolean isOther(String name) {
        return OTHER.equals(name);
    }

    private final class CanisterCell extends ListCell<String> {

        private final Label name = Nodes.label("", "t-small");
        private final Label note = Nodes.label("", "t-mono-sm", "muted");
        private final HBox row = Nodes.row(8, name, Nodes.spacer(), note);

        CanisterCell() {
            setPrefWidth(0);
            name.setMinWidth(USE_PREF_SIZE);
        }

        @Override
        protected void updateItem(String item, boolean empty) {
            super.updateItem(item, empty);
            setText(null);
            if (empty || item == null) {
                setGraphic(null);
                return;
            }
            name.setText(item);
            note.setText(note(item));
            setGraphic(row);
        }
    }
}
