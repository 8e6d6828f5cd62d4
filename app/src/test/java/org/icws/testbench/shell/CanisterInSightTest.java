package org.icws.testbench.shell;

import static org.icws.testbench.WindowRobot.await;

import java.nio.file.Path;
import javafx.geometry.Bounds;
import javafx.scene.control.Button;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.stage.Stage;
import org.icws.testbench.WindowRobot;
import org.icws.testbench.replica.CanisterRow;
import org.icws.testbench.theme.Theme;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** The canisters of Replica in the real window on the real parts. */
@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class CanisterInSightTest {

    @TempDir
    private static Path dataDir;

    private CompositionRoot root;

    @Start
    void open(Stage stage) {
        root = TestWindow.onRealParts(stage, dataDir, Theme.DARK);
        root.startNetwork();
    }

    @AfterEach
    void close() {
        root.close();
    }

    private static void fire(WindowRobot robot, String id) {
        robot.interact(() -> robot.lookup(id).queryAs(Button.class).fire());
    }

    @Test
    void a_canister_of_just_now_is_in_sight_however_many_there_are(WindowRobot robot) throws Exception {
        await(() -> root.shell().runningProperty().get());
        robot.interact(() -> root.shell().viewProperty().set(ViewId.REPLICA));
        TableView<CanisterRow> table = robot.lookup("#replica-canisters").queryTableView();
        await(() -> table.getItems().size() == 1);
        for (int i = 2; i <= 8; i++) {
            int count = i;
            fire(robot, "#replica-install");
            String name = "bare " + i;
            robot.interact(() -> robot.lookup("#install-name")
                    .queryAs(TextInputControl.class)
                    .setText(name));
            fire(robot, "#install-empty");
            await(() -> table.getItems().size() == count);
            await(() -> table.getSelectionModel().getSelectedIndex() == count - 1);
            await(() -> isInSight(robot, table, count - 1));
        }
    }

    private static boolean isInSight(WindowRobot robot, TableView<?> table, int index) {
        Bounds whole = table.localToScene(table.getBoundsInLocal());
        return robot.from(table).lookup(".table-row-cell").queryAllAs(TableRow.class).stream()
                .filter(row -> row.isVisible() && row.getIndex() == index)
                .map(row -> row.localToScene(row.getBoundsInLocal()))
                .anyMatch(row -> row.getMinY() >= whole.getMinY() && row.getMaxY() <= whole.getMaxY() + 1);
    }
}
