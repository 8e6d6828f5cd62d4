package org.icws.testbench.palette;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.icws.testbench.keys.KeyAction;
import org.junit.jupiter.api.Test;

class PaletteViewModelTest {

    private final List<String> done = new ArrayList<>();
    private final List<KeyAction> actions = List.of(
            action("Go to", "Messages"),
            action("Go to", "Signatures"),
            action("Messages", "Pause or resume"),
            action("Messages", "Save the messages shown"),
            action("View", "Change between light and dark"));
    private final PaletteViewModel model = new PaletteViewModel(
            () -> actions,
            typed -> typed.startsWith("#") ? List.of(action("Message", "Open message " + typed)) : List.of());

    private KeyAction action(String group, String title) {
        return KeyAction.of(group, title, "fth-circle", () -> done.add(title));
    }

    private List<String> titles() {
        return model.groupsProperty().get().stream()
                .flatMap(g -> g.actions().stream())
                .map(KeyAction::title)
                .toList();
    }

    @Test
    void nothing_typed_shows_everything_in_the_order_of_the_table() {
        model.open();

        assertThat(titles())
                .containsExactlyElementsOf(
                        actions.stream().map(KeyAction::title).toList());
        assertThat(model.total()).isEqualTo(5);
    }

    @Test
    void the_start_of_a_title_weighs_more_than_its_middle() {
        model.open();
        model.queryProperty().set("mess");

        assertThat(titles().get(0)).isEqualTo("Messages");
        assertThat(titles()).contains("Save the messages shown").doesNotContain("Signatures");
    }

    @Test
    void every_word_has_to_occur_in_any_order() {
        model.open();
        model.queryProperty().set("dark change");

        assertThat(titles()).containsExactly("Change between light and dark");
    }

    @Test
    void first_letters_of_words_are_enough() {
        model.open();
        model.queryProperty().set("cbl");

        assertThat(titles()).containsExactly("Change between light and dark");
    }

    @Test
    void what_exists_only_for_a_text_comes_first() {
        model.open();
        model.queryProperty().set("#12");

        assertThat(model.chosenAction().title()).isEqualTo("Open message #12");
    }

    @Test
    void the_choice_goes_round_the_end_and_stays_in_a_group_on_demand() {
        model.open();
        model.move(-1);
        assertThat(model.chosenAction().title()).isEqualTo("Change between light and dark");

        model.toggleGroup();
        assertThat(titles()).containsExactly("Change between light and dark");

        model.toggleGroup();
        assertThat(titles()).hasSize(5);
    }

    @Test
    void nothing_fits_leaves_no_choice() {
        model.open();
        model.queryProperty().set("zebra");

        assertThat(model.chosenAction()).isNull();
        assertThat(model.count()).isZero();
    }

    @Test
    void of_actions_that_fit_alike_that_of_the_open_page_comes_first() {
        KeyAction messages = action("Messages", "Choose the columns…").in(() -> false);
        KeyAction connections = action("Connections", "Choose the columns…").in(() -> true);
        PaletteViewModel palette = new PaletteViewModel(() -> List.of(messages, connections), typed -> List.of());
        palette.open();
        palette.queryProperty().set("columns");

        assertThat(palette.chosenAction()).isEqualTo(connections);
        assertThat(palette.count()).isEqualTo(2);
    }
}
