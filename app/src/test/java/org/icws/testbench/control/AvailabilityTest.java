package org.icws.testbench.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.WindowRobot.await;

import java.lang.ref.WeakReference;
import java.util.concurrent.TimeoutException;
import javafx.beans.binding.Bindings;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.icws.testbench.WindowRobot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class AvailabilityTest {

    private Button step;
    private Button other;
    private final StringProperty reason = new SimpleStringProperty("Pause first.");

    @Start
    void open(Stage stage) {
        step = new Button("Step");
        other = new Button("Other");
        step.setTooltip(new Tooltip("One round"));
        Availability.follow(step, reason);
        Scene scene = new Scene(new StackPane(new HBox(40, step, other)), 400, 200);
        Availability.showReasons(scene);
        stage.setScene(scene);
        stage.show();
    }

    private static String shown() {
        return Window.getWindows().stream()
                .filter(w -> w instanceof Tooltip && w.isShowing())
                .map(w -> ((Tooltip) w).getText())
                .findFirst()
                .orElse("");
    }

    @Test
    void the_reason_is_shown_over_what_is_off_and_goes_with_the_pointer(WindowRobot robot) throws TimeoutException {
        assertThat(step.isDisabled()).isTrue();
        assertThat(Availability.reason(step)).isEqualTo("Pause first.");
        robot.moveTo(step);
        await(() -> shown().equals("Pause first."));
        robot.moveTo(other);
        await(() -> shown().isEmpty());
    }

    @Test
    void what_is_on_again_has_no_reason(WindowRobot robot) {
        robot.interact(() -> reason.set(null));
        assertThat(step.isDisabled()).isFalse();
        assertThat(Availability.reason(step)).isNull();
        assertThat(step.getAccessibleHelp()).isNull();
    }

    @Test
    void a_reason_that_nobody_else_holds_is_followed_when_garbage_was_collected(WindowRobot robot)
            throws TimeoutException {
        robot.interact(() -> Availability.follow(other, Bindings.createStringBinding(reason::get, reason)));
        WeakReference<Object> garbage = new WeakReference<>(new Object());
        await(() -> {
            System.gc();
            return garbage.get() == null;
        });
        robot.interact(() -> reason.set(null));
        assertThat(other.isDisabled()).isFalse();
        robot.interact(() -> reason.set("Pause first."));
        assertThat(other.isDisabled()).isTrue();
    }
}
