package org.icws.testbench.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.Test;

class ActionTableTest {

    private final List<String> done = new ArrayList<>();
    private final ActionTable table = new ActionTable();

    private static KeyEvent key(KeyCode code, boolean control) {
        return new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, control, false, false);
    }

    private KeyAction action(String title, String... keys) {
        return KeyAction.of("Test", title, "fth-circle", () -> done.add(title), keys);
    }

    @Test
    void keys_run_their_action() {
        table.add(action("palette", "Shortcut+K"));

        assertThat(table.press(key(KeyCode.K, true), false, null)).isTrue();
        assertThat(done).containsExactly("palette");
    }

    @Test
    void a_single_letter_is_typed_while_a_field_has_the_keys() {
        table.add(action("mark", "M"), action("find", "Shortcut+F"), action("swap", "F6"));

        assertThat(table.press(key(KeyCode.M, false), true, null)).isFalse();
        assertThat(table.press(key(KeyCode.F, true), true, null)).isTrue();
        assertThat(table.press(key(KeyCode.F6, false), true, null)).isTrue();
        assertThat(table.press(key(KeyCode.M, false), false, null)).isTrue();
        assertThat(done).containsExactly("find", "swap", "mark");
    }

    @Test
    void keys_of_another_page_do_nothing() {
        table.add(action("mark", "M").in(() -> false));

        assertThat(table.press(key(KeyCode.M, false), false, null)).isFalse();
        assertThat(done).isEmpty();
    }

    @Test
    void what_cannot_be_done_now_says_why() {
        List<String> reasons = new ArrayList<>();
        table.onRefusal(reasons::add);
        table.add(action("send", "Shortcut+Enter").unless(() -> "Nobody is connected."));

        assertThat(table.press(key(KeyCode.ENTER, true), false, null)).isTrue();
        assertThat(done).isEmpty();
        assertThat(reasons).containsExactly("Nobody is connected.");
    }
}
