package org.icws.testbench.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.WindowRobot.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.controlsfx.control.NotificationPane;
import org.icws.testbench.WindowRobot;
import org.icws.testbench.theme.Theme;
import org.icws.testbench.theme.ThemeManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class ToastsTest {

    private Toasts toasts;
    private Button page;
    private int clicks;
    private int done;

    @Start
    void open(Stage stage) {
        toasts = new Toasts();
        page = new Button("page");
        page.setMaxSize(Double.MAX_VALUE, Double.MAX_VALUE);
        page.setStyle("-fx-max-height: 10000;");
        page.setOnAction(e -> clicks++);
        Scene scene = new Scene(new StackPane(page, toasts), 900, 500);
        new ThemeManager(Theme.DARK).install(scene);
        stage.setScene(scene);
        stage.show();
        page.requestFocus();
    }

    private static NotificationPane bar(WindowRobot robot) {
        return robot.lookup(".toast-pane").queryAs(NotificationPane.class);
    }

    private void stands(WindowRobot robot, String words) throws TimeoutException {
        await(() -> bar(robot).isShowing() && bar(robot).getText().equals(words));
        await(() -> robot.lookup(".notification-bar .label").queryAllAs(Label.class).stream()
                .anyMatch(label -> label.getText().equals(words) && label.getOpacity() == 1));
    }

    @Test
    void a_notice_stands_in_the_window_without_the_focus_and_leaves_by_itself(WindowRobot robot)
            throws TimeoutException {
        robot.interact(() -> toasts.show("ok", "Saved."));
        stands(robot, "Saved.");
        assertThat(page.isFocused()).isTrue();
        assertThat(Window.getWindows()).hasSize(1);
        await(() -> !bar(robot).isVisible());
        assertThat(page.isFocused()).isTrue();
    }

    @Test
    void a_notice_does_not_cover_what_somebody_has_just_asked_for(WindowRobot robot) throws TimeoutException {
        Label answer = new Label("The answer");
        answer.getStyleClass().add(Toasts.KEEP_CLEAR);
        robot.interact(() -> {
            StackPane root = (StackPane) page.getScene().getRoot();
            root.getChildren().add(1, answer);
            StackPane.setAlignment(answer, javafx.geometry.Pos.BOTTOM_CENTER);
            StackPane.setMargin(answer, new javafx.geometry.Insets(0, 0, 60, 0));
            root.layout();
            toasts.show("ok", "Saved.");
        });
        stands(robot, "Saved.");
        Label notice = robot.lookup(".notification-bar .label").queryAllAs(Label.class).stream()
                .filter(label -> label.getText().equals("Saved."))
                .findFirst()
                .orElseThrow();
        assertThat(notice.localToScene(notice.getLayoutBounds()).getMaxY())
                .as("at the upper edge")
                .isLessThan(200);

        robot.interact(() -> {
            answer.setVisible(false);
            toasts.requestLayout();
        });
        await(() -> notice.localToScene(notice.getLayoutBounds()).getMinY() > 300);
    }

    @Test
    void the_page_below_can_be_clicked_with_and_without_a_notice(WindowRobot robot) throws TimeoutException {
        robot.clickOn(page, javafx.scene.input.MouseButton.PRIMARY);
        robot.interact(() -> toasts.show("warn", "There is none."));
        stands(robot, "There is none.");
        robot.clickOn(page);
        await(() -> clicks == 2);
    }

    @Test
    void many_at_once_stand_one_after_the_other_and_the_oldest_that_wait_give_way(WindowRobot robot)
            throws TimeoutException {
        robot.interact(() -> {
            for (int i = 0; i < 100; i++) {
                toasts.show("warn", "Number " + i);
            }
        });
        stands(robot, "Number 0");
        stands(robot, "Number 97");
        stands(robot, "Number 98");
        stands(robot, "Number 99");
        await(() -> !bar(robot).isVisible());
    }

    @Test
    void the_same_words_again_do_not_wait_behind_themselves(WindowRobot robot) throws TimeoutException {
        robot.interact(() -> {
            toasts.show("warn", "There is none.");
            toasts.show("warn", "There is none.");
        });
        stands(robot, "There is none.");
        await(() -> !bar(robot).isVisible());
        assertThat(bar(robot).isShowing()).isFalse();
    }

    @Test
    void it_stays_while_the_pointer_is_on_it(WindowRobot robot) throws TimeoutException {
        robot.interact(() -> toasts.show("ok", "First"));
        stands(robot, "First");
        robot.moveTo(".notification-bar > .pane > .label");
        await(() -> bar(robot).isHover());
        robot.interact(() -> toasts.show("ok", "Second"));
        assertThat(bar(robot).getText()).isEqualTo("First");
        robot.moveTo(page);
        stands(robot, "Second");
    }

    @Test
    void its_deed_is_done_by_its_button_and_it_goes(WindowRobot robot) throws TimeoutException {
        robot.interact(() -> toasts.show("ok", "Saved.", "Show it", () -> done++));
        stands(robot, "Saved.");
        robot.clickOn("Show it");
        await(() -> !bar(robot).isVisible());
        assertThat(done).isEqualTo(1);
    }

    @Test
    void tab_leads_to_its_deed_and_to_dismissing_it(WindowRobot robot) throws TimeoutException {
        robot.interact(() -> toasts.show("ok", "Saved.", "Show it", () -> done++));
        stands(robot, "Saved.");
        robot.push(KeyCode.TAB);
        assertThat(robot.lookup("Show it").queryButton().isFocused())
                .as(page.getScene().getFocusOwner() + "")
                .isTrue();
        robot.push(KeyCode.TAB);
        assertThat(robot.lookup(".close-button").queryButton().isFocused())
                .as(page.getScene().getFocusOwner() + "")
                .isTrue();
        robot.push(KeyCode.TAB);
        assertThat(page.isFocused()).isTrue();
    }

    @Test
    void escape_and_its_button_dismiss_it_and_both_have_a_name(WindowRobot robot) throws TimeoutException {
        robot.interact(() -> toasts.show("fail", "Not saved."));
        stands(robot, "Not saved.");
        Button close = robot.lookup(".close-button").queryButton();
        assertThat(close.getAccessibleText()).isEqualTo("Dismiss");
        robot.interact(close::requestFocus);
        robot.push(KeyCode.ESCAPE);
        await(() -> !bar(robot).isVisible());
    }

    @Test
    void with_less_motion_it_is_not_seen_before_it_rests(WindowRobot robot) throws TimeoutException {
        List<Number> opacities = new CopyOnWriteArrayList<>();
        robot.interact(() -> {
            bar(robot).opacityProperty().addListener((o, old, now) -> opacities.add(now));
            toasts.lessMotionProperty().set(true);
            toasts.show("ok", "Quiet");
        });
        stands(robot, "Quiet");
        await(() -> bar(robot).getOpacity() == 1);
        assertThat(opacities).as("hidden while it slides").containsExactly(0.0, 1.0);
    }

    @Test
    void long_words_wrap_and_short_ones_have_a_small_card(WindowRobot robot) throws TimeoutException {
        robot.interact(() -> toasts.show("ok", "Short."));
        stands(robot, "Short.");
        assertThat(bar(robot).getWidth()).isLessThan(300);
        robot.interact(() -> bar(robot).hide());
        await(() -> !bar(robot).isVisible());
        String words = "A sentence that goes on and on about what could not be done here. ".repeat(4);
        robot.interact(() -> toasts.show("ok", words));
        stands(robot, words);
        Label label = robot.lookup(".notification-bar > .pane > .label").queryAs(Label.class);
        await(() -> label.getHeight() > 40);
        assertThat(label.getBoundsInParent().getMaxX()).isLessThan(700);
    }
}
