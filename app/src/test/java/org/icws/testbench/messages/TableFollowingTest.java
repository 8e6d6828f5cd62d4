package org.icws.testbench.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.store.TestEvents.T0;
import static org.icws.testbench.store.TestEvents.client;
import static org.icws.testbench.store.TestEvents.frame;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import javafx.collections.FXCollections;
import javafx.scene.Scene;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.trust.Verdict;
import org.icws.testbench.WindowRobot;
import org.icws.testbench.control.DataTable;
import org.icws.testbench.store.NameBook;
import org.icws.testbench.store.TestEvents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class TableFollowingTest {

    private static final ClientKey ADA = client("ada");

    private final TestEvents make = new TestEvents();
    private final MessagesViewModel model = new MessagesViewModel(new NameBook(), 200);
    private DataTable<MessageRow> table;
    private TableFollowing following;
    private long count;

    @Start
    void open(Stage stage) {
        table = MessageTable.make(model, true);
        following = new TableFollowing(model, table, table.chooser());
        following.begin();
        stage.setScene(new Scene(table, 900, 300));
        stage.show();
    }

    private void stream(int rows) {
        List<GatewayEvent> some = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            count++;
            some.add(make.down(T0 + count, ADA, count, "m" + count, Verdict.VERIFIED));
        }
        model.onFrame(frame(T0 + count * TestEvents.SECOND, some));
    }

    private VirtualFlow<?> flow() {
        return (VirtualFlow<?>) table.lookup(".virtual-flow");
    }

    /** Number of the first row in sight, and how far it is cut off at the top. */
    private String top(WindowRobot robot) {
        VirtualFlow<?> flow = flow();
        String[] seen = new String[1];
        robot.interact(() -> {
            table.layout();
            IndexedCell<?> first = (IndexedCell<?>) flow.getFirstVisibleCell();
            seen[0] = ((MessageRow) first.getItem()).number() + " at " + first.getLayoutY();
        });
        return seen[0];
    }

    /** Number of the last row that is whole in sight. */
    private long bottom(WindowRobot robot) {
        VirtualFlow<?> flow = flow();
        long[] seen = new long[1];
        robot.interact(() -> {
            table.layout();
            int last = flow.getLastVisibleCell().getIndex();
            while (flow.getCell(last).getBoundsInParent().getMaxY() > flow.getHeight() + 1) {
                last--;
            }
            seen[0] = model.shown().get(last).number();
        });
        return seen[0];
    }

    @Test
    void the_first_key_chooses_a_row_in_sight_where_the_newest_is_not(WindowRobot robot) {
        robot.interact(() -> {
            stream(150);
            model.followingProperty().set(false);
        });
        robot.interact(() -> table.scrollTo(40));
        robot.interact(table::requestFocus);
        robot.push(KeyCode.DOWN);
        assertThat(model.selectedProperty().get().number()).isEqualTo(41);
    }

    @Test
    void the_newest_row_is_in_sight_after_every_frame(WindowRobot robot) {
        robot.interact(() -> stream(100));
        for (int rows : new int[] {1, 2, 1, 7}) {
            robot.interact(() -> stream(rows));
            assertThat(bottom(robot)).isEqualTo(count);
        }
    }

    @Test
    void the_newest_row_is_in_sight_on_a_page_that_was_away(WindowRobot robot) {
        robot.interact(() -> stream(50));
        robot.interact(() -> table.setItems(FXCollections.emptyObservableList()));
        robot.interact(() -> stream(50));
        robot.interact(() -> {
            table.setItems(model.shown());
            following.filled();
        });
        assertThat(bottom(robot)).isEqualTo(count);
        for (int rows : new int[] {1, 2, 3}) {
            robot.interact(() -> stream(rows));
            assertThat(bottom(robot)).isEqualTo(count);
        }
    }

    @Test
    void whoever_reads_an_old_row_keeps_it_in_sight_while_older_ones_go(WindowRobot robot) {
        robot.interact(() -> {
            stream(200);
            model.followingProperty().set(false);
        });
        robot.interact(() -> table.scrollTo(100));
        robot.interact(() -> ((VirtualFlow<?>) table.lookup(".virtual-flow")).scrollPixels(7));
        String before = top(robot);
        assertThat(before).isEqualTo("101 at -7.0");
        robot.interact(() -> stream(10));
        assertThat(model.rows().get(0).number()).as("the oldest have gone").isGreaterThan(20);
        assertThat(top(robot)).isEqualTo(before);
        robot.interact(() -> stream(60));
        assertThat(model.rows().get(0).number()).isGreaterThan(60);
        assertThat(top(robot)).isEqualTo(before);
    }

    @Test
    void a_row_that_is_read_until_it_goes_leaves_the_oldest_one_in_sight(WindowRobot robot) {
        robot.interact(() -> {
            stream(200);
            model.followingProperty().set(false);
        });
        robot.interact(() -> table.scrollTo(5));
        robot.interact(() -> stream(100));
        assertThat(top(robot)).isEqualTo(model.rows().get(0).number() + " at 0.0");
    }

    @Test
    void a_chosen_row_stays_chosen_while_older_ones_go_and_no_other_takes_its_place(WindowRobot robot) {
        robot.interact(() -> stream(200));
        MessageRow chosen = model.rows().get(100);
        robot.interact(() -> model.select(chosen.id()));
        robot.interact(() -> stream(60));
        assertThat(model.selectedProperty().get()).isSameAs(chosen);
        assertThat(table.getSelectionModel().getSelectedItem()).isSameAs(chosen);
        assertThat(table.getSelectionModel().getSelectedIndex())
                .isEqualTo(model.shown().indexOf(chosen));
        robot.interact(() -> stream(100));
        assertThat(model.rows()).doesNotContain(chosen);
        assertThat(model.selectedProperty().get()).as("its detail stays").isSameAs(chosen);
        assertThat(chosen.content()).isNotEmpty();
        assertThat(table.getSelectionModel().getSelectedItem()).isNull();
    }

    @Test
    void a_press_on_a_row_lets_go_of_the_newest_and_one_on_the_head_of_a_column_does_not(WindowRobot robot) {
        robot.interact(() -> stream(30));
        robot.clickOn(table.lookup(".column-header"));
        assertThat(model.followingProperty().get()).isTrue();
        robot.clickOn(flow().getLastVisibleCell());
        assertThat(model.followingProperty().get()).isFalse();
    }

    @Test
    void the_menu_of_a_row_that_nobody_pointed_at_filters_in_and_out_and_copies_by_all_that_it_says(WindowRobot robot) {
        robot.interact(() -> stream(1));
        List<MenuItem> items = new RowMenu(model, table.chooser(), deeds(), () -> {})
                .items(model.rows().get(0), "");
        assertThat(items).extracting(MenuItem::getText).startsWith("Filter in", "Filter out", "Copy as filter");
        MenuItem down = ((Menu) items.get(1))
                .getItems().stream()
                        .filter(item -> item.getText().equals("~dir down"))
                        .findFirst()
                        .orElseThrow();
        robot.interact(down::fire);
        assertThat(model.filterProperty().get()).isEqualTo("!~dir down");
        assertThat(model.shown()).isEmpty();
    }

    private static MessageDeeds deeds() {
        return (MessageDeeds) Proxy.newProxyInstance(
                MessageDeeds.class.getClassLoader(),
                new Class<?>[] {MessageDeeds.class},
                (proxy, method, args) -> null);
    }

    @Test
    void rows_fit_as_long_as_none_of_them_has_to_be_scrolled_to(WindowRobot robot) {
        robot.interact(() -> {
            stream(1);
            table.layout();
        });
        int inSight = (int) (flow().getHeight() / table.getFixedCellSize());
        assertThat(inSight).isGreaterThan(3);
        assertThat(following.fits(inSight)).isTrue();
        assertThat(following.fits(inSight + 1)).isFalse();
    }

    @Test
    void a_filter_that_lets_more_rows_through_ends_at_the_newest(WindowRobot robot) {
        robot.interact(() -> stream(150));
        robot.interact(() -> model.filterProperty().set("m1"));
        robot.interact(() -> model.filterProperty().set(""));
        assertThat(bottom(robot)).isEqualTo(150);
    }
}
