package org.icws.testbench.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.WindowRobot.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.icws.testbench.WindowRobot;
import org.icws.testbench.theme.Theme;
import org.icws.testbench.theme.ThemeManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** What ControlsFX's searchable box does wrong by itself must not reach those who use the picker. */
@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class SearchPickerTest {

    private static final double WIDTH = 320;

    private final ObservableList<String> choices =
            FXCollections.observableArrayList("Ada ping_pong", "Ben ping_pong", "Cleo exchange_rates", "Dan shared");
    private final List<String> told = new ArrayList<>();
    private SearchPicker<String> picker;
    private Button before;
    private Button after;
    private int reachedThePage;

    @Start
    void open(Stage stage) {
        picker = new SearchPicker<>(choices, "Client", s -> s);
        picker.setMinWidth(WIDTH);
        picker.chosenProperty().set("Ben ping_pong");
        picker.chosenProperty().addListener((o, old, now) -> told.add(now));
        before = new Button("before");
        after = new Button("after");
        Button standard = new Button("standard");
        standard.setDefaultButton(true);
        standard.setOnAction(e -> reachedThePage++);
        VBox page = new VBox(20, before, picker, after, standard);
        page.setOnKeyPressed(e -> reachedThePage += e.getCode() == KeyCode.ESCAPE ? 1 : 0);
        Scene scene = new Scene(page, 480, 480);
        new ThemeManager(Theme.LIGHT).install(scene);
        stage.setScene(scene);
        stage.show();
    }

    private void openByKey(WindowRobot robot) throws TimeoutException {
        robot.interact(picker::requestFocus);
        robot.push(KeyCode.DOWN);
        await(picker::isShowing);
        await(() -> search(robot).isFocused());
    }

    private static TextField search(WindowRobot robot) {
        return robot.lookup(".combo-box-search").queryAs(TextField.class);
    }

    private static ListView<?> list(WindowRobot robot) {
        return robot.lookup(".combo-box-popup > .list-view").queryListView();
    }

    @Test
    void a_choice_is_found_and_made_by_keyboard_alone_and_told_once(WindowRobot robot) throws TimeoutException {
        openByKey(robot);
        robot.write("rates");
        await(() -> list(robot).getItems().size() == 1);
        robot.push(KeyCode.ENTER);
        await(() -> !picker.isShowing());
        assertThat(told).containsExactly("Cleo exchange_rates");
        assertThat(picker.getValue()).isEqualTo("Cleo exchange_rates");
        assertThat(picker.isFocused()).isTrue();
        assertThat(reachedThePage).as("Enter pressed the page's default button").isZero();
    }

    @Test
    void any_words_in_any_order_find_it(WindowRobot robot) throws TimeoutException {
        openByKey(robot);
        robot.write("ping ada");
        await(() -> list(robot).getItems().equals(List.of("Ada ping_pong")));
    }

    @Test
    void what_was_typed_does_not_touch_the_choice_until_one_is_made(WindowRobot robot) throws TimeoutException {
        openByKey(robot);
        robot.write("zzz");
        await(() -> list(robot).getItems().isEmpty());
        robot.clickOn(after);
        await(() -> !picker.isShowing());
        assertThat(told).isEmpty();
        assertThat(picker.getValue()).isEqualTo("Ben ping_pong");
        assertThat(search(robot).getText()).isEmpty();
    }

    @Test
    void enter_over_nothing_found_keeps_the_choice(WindowRobot robot) throws TimeoutException {
        openByKey(robot);
        robot.write("zzz");
        await(() -> list(robot).getItems().isEmpty());
        robot.push(KeyCode.ENTER);
        await(() -> !picker.isShowing());
        assertThat(picker.chosenProperty().get()).isEqualTo("Ben ping_pong");
        assertThat(picker.getValue()).isEqualTo("Ben ping_pong");
    }

    @Test
    void what_no_choice_has_goes_to_who_can_use_it(WindowRobot robot) throws TimeoutException {
        List<String> taken = new ArrayList<>();
        robot.interact(() -> picker.takeUnknown("Enter takes it as an id.", taken::add));
        openByKey(robot);
        robot.write("zzz");
        await(() -> list(robot).getItems().isEmpty());
        await(() -> list(robot).getPlaceholder() instanceof Label hint
                && hint.getText().equals("Enter takes it as an id."));
        robot.push(KeyCode.ENTER);
        await(() -> !picker.isShowing());
        assertThat(taken).containsExactly("zzz");
        assertThat(told).isEmpty();
        assertThat(reachedThePage).isZero();
    }

    @Test
    void the_cell_that_shows_the_choice_does_so_again_after_a_search_for_nothing(WindowRobot robot)
            throws TimeoutException {
        robot.interact(() -> picker.setButtonCell(new ListCell<>() {
            @Override
            protected void updateItem(String item, boolean empty) {
                super.updateItem(item, empty);
                setText(empty ? null : "cell of " + item);
            }
        }));
        openByKey(robot);
        robot.write("zzz");
        await(() -> list(robot).getItems().isEmpty());
        robot.push(KeyCode.ENTER);
        await(() -> !picker.isShowing());
        await(() -> picker.getButtonCell().getText().equals("cell of Ben ping_pong"));
    }

    @Test
    void escape_takes_marks_back_and_goes_no_further(WindowRobot robot) throws TimeoutException {
        openByKey(robot);
        robot.push(KeyCode.DOWN);
        robot.push(KeyCode.DOWN);
        robot.push(KeyCode.ESCAPE);
        await(() -> !picker.isShowing());
        assertThat(told).isEmpty();
        assertThat(picker.getValue()).isEqualTo("Ben ping_pong");
        assertThat(picker.isFocused()).isTrue();
        assertThat(reachedThePage).isZero();
    }

    @Test
    void arrows_and_enter_choose(WindowRobot robot) throws TimeoutException {
        openByKey(robot);
        robot.push(KeyCode.DOWN);
        robot.push(KeyCode.ENTER);
        await(() -> !picker.isShowing());
        assertThat(told).containsExactly("Cleo exchange_rates");
    }

    @Test
    void a_click_chooses(WindowRobot robot) throws TimeoutException {
        robot.clickOn(picker);
        await(picker::isShowing);
        robot.clickOn((Node) robot.lookup(".combo-box-popup .list-cell").queryAll().stream()
                .filter(cell -> ((javafx.scene.control.ListCell<?>) cell).getText() != null
                        && ((javafx.scene.control.ListCell<?>) cell).getText().startsWith("Dan"))
                .findFirst()
                .orElseThrow());
        await(() -> !picker.isShowing());
        assertThat(told).containsExactly("Dan shared");
    }

    @Test
    void the_choice_survives_a_new_list_that_has_it(WindowRobot robot) {
        robot.interact(() -> choices.setAll("Zoe", "Ben ping_pong", "Yan"));
        assertThat(picker.getValue()).isEqualTo("Ben ping_pong");
        assertThat(told).isEmpty();
        assertThat(picker.getItems()).containsExactly("Zoe", "Ben ping_pong", "Yan");
    }

    @Test
    void an_open_list_does_not_change_under_the_reader(WindowRobot robot) throws TimeoutException {
        openByKey(robot);
        robot.interact(() -> choices.add("Eve late"));
        assertThat(list(robot).getItems()).hasSize(4);
        robot.push(KeyCode.ESCAPE);
        await(() -> picker.getItems().size() == 5);
        assertThat(picker.getValue()).isEqualTo("Ben ping_pong");
    }

    @Test
    void a_choice_that_went_meanwhile_is_not_taken(WindowRobot robot) throws TimeoutException {
        openByKey(robot);
        robot.interact(() -> choices.remove("Cleo exchange_rates"));
        robot.push(KeyCode.DOWN);
        robot.push(KeyCode.ENTER);
        await(() -> !picker.isShowing());
        assertThat(picker.chosenProperty().get()).isEqualTo("Ben ping_pong");
    }

    @Test
    void tab_goes_through_it_and_out_of_the_open_list(WindowRobot robot) throws TimeoutException {
        robot.interact(before::requestFocus);
        robot.push(KeyCode.TAB);
        await(picker::isFocused);
        robot.push(KeyCode.TAB);
        await(after::isFocused);
        openByKey(robot);
        robot.write("dan");
        await(() -> list(robot).getItems().size() == 1);
        robot.push(KeyCode.TAB);
        await(() -> !picker.isShowing());
        assertThat(told).containsExactly("Dan shared");
        await(after::isFocused);
    }

    @Test
    void the_list_is_as_wide_as_the_box(WindowRobot robot) throws TimeoutException {
        openByKey(robot);
        assertThat(list(robot).getWidth()).isGreaterThanOrEqualTo(WIDTH).isLessThan(picker.getWidth() + 40);
    }

    @Test
    void the_search_has_a_name_for_screen_readers(WindowRobot robot) {
        assertThat(search(robot).getAccessibleText()).isEqualTo("Search: Client");
        assertThat(search(robot).isVisible()).isFalse();
    }
}
