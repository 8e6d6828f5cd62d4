package org.icws.testbench.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.Scene;
import javafx.scene.layout.Pane;
import org.junit.jupiter.api.Test;

class InSightTest {

    private final Pane page = new Pane();
    private final StringProperty value = new SimpleStringProperty("first");
    private final List<String> shown = new ArrayList<>();

    private void follow() {
        InSight.show(page, () -> shown.add(value.get()), value);
    }

    @Test
    void a_page_shows_what_there_is_when_it_is_made() {
        follow();
        assertThat(shown).containsExactly("first");
    }

    @Test
    void a_page_in_the_window_shows_every_change_at_once() {
        new Scene(page);
        follow();
        value.set("second");
        value.set("third");
        assertThat(shown).containsExactly("first", "second", "third");
    }

    @Test
    void a_page_that_is_away_shows_nothing_and_the_last_value_when_it_comes_back() {
        Scene window = new Scene(page);
        follow();
        window.setRoot(new Pane());
        value.set("second");
        value.set("third");
        assertThat(shown).containsExactly("first");
        window.setRoot(page);
        assertThat(shown).containsExactly("first", "third");
    }

    @Test
    void a_page_that_comes_back_and_missed_nothing_shows_nothing_anew() {
        Scene window = new Scene(page);
        follow();
        window.setRoot(new Pane());
        window.setRoot(page);
        assertThat(shown).containsExactly("first");
    }

    @Test
    void what_was_missed_is_shown_once() {
        Scene window = new Scene(page);
        follow();
        window.setRoot(new Pane());
        value.set("second");
        window.setRoot(page);
        window.setRoot(new Pane());
        window.setRoot(page);
        assertThat(shown).containsExactly("first", "second");
    }
}
