package org.icws.testbench.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Pane;
import org.junit.jupiter.api.Test;

class TouchesTest {

    private final Pane below = new Pane();
    private final AtomicInteger touches = new AtomicInteger();

    TouchesTest() {
        Touches.watch(new Pane(below), touches::incrementAndGet);
    }

    private void mouse(EventType<MouseEvent> type, double x, double y) {
        Event.fireEvent(
                below,
                new MouseEvent(
                        type,
                        x,
                        y,
                        x,
                        y,
                        MouseButton.NONE,
                        0,
                        false,
                        false,
                        false,
                        false,
                        false,
                        false,
                        false,
                        false,
                        false,
                        false,
                        null));
    }

    @Test
    void a_pointer_that_moves_is_a_touch_and_one_that_something_moves_below_is_none() {
        mouse(MouseEvent.MOUSE_MOVED, 100, 100);
        mouse(MouseEvent.MOUSE_EXITED, 100, 100);
        mouse(MouseEvent.MOUSE_ENTERED, 100, 100);
        mouse(MouseEvent.MOUSE_MOVED, 100, 100);
        assertThat(touches).hasValue(1);

        mouse(MouseEvent.MOUSE_MOVED, 101, 100);
        assertThat(touches).hasValue(2);
    }

    @Test
    void a_click_and_a_key_are_touches_wherever_the_pointer_is() {
        mouse(MouseEvent.MOUSE_MOVED, 100, 100);
        mouse(MouseEvent.MOUSE_PRESSED, 100, 100);
        Event.fireEvent(below, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.DOWN, false, false, false, false));

        assertThat(touches).hasValue(3);
    }
}
