package org.icws.testbench.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.WindowRobot.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
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
import org.testfx.util.WaitForAsyncUtils;

/** A screen of 1920 by 1080 at 200 % has no more room than here. */
@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class HalfScreenTest {

    private CompositionRoot root;

    @Start
    void open(Stage stage) {
        root = TestWindow.open(stage, free -> new DemoNetwork(TestEvents.T0, null), Theme.LIGHT, 960, 540);
    }

    @AfterEach
    void close() {
        root.close();
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "OVERVIEW",
                "CONNECTIONS",
                "MESSAGES",
                "QUEUES",
                "SIGNATURES",
                "LATENCY",
                "COMPOSE",
                "SCENARIOS",
                "SETTINGS"
            })
    void nothing_to_press_or_to_read_leaves_its_place(ViewId page, WindowRobot robot) throws TimeoutException {
        robot.interact(root::startNetwork);
        await(() -> root.messages().rows().size() > 100);
        robot.interact(() -> root.shell().viewProperty().set(page));
        WaitForAsyncUtils.waitForFxEvents(); // the drawer beside a page goes with the pulse after
        List<String> outside = new ArrayList<>();
        robot.interact(() -> {
            root.view().applyCss();
            root.view().layout();
            outside.addAll(leaving(robot));
        });
        assertThat(outside).isEmpty();
    }

    /** What reaches over the right edge of the card, or of the page, that it is in. */
    private static List<String> leaving(WindowRobot robot) {
        return robot.lookup(node -> node instanceof Labeled || node instanceof TextInputControl).queryAll().stream()
                .filter(NarrowPagesTest::isShown)
                .filter(node -> !NarrowPagesTest.isData(node))
                .filter(node -> !(node instanceof Labeled label && isEmpty(label)))
                .filter(node -> {
                    Node place = placeOf(node);
                    double most = place.localToScene(place.getLayoutBounds()).getMaxX();
                    return node.localToScene(node.getLayoutBounds()).getMaxX() > most + 1;
                })
                .map(Node::toString)
                .toList();
    }

    private static boolean isEmpty(Labeled labeled) {
        return labeled.getGraphic() == null
                && (labeled.getText() == null || labeled.getText().isEmpty());
    }

    private static Node placeOf(Node node) {
        Node each = node.getParent();
        while (each.getParent() != null
                && !each.getStyleClass().contains("card")
                && !each.getStyleClass().contains("page")) {
            each = each.getParent();
        }
        // A card that is wider than its page is no better.
        Node around = each.getParent() == null ? each : placeOf(each);
        boolean wider = around.localToScene(around.getLayoutBounds()).getMaxX()
                < each.localToScene(each.getLayoutBounds()).getMaxX();
        return wider ? around : each;
    }
}
