package org.icws.testbench.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.WindowRobot.await;

import java.util.concurrent.TimeoutException;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.icws.testbench.WindowRobot;
import org.icws.testbench.theme.Theme;
import org.icws.testbench.theme.ThemeManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class SideDrawerTest {

    private static final double ROOM = 800;
    private static final double SIDE = 240;

    private ListView<String> list;
    private Button page;
    private Button other;
    private StackPane frame;
    private SideDrawer drawer;

    @Start
    void open(Stage stage) {
        list = new ListView<>();
        page = new Button("page");
        other = new Button("other");
        frame = new StackPane();
        HBox head = new HBox();
        list.getItems().addAll("one", "two", "three");
        VBox side = new VBox(head, list);
        side.setMinWidth(SIDE);
        side.setMaxWidth(SIDE);
        drawer = new SideDrawer(side, new HBox(300, page, other), "the list", ROOM);
        head.getChildren().add(drawer.pin());
        frame.getChildren().add(drawer);
        frame.setMaxSize(900, 400);
        Scene scene = new Scene(new StackPane(frame), 1000, 500);
        new ThemeManager(Theme.LIGHT).install(scene);
        stage.setScene(scene);
        stage.show();
        page.requestFocus();
    }

    private void narrow(WindowRobot robot) throws TimeoutException {
        robot.interact(() -> frame.setMaxWidth(700));
        await(() -> !drawer.dockedProperty().get());
    }

    private boolean stands() {
        return list.localToScene(list.getBoundsInLocal()).getMinX()
                        >= drawer.localToScene(drawer.getBoundsInLocal()).getMinX()
                && isSeen();
    }

    private boolean isSeen() {
        return list.getScene() != null && list.getParent().getParent().isVisible();
    }

    @Test
    void with_room_it_stands_beside_the_page(WindowRobot robot) throws TimeoutException {
        await(this::stands);
        assertThat(page.localToScene(0, 0).getX())
                .isGreaterThan(list.localToScene(0, 0).getX() + SIDE);
        assertThat(robot.lookup("#drawer-handle").tryQuery()).isEmpty();
    }

    @Test
    void without_room_it_goes_behind_its_handle_and_opens_by_click(WindowRobot robot) throws TimeoutException {
        narrow(robot);
        assertThat(isSeen()).isFalse();
        robot.clickOn("#drawer-handle");
        await(this::stands);
        await(list::isFocused);
        robot.clickOn("two");
        assertThat(drawer.isOpen()).as("a click inside must not close it").isTrue();
        assertThat(list.getSelectionModel().getSelectedItem()).isEqualTo("two");
        robot.clickOn(other);
        await(() -> !isSeen());
    }

    @Test
    void it_opens_and_closes_by_keyboard_alone_and_the_focus_goes_back(WindowRobot robot) throws TimeoutException {
        narrow(robot);
        robot.interact(page::requestFocus);
        robot.interact(drawer::swap);
        await(this::stands);
        await(list::isFocused);
        robot.push(KeyCode.ESCAPE);
        await(() -> !isSeen());
        assertThat(page.isFocused()).isTrue();
        robot.interact(drawer::swap);
        await(list::isFocused);
        robot.interact(drawer::swap);
        await(() -> !isSeen());
        assertThat(page.isFocused()).isTrue();
    }

    @Test
    void opened_and_closed_while_it_slides_it_still_ends_right(WindowRobot robot) throws TimeoutException {
        narrow(robot);
        robot.interact(() -> {
            for (int i = 0; i < 5; i++) {
                drawer.swap();
            }
        });
        await(this::stands);
        robot.interact(drawer::swap);
        await(() -> !isSeen());
        robot.interact(drawer::swap);
        await(this::stands);
    }

    @Test
    void leaving_it_by_tab_closes_it(WindowRobot robot) throws TimeoutException {
        narrow(robot);
        robot.interact(drawer::swap);
        await(list::isFocused);
        robot.interact(other::requestFocus);
        await(() -> !isSeen());
        assertThat(other.isFocused()).isTrue();
    }

    @Test
    void unpinned_it_goes_away_although_there_is_room_and_pinned_it_comes_back(WindowRobot robot)
            throws TimeoutException {
        robot.clickOn("#drawer-pin");
        await(() -> !drawer.dockedProperty().get() && !isSeen());
        robot.clickOn("#drawer-handle");
        await(this::stands);
        robot.clickOn("#drawer-pin");
        await(() -> drawer.dockedProperty().get() && stands());
        assertThat(page.localToScene(0, 0).getX())
                .isGreaterThan(list.localToScene(0, 0).getX() + SIDE);
    }

    @Test
    void the_pin_says_why_it_cannot_help_without_room(WindowRobot robot) throws TimeoutException {
        narrow(robot);
        assertThat(Availability.reason(drawer.pin())).contains("no room");
        robot.interact(() -> frame.setMaxWidth(900));
        await(() -> drawer.dockedProperty().get());
        assertThat(drawer.pin().isDisabled()).isFalse();
    }

    @Test
    void with_less_motion_it_is_there_at_once(WindowRobot robot) throws TimeoutException {
        narrow(robot);
        robot.interact(() -> drawer.lessMotionProperty().set(true));
        robot.interact(drawer::swap);
        await(this::stands);
    }
}
