package org.icws.testbench.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import javafx.collections.FXCollections;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.icws.testbench.WindowRobot;
import org.icws.testbench.control.DataTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class MenuKeyTest {

    private final List<String> done = new ArrayList<>();
    private DataTable<String> table;

    @Start
    void open(Stage stage) {
        table = new DataTable<String>(FXCollections.observableArrayList("a", "b", "c"), true, r -> "")
                .text("First", 100, r -> r);
        table.setRowMenu((row, column) -> {
            MenuItem item = new MenuItem("Take " + row);
            item.setOnAction(e -> done.add(row));
            return List.of(item);
        });
        Scene scene = new Scene(new StackPane(table), 500, 300);
        MenuKey.install(scene);
        stage.setScene(scene);
        stage.show();
    }

    private static List<ContextMenu> menus() {
        return Window.getWindows().stream()
                .filter(ContextMenu.class::isInstance)
                .map(ContextMenu.class::cast)
                .toList();
    }

    private void choose(WindowRobot robot, int row) {
        robot.interact(() -> {
            table.requestFocus();
            table.getSelectionModel().clearAndSelect(row);
        });
    }

    @Test
    void the_chosen_rows_menu_opens_below_it_and_is_used_with_the_keyboard_alone(WindowRobot robot) {
        choose(robot, 1);
        robot.push(KeyCode.CONTEXT_MENU);
        assertThat(menus()).singleElement().satisfies(menu -> assertThat(menu.getItems())
                .extracting(MenuItem::getText)
                .containsExactly("Take b"));
        Node row = robot.lookup(".table-row-cell").nth(1).query();
        Bounds seen = row.localToScreen(row.getLayoutBounds());
        assertThat(menus().get(0).getAnchorY()).isBetween(seen.getMinY(), seen.getMaxY() + 1);
        robot.push(KeyCode.DOWN);
        robot.push(KeyCode.ENTER);
        assertThat(done).containsExactly("b");
        assertThat(menus()).isEmpty();
    }

    @Test
    void shift_and_f10_do_the_same(WindowRobot robot) {
        choose(robot, 2);
        robot.push(KeyCode.SHIFT, KeyCode.F10);
        assertThat(menus()).hasSize(1);
        robot.push(KeyCode.ESCAPE);
        assertThat(menus()).isEmpty();
    }

    @Test
    void without_a_chosen_row_there_is_no_menu(WindowRobot robot) {
        robot.interact(table::requestFocus);
        robot.push(KeyCode.CONTEXT_MENU);
        assertThat(menus()).isEmpty();
    }
}
