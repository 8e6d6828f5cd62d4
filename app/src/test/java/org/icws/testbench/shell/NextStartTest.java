package org.icws.testbench.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import javafx.scene.Parent;
import javafx.stage.Stage;
import org.icws.testbench.WindowRobot;
import org.icws.testbench.store.TestEvents;
import org.icws.testbench.theme.Theme;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class NextStartTest {

    private CompositionRoot root;
    private Stage stage;

    @Start
    void open(Stage given) {
        stage = given;
        root = TestWindow.open(stage, free -> new DemoNetwork(TestEvents.T0, null), Theme.LIGHT, 1280, 800);
    }

    @AfterEach
    void close() {
        root.close();
    }

    @Test
    void opens_and_lays_out_each_page_of_a_closed_window_and_shows_the_one_before_again(WindowRobot robot) {
        robot.interact(() -> root.shell().viewProperty().set(ViewId.QUEUES));
        robot.interact(stage::hide);
        Set<ViewId> opened = EnumSet.noneOf(ViewId.class);
        Set<ViewId> laidOut = EnumSet.noneOf(ViewId.class);
        robot.interact(() -> {
            root.shell().viewProperty().addListener((o, old, now) -> {
                opened.add(now);
                if (!((Parent) root.view()).isNeedsLayout()) {
                    return;
                }
                root.view().needsLayoutProperty().addListener((p, did, does) -> {
                    if (!does) {
                        laidOut.add(now);
                    }
                });
            });
            NextStart.openPages(root);
        });
        assertThat(opened).containsExactlyInAnyOrder(ViewId.values());
        assertThat(laidOut).containsExactlyInAnyOrder(ViewId.values());
        assertThat(root.shell().viewProperty().get()).isEqualTo(ViewId.QUEUES);
    }

    @Test
    void a_start_that_writes_no_classes_down_is_not_held_up() {
        assertThat(NextStart.isPreparedHere()).isFalse();
    }
}
