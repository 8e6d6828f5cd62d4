package org.icws.testbench.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.WindowRobot.await;

import javafx.scene.control.ContextMenu;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.icws.testbench.WindowRobot;
import org.icws.testbench.store.TestEvents;
import org.icws.testbench.theme.Theme;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** What several pages can do, the palette does on the one that is open. */
@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class PaletteOnPageTest {

    private CompositionRoot root;

    @Start
    void open(Stage stage) {
        root = TestWindow.open(stage, free -> new DemoNetwork(TestEvents.T0, null), Theme.LIGHT, 1280, 800);
    }

    @AfterEach
    void close() {
        root.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"CONNECTIONS", "QUEUES", "MESSAGES"})
    void the_columns_chosen_are_those_of_the_open_page(ViewId page, WindowRobot robot) throws Exception {
        robot.interact(root::startNetwork);
        await(() -> root.messages().rows().size() > 100);
        robot.interact(() -> root.shell().viewProperty().set(page));
        robot.interact(() -> root.view().togglePalette());
        robot.write("choose the columns");
        robot.type(KeyCode.ENTER);
        await(() -> Window.getWindows().stream().anyMatch(ContextMenu.class::isInstance));
        assertThat(root.shell().viewProperty().get()).isEqualTo(page);
        robot.type(KeyCode.ESCAPE);
    }

    @ParameterizedTest
    @EnumSource(names = {"CONNECTIONS", "QUEUES"})
    void a_column_to_sort_by_is_one_of_the_open_page(ViewId page, WindowRobot robot) throws Exception {
        robot.interact(root::startNetwork);
        await(() -> root.messages().rows().size() > 100);
        robot.interact(() -> root.shell().viewProperty().set(page));
        robot.interact(() -> root.view().togglePalette());
        robot.write("sort by client");
        await(() -> robot.lookup("Sort by Client").tryQuery().isPresent());
        robot.type(KeyCode.ESCAPE);
    }
}
