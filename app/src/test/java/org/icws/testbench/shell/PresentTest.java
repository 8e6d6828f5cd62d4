package org.icws.testbench.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.WindowRobot.await;

import java.util.concurrent.TimeoutException;
import javafx.application.Platform;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.stage.Screen;
import javafx.stage.Stage;
import org.icws.testbench.WindowRobot;
import org.icws.testbench.store.TestEvents;
import org.icws.testbench.theme.Fonts;
import org.icws.testbench.theme.Theme;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** A page on a stage: the whole screen, large, and everything back afterwards. */
@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class PresentTest {

    private CompositionRoot root;
    private Stage stage;

    @Start
    void open(Stage primary) {
        Fonts.load();
        // Not the primary one, which all tests share: a full screen, and what is put back late, would be in their way.
        stage = new Stage();
        root = new CompositionRoot(free -> new DemoNetwork(TestEvents.T0, null), Platform::runLater, Theme.DARK);
        Scene scene = new Scene(root.view(), 1300, 850);
        root.themes().install(scene);
        root.view().installKeys(scene);
        stage.setScene(scene);
        new StageMode(stage, root.shell().presentingProperty());
        stage.setX(20);
        stage.setY(10);
        stage.show();
        root.startNetwork();
    }

    @AfterEach
    void close(WindowRobot robot) {
        robot.interact(stage::close);
        root.close();
    }

    private boolean presents() {
        return root.shell().presentingProperty().get();
    }

    private Rectangle2D place() {
        return new Rectangle2D(stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight());
    }

    private double scale() {
        return root.view().lookup(".page").getLocalToSceneTransform().getMxx();
    }

    private void start(WindowRobot robot) throws TimeoutException {
        await(() -> root.shell().viewProperty().get() == ViewId.OVERVIEW);
        robot.interact(() -> root.settings().update(s -> s.withZoom(110)));
        await(() -> Math.abs(scale() - 1.1) < 0.001);
    }

    @Test
    void the_page_gets_the_whole_screen_in_large_type_and_escape_gives_everything_back(WindowRobot robot)
            throws TimeoutException {
        start(robot);
        Rectangle2D before = place();
        Node focused = stage.getScene().getFocusOwner();
        robot.push(KeyCode.F11);
        await(() -> presents() && stage.isFullScreen());
        Rectangle2D screen = Screen.getPrimary().getBounds();
        await(() -> stage.getWidth() == screen.getWidth() && stage.getHeight() == screen.getHeight());
        await(() -> scale() > 1.3);
        assertThat(robot.lookup(".app-header").query().isVisible()).isFalse();
        assertThat(robot.lookup(".nav-rail").query().isVisible()).isFalse();
        robot.push(KeyCode.ESCAPE);
        await(() -> !presents() && !stage.isFullScreen());
        await(() -> place().equals(before));
        await(() -> Math.abs(scale() - 1.1) < 0.001);
        assertThat(robot.lookup(".app-header").query().isVisible()).isTrue();
        assertThat(robot.lookup(".nav-rail").query().isVisible()).isTrue();
        assertThat(stage.getScene().getFocusOwner()).isSameAs(focused);
    }

    @Test
    void other_pages_can_be_shown_meanwhile_and_the_first_one_is_back_afterwards(WindowRobot robot)
            throws TimeoutException {
        start(robot);
        robot.push(KeyCode.F11);
        await(this::presents);
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT3);
        await(() -> root.shell().viewProperty().get() == ViewId.MESSAGES);
        assertThat(presents()).isTrue();
        Node table = robot.lookup("#messages-table").query();
        robot.interact(table::requestFocus);
        robot.push(KeyCode.ESCAPE);
        await(() -> !presents());
        assertThat(root.shell().viewProperty().get()).isEqualTo(ViewId.OVERVIEW);
    }

    @Test
    void escape_closes_first_what_lies_over_the_page(WindowRobot robot) throws TimeoutException {
        start(robot);
        robot.push(KeyCode.F11);
        await(this::presents);
        robot.push(KeyCode.CONTROL, KeyCode.K);
        await(() -> root.view().covered());
        robot.push(KeyCode.ESCAPE);
        await(() -> !root.view().covered());
        assertThat(presents()).isTrue();
        robot.push(KeyCode.ESCAPE);
        await(() -> !presents());
    }

    @Test
    void leaving_the_full_screen_by_other_means_ends_it_too(WindowRobot robot) throws TimeoutException {
        start(robot);
        robot.interact(() -> root.view().lookup("#present").fireEvent(new javafx.event.ActionEvent()));
        await(() -> presents() && stage.isFullScreen());
        robot.interact(() -> stage.setFullScreen(false));
        await(() -> !presents());
        assertThat(robot.lookup(".app-header").query().isVisible()).isTrue();
    }

    @Test
    void it_says_how_to_leave(WindowRobot robot) throws TimeoutException {
        start(robot);
        robot.push(KeyCode.F11);
        await(() -> robot.lookup(".toast-pane").query().isVisible());
        assertThat(robot.lookup(".toast-pane").query().getAccessibleText()).contains("Esc leaves");
    }
}
