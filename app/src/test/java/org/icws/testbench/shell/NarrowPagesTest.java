package org.icws.testbench.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.WindowRobot.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Label;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.icws.testbench.WindowRobot;
import org.icws.testbench.store.TestEvents;
import org.icws.testbench.theme.Theme;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** In the smallest usual window the words of the pages are whole. */
@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class NarrowPagesTest {

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
    @EnumSource(names = {"OVERVIEW", "CONNECTIONS", "MESSAGES", "QUEUES", "SIGNATURES", "LATENCY"})
    void no_words_around_the_data_are_cut(ViewId page, WindowRobot robot) throws TimeoutException {
        robot.interact(root::startNetwork);
        await(() -> root.messages().rows().size() > 100);
        robot.interact(() -> root.shell().viewProperty().set(page));
        List<String> cut = new ArrayList<>();
        robot.interact(() -> {
            root.view().applyCss();
            root.view().layout(); // a label that has just been told other words shows them from its layout on
            cut.addAll(cutOff(robot));
        });
        assertThat(cut).isEmpty();
    }

    private static List<String> cutOff(WindowRobot robot) {
        return robot.lookup((Node node) -> node instanceof Label).queryAllAs(Label.class).stream()
                .filter(NarrowPagesTest::isShown)
                .filter(label -> !label.getText().isEmpty() && !isData(label))
                .filter(label -> label.lookup(".text") instanceof Text text
                        && !text.getText().equals(label.getText()))
                .map(Label::getText)
                .toList();
    }

    static boolean isShown(Node node) {
        for (Node each = node; each != null; each = each.getParent()) {
            if (!each.isVisible()) {
                return false;
            }
        }
        return true;
    }

    /** Names, hashes and contents are as long as they are; they have a tooltip. */
    static boolean isData(Node node) {
        if (node instanceof Label label && label.getText().startsWith("“")) {
            return true; // what somebody wrote
        }
        for (Node each = node; each != null; each = each.getParent()) {
            if (each instanceof IndexedCell<?>
                    || each.getStyleClass().contains("step")
                    || each.getStyleClass().contains("fact")) {
                return true;
            }
        }
        return false;
    }
}
