package org.icws.testbench.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.WindowRobot.await;

import java.util.List;
import javafx.collections.FXCollections;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.icws.testbench.WindowRobot;
import org.icws.testbench.filter.LiveRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class DataTableTest {

    private DataTable<String> table;

    private static DataTable<String> make() {
        return new DataTable<String>(FXCollections.observableArrayList("a", "b"), true, r -> "")
                .text("First", 100, r -> r)
                .text("Wide", 200, r -> r)
                .grows()
                .text("Last", 80, r -> r, "num");
    }

    @Start
    void open(Stage stage) {
        table = make();
        stage.setScene(new Scene(new StackPane(table), 700, 300));
        stage.show();
    }

    private TableColumn<String, ?> column(String name) {
        return table.getColumns().stream()
                .filter(c -> c.getId().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_column_that_a_person_widens_takes_from_the_one_that_grows(WindowRobot robot) {
        double wide = column("Wide").getWidth();
        robot.interact(() -> table.resizeColumn(column("First"), 40));
        assertThat(column("First").getWidth()).isEqualTo(140);
        assertThat(column("Last").getWidth()).isEqualTo(80);
        assertThat(column("Wide").getWidth()).isEqualTo(wide - 40);
    }

    @Test
    void a_cell_without_room_for_its_words_says_them_when_it_is_pointed_at(WindowRobot robot) {
        String words = "1008: the request is not signed by the one it names, so that nobody could rely on it";
        robot.interact(() -> table.getItems().add(words));
        TableCell<?, ?> cut = cell(robot, words);
        robot.moveTo(cut);
        assertThat(cut.getTooltip().getText()).isEqualTo(words);
        TableCell<?, ?> whole = cell(robot, "a");
        robot.moveTo(whole);
        assertThat(whole.getTooltip()).isNull();
    }

    private static TableCell<?, ?> cell(WindowRobot robot, String words) {
        return robot.lookup(".table-cell").queryAllAs(TableCell.class).stream()
                .filter(cell -> words.equals(cell.getText()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void order_width_and_visibility_are_told_and_come_back(WindowRobot robot) {
        int[] changes = new int[1];
        robot.interact(() -> {
            table.chooser().onChange(() -> changes[0]++);
            table.resizeColumn(column("Last"), 30);
            table.chooser().show("First", false);
            table.getColumns().add(0, table.getColumns().remove(2));
        });
        assertThat(changes[0]).isPositive();
        List<ColumnChooser.State> kept = table.chooser().state();
        DataTable<String> next = make();
        next.chooser().restore(kept);
        assertThat(next.getColumns()).extracting(TableColumn::getId).containsExactly("Last", "First", "Wide");
        assertThat(next.getColumns().get(0).getPrefWidth()).isEqualTo(110);
        assertThat(next.getColumns().get(1).isVisible()).isFalse();
    }

    @Test
    void the_first_key_downwards_chooses_the_row_that_has_the_focus_and_no_key_hides_a_row(WindowRobot robot) {
        robot.interact(() -> {
            table.requestFocus();
            table.getFocusModel().focus(1);
        });
        robot.push(KeyCode.DOWN);
        assertThat(table.getSelectionModel().getSelectedIndices()).containsExactly(1);
        robot.push(KeyCode.DOWN);
        assertThat(table.getSelectionModel().getSelectedIndices()).containsExactly(1);
        assertThat(cell(robot, "a").isVisible()).isTrue();
        assertThat(cell(robot, "a").getTableRow().isVisible()).isTrue();
        robot.push(KeyCode.UP);
        assertThat(table.getSelectionModel().getSelectedIndices()).containsExactly(0);
    }

    @Test
    void rows_renewed_in_their_places_are_written_anew_and_the_table_is_not_laid_out_again(WindowRobot robot) {
        LiveRows<String> rows = new LiveRows<>((old, now) -> true);
        rows.take(List.of("one", "two"));
        DataTable<String> live = new DataTable<>(rows, true, r -> "").text("Word", 200, r -> r);
        robot.interact(() -> ((StackPane) table.getParent()).getChildren().setAll(live));
        Node places = live.lookup(".virtual-flow");
        robot.interact(() -> rows.take(List.of("three", "four")));
        assertThat(cell(robot, "three").isVisible()).isTrue();
        assertThat(cell(robot, "four").isVisible()).isTrue();
        robot.interact(() -> {
            live.layout();
            rows.take(List.of("five", "six"));
            assertThat(((Parent) places).isNeedsLayout()).isFalse();
        });
    }

    @Test
    void a_column_of_numbers_grows_with_the_longest_that_it_showed(WindowRobot robot) {
        DataTable<String> live = new DataTable<String>(FXCollections.observableArrayList("7"), true, r -> "")
                .text("Number", 40, r -> r, "num")
                .fits()
                .text("Rest", 100, r -> r)
                .grows();
        robot.interact(() -> ((StackPane) table.getParent()).getChildren().setAll(live));
        TableColumn<String, ?> number = live.getColumns().get(0);
        assertThat(number.getMinWidth()).isLessThanOrEqualTo(40);
        robot.interact(() -> live.getItems().add("12,345,678"));
        robot.interact(live::layout);
        double least = number.getMinWidth();
        assertThat(least).isGreaterThan(80);
        assertThat(number.getWidth()).isGreaterThanOrEqualTo(least);
        robot.interact(() -> live.getItems().remove(1));
        robot.interact(live::layout);
        assertThat(number.getMinWidth()).isEqualTo(least);
    }

    @Test
    void a_longer_number_that_comes_is_whole_without_anybody_touching_the_table(WindowRobot robot) throws Exception {
        DataTable<String> live = new DataTable<String>(FXCollections.observableArrayList("7"), true, r -> "")
                .text("Number", 40, r -> r, "num")
                .fits()
                .text("Rest", 100, r -> r)
                .grows();
        robot.interact(() -> ((StackPane) table.getParent()).getChildren().setAll(live));
        WaitForAsyncUtils.waitForFxEvents();
        robot.interact(() -> live.getItems().add("12,345,678"));
        await(() -> live.getColumns().get(0).getWidth() > 80);
    }

    @Test
    void the_growing_column_takes_what_the_others_do_not_want_however_wide_the_table_was_before(WindowRobot robot) {
        DataTable<String> live = new DataTable<String>(FXCollections.observableArrayList("a"), true, r -> "")
                .text("Fixed", 100, r -> r)
                .whole()
                .text("Softer", 120, r -> r)
                .text("Rest", 90, r -> r)
                .whole()
                .grows();
        StackPane place = (StackPane) table.getParent();
        robot.interact(() -> {
            live.setManaged(false);
            place.getChildren().setAll(live);
        });
        assertThat(widths(robot, live, 700)).startsWith(100d, 120d);
        assertThat(live.getColumns().get(2).getWidth()).isGreaterThan(450);
        assertThat(widths(robot, live, 280)).satisfies(all -> {
            assertThat(all.get(0)).isEqualTo(100);
            assertThat(all.get(1)).isBetween(36d, 119d);
            assertThat(all.get(2)).isEqualTo(90);
        });
        assertThat(widths(robot, live, 700)).startsWith(100d, 120d);
        List<ColumnChooser.State> kept = live.chooser().state();
        assertThat(kept.get(1).width()).isEqualTo(120);
    }

    @Test
    void columns_as_designed_again_stay_in_the_table(WindowRobot robot) {
        DataTable<String> live = new DataTable<String>(FXCollections.observableArrayList("a"), true, r -> "")
                .text("Softer", 300, r -> r)
                .text("Rest", 90, r -> r)
                .whole()
                .grows();
        StackPane place = (StackPane) table.getParent();
        robot.interact(() -> {
            live.setManaged(false);
            place.getChildren().setAll(live);
        });
        ContextMenu menu = live.chooser().menu();
        assertThat(widths(robot, live, 280).get(0)).isLessThan(200);
        robot.interact(() -> {
            MenuItem asDesigned = menu.getItems().get(menu.getItems().size() - 1);
            asDesigned.fire();
        });
        double all =
                live.getColumns().stream().mapToDouble(TableColumn::getWidth).sum();
        assertThat(all).isLessThanOrEqualTo(280);
        assertThat(live.getColumns().get(1).getWidth()).isEqualTo(90);
    }

    @Test
    void several_columns_are_hidden_and_shown_in_one_opening_of_the_menu(WindowRobot robot) throws Exception {
        DataTable<String> live = new DataTable<String>(FXCollections.observableArrayList("a"), true, r -> "")
                .text("First", 90, r -> r)
                .text("Second", 90, r -> r)
                .text("Third", 90, r -> r);
        StackPane place = (StackPane) table.getParent();
        robot.interact(() -> place.getChildren().setAll(live));
        ContextMenu menu = live.chooser().menu();
        robot.interact(() -> menu.show(live, 20, 20));
        await(menu::isShowing);

        robot.push(KeyCode.ENTER).push(KeyCode.DOWN).push(KeyCode.SPACE);
        await(() -> live.getVisibleLeafColumns().size() == 1);
        assertThat(menu.isShowing()).as("the menu is still open").isTrue();
        assertThat(menu.getItems().get(3).isDisable())
                .as("the last column can be hidden")
                .isTrue();

        robot.clickOn("Second");
        await(() -> live.getVisibleLeafColumns().size() == 2);
        assertThat(live.chooser().shows("Second")).isTrue();
        assertThat(menu.isShowing()).as("the menu is still open").isTrue();
        assertThat(menu.getItems().get(3).isDisable()).isFalse();

        robot.clickOn("As designed");
        await(() -> !menu.isShowing());
        assertThat(live.getVisibleLeafColumns()).hasSize(3);
    }

    private static List<Double> widths(WindowRobot robot, DataTable<?> of, double table) {
        robot.interact(() -> {
            of.resize(table, 200);
            of.layout();
        });
        return of.getColumns().stream().map(TableColumn::getWidth).toList();
    }
}
