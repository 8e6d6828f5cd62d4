package org.icws.testbench.control;

import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ListView;
import javafx.scene.control.Skin;
import javafx.scene.control.skin.ComboBoxListViewSkin;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.util.StringConverter;
import org.controlsfx.control.SearchableComboBox;
import org.controlsfx.control.textfield.CustomTextField;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * A choice among many, found by typing parts of its name: ControlsFX's searchable box with a choice that can be relied on.
 *
 * <p>That box empties its value while somebody types and sets it several times for one choice, forgets it when the list
 * changes, and lets Enter and Escape through to the page. Here {@link #chosenProperty()} changes once for each choice, is
 * null only if nothing can be chosen or was set so, survives changes of the list, and waits for the list to close.
 */
public final class SearchPicker<T> extends SearchableComboBox<T> {

    private static final int ROWS = 12;

    private final ObjectProperty<T> chosen = new SimpleObjectProperty<>(this, "chosen");
    private final ObservableList<T> choices;
    private CustomTextField search;
    private Consumer<String> unknown;
    private boolean settling;

    /**
     * @param choices what can be chosen; may change at any time, but an open list stays as it is
     * @param name what is chosen, for screen readers: "Client to send as"
     * @param words what of a choice is searched, and shown where no cell does it better
     */
    public SearchPicker(ObservableList<T> choices, String name, Function<T, String> words) {
        super(FXCollections.observableArrayList(choices));
        this.choices = choices;
        getStyleClass().add("search-picker");
        setAccessibleText(name);
        setMaxWidth(Double.MAX_VALUE);
        setVisibleRowCount(ROWS);
        setConverter(new StringConverter<>() {
            @Override
            public String toString(T choice) {
                return choice == null ? "" : words.apply(choice);
            }

            @Override
            public T fromString(String text) {
                return null;
            }
        });
        choices.addListener((ListChangeListener<T>) c -> settle());
        chosen.addListener(o -> settle());
        valueProperty().addListener((o, old, now) -> settle());
        showingProperty().addListener((o, old, now) -> {
            if (!now) {
                takeOver();
            }
        });
    }

    /** What is chosen; may be set. */
    public ObjectProperty<T> chosenProperty() {
        return chosen;
    }

    /**
     * Gives what was typed, when no choice has it, to somebody who can use it; without that it is dropped with Enter.
     *
     * @param hint stands where the choices would, for instance "Enter takes it as an id"
     */
    public void takeUnknown(String hint, Consumer<String> taker) {
        setPlaceholder(Nodes.label(hint, "t-small", "muted"));
        unknown = taker;
    }

    /** The list closed: what is marked now is the choice, unless the search left nothing marked. */
    private void takeOver() {
        T marked = getValue();
        if (!settling && marked != null && choices.contains(marked)) {
            chosen.set(marked);
        }
        settle();
    }

    /** Brings list and value in line with the choice, as soon as nobody looks through the list. */
    private void settle() {
        if (settling || isShowing()) {
            return;
        }
        settling = true;
        try {
            if (!getItems().equals(choices)) {
                // Another list, not a changed one: the box inside would look for its value in places that are gone.
                setItems(FXCollections.observableArrayList(choices));
            }
            if (chosen.get() != null && chosen.get().equals(getValue())) {
                setValue(null); // the box inside shows a value anew only if it is another one
            }
            setValue(chosen.get());
        } finally {
            settling = false;
        }
    }

    @Override
    protected Skin<?> createDefaultSkin() {
        Skin<?> skin = super.createDefaultSkin();
        getChildren().forEach(child -> {
            if (child instanceof CustomTextField field) {
                search = field;
                search.setPromptText("Type to search");
                search.setAccessibleText("Search: " + getAccessibleText());
                search.setLeft(new FontIcon("fth-search"));
                // As long as the search hides the choice, the box inside cannot show it in its cell.
                search.textProperty().addListener((o, old, now) -> {
                    if (now.isEmpty()) {
                        settle();
                    }
                });
            } else if (child instanceof ComboBox<?> box) {
                if (!box.placeholderProperty().isBound()) {
                    box.placeholderProperty().bind(placeholderProperty());
                }
                box.skinProperty().addListener((o, old, now) -> listKeys(now));
            }
        });
        return skin;
    }

    /** The list sees keys before the page does; those that close it must not do anything else there. */
    private void listKeys(Skin<?> skin) {
        if (skin instanceof ComboBoxListViewSkin<?> list && list.getPopupContent() instanceof ListView<?> rows) {
            rows.addEventFilter(KeyEvent.KEY_PRESSED, e -> {
                if (e.getCode() == KeyCode.ESCAPE) {
                    close(chosen.get());
                    e.consume();
                } else if (isUnknown(e.getCode(), rows)) {
                    String typed = search.getText().strip();
                    close(chosen.get());
                    unknown.accept(typed);
                    e.consume();
                } else if (e.getCode() == KeyCode.ENTER) {
                    T first = rows.getItems().isEmpty() ? chosen.get() : markedIn(rows);
                    close(first);
                    e.consume();
                }
            });
        }
    }

    private boolean isUnknown(KeyCode code, ListView<?> rows) {
        return (code == KeyCode.ENTER || code == KeyCode.TAB)
                && unknown != null
                && rows.getItems().isEmpty()
                && search != null
                && !search.getText().isBlank();
    }

    @SuppressWarnings("unchecked") // the list is the box's own, of the same type
    private T markedIn(ListView<?> rows) {
        Object marked = rows.getSelectionModel().getSelectedItem();
        return (T) (marked == null ? rows.getItems().get(0) : marked);
    }

    private void close(T value) {
        setValue(value);
        requestFocus(); // first, as whoever is told of the choice may want the focus
        hide();
    }
}
