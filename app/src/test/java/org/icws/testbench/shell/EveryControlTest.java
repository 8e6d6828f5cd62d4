package org.icws.testbench.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.WindowRobot.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.Slider;
import javafx.scene.control.TextInputControl;
import javafx.stage.Stage;
import org.icws.testbench.WindowRobot;
import org.icws.testbench.control.Availability;
import org.icws.testbench.control.SegmentedControl;
import org.icws.testbench.control.Switch;
import org.icws.testbench.scenarios.ScenarioKind;
import org.icws.testbench.theme.Theme;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** Walks over all pages and what opens from them, and looks at every control there. */
@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class EveryControlTest {

    @TempDir
    private static Path dataDir;

    private CompositionRoot root;
    private final List<String> found = new ArrayList<>();
    private final Set<Node> labelled = new HashSet<>();

    @Start
    void open(Stage stage) {
        root = TestWindow.onRealParts(stage, dataDir, Theme.LIGHT);
    }

    @AfterEach
    void close() {
        root.close();
    }

    @Test
    void what_is_off_says_why_and_what_shows_only_an_icon_or_a_field_has_a_name(WindowRobot robot)
            throws TimeoutException {
        look(robot, "start page before the start");
        robot.interact(root::startNetwork);
        await(() -> root.shell().runningProperty().get());
        for (ViewId id : ViewId.values()) {
            robot.interact(() -> root.shell().viewProperty().set(id));
            look(robot, id.title());
            if (id == ViewId.MESSAGES) {
                robot.interact(() ->
                        root.messages().select(root.messages().rows().get(0).id()));
                look(robot, "a message of the protocol");
            }
        }
        overlays(robot);
        for (ScenarioKind kind : ScenarioKind.values()) {
            robot.interact(() -> root.shell().viewProperty().set(ViewId.SCENARIOS));
            robot.interact(() -> root.scenarios().play(kind));
            look(robot, kind.title() + " while it starts");
            await(() -> root.scenarios().isRunning());
            look(robot, kind.title());
            robot.interact(() -> root.scenarios().leave());
        }
        assertThat(found).isEmpty();
    }

    private void overlays(WindowRobot robot) {
        robot.interact(() -> root.view().togglePalette());
        look(robot, "palette");
        robot.interact(() -> root.view().toggleSheet());
        look(robot, "shortcuts");
        robot.interact(() -> root.view().toggleSheet());
        press(robot, ViewId.COMPOSE, "#compose-connect");
        press(robot, ViewId.COMPOSE, "#compose-command");
        press(robot, ViewId.COMPOSE, "#compose-save");
        for (String id : List.of(
                "#replica-install",
                "#replica-network",
                "#replica-save",
                "#replica-crash",
                "#replica-anew",
                "#replica-set-time",
                "#replica-delays",
                "#replica-stop",
                "#replica-upgrade")) {
            press(robot, ViewId.REPLICA, id);
        }
        robot.interact(
                () -> robot.lookup("#replica-manage").queryAs(Button.class).fire());
        for (int part = 0; part < 4; part++) {
            int each = part;
            robot.interact(() -> robot.lookup("#canister-parts")
                    .queryAs(SegmentedControl.class)
                    .choose(each));
            look(robot, "#replica-manage, part " + part);
        }
        robot.push(javafx.scene.input.KeyCode.ESCAPE);
    }

    private void press(WindowRobot robot, ViewId page, String id) {
        robot.interact(() -> {
            root.shell().viewProperty().set(page);
            robot.lookup(id).queryAs(Button.class).fire();
        });
        look(robot, id);
        robot.push(javafx.scene.input.KeyCode.ESCAPE);
    }

    private void look(WindowRobot robot, String where) {
        robot.interact(() -> {
            root.view().applyCss();
            root.view().layout();
            labelled.clear();
            root.view().lookupAll(".words").forEach(label -> labelled.add(((Label) label).getLabelFor()));
            walk(root.view(), where);
        });
    }

    private void walk(Node node, String where) {
        if (!node.isVisible()) {
            return;
        }
        boolean own = node instanceof Control && !(node instanceof ScrollBar) && !(node instanceof Label);
        if (own || node instanceof Switch) {
            if (node.isDisabled() && Availability.reason(node) == null) {
                found.add(where + ": off without a reason: " + describe(node));
            }
            if (isNameless(node)) {
                found.add(where + ": without a name: " + describe(node));
            }
            if (node instanceof ButtonBase button && isIcon(button) && button.getTooltip() == null) {
                found.add(where + ": an icon without a tooltip: " + describe(node));
            }
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> walk(child, where));
        }
    }

    /** No words on it, in whatever form. */
    private static boolean isIcon(ButtonBase button) {
        return isBare(button)
                && (button.getGraphic() == null
                        || button.getGraphic().lookupAll(".words").isEmpty());
    }

    private static boolean isBare(ButtonBase button) {
        return button.getText() == null || button.getText().isBlank();
    }

    private boolean isNameless(Node node) {
        boolean needsName = node instanceof ButtonBase button && isBare(button)
                || node instanceof Switch
                || node instanceof Slider
                || node instanceof ComboBoxBase<?>
                || node instanceof TextInputControl field && field.isEditable();
        boolean prompted = node instanceof TextInputControl field
                && field.getPromptText() != null
                && !field.getPromptText().isBlank();
        boolean named =
                node.getAccessibleText() != null && !node.getAccessibleText().isBlank();
        return needsName && !named && !prompted && !labelled.contains(node) && !inside(node);
    }

    /** Parts of a control that the control itself answers for. */
    private static boolean inside(Node node) {
        for (Node each = node.getParent(); each != null; each = each.getParent()) {
            if (each instanceof ComboBoxBase<?> || each instanceof javafx.scene.control.Spinner<?>) {
                return true;
            }
        }
        return false;
    }

    private static String describe(Node node) {
        String text = node instanceof ButtonBase button ? " “" + button.getText() + "”" : "";
        return node.getClass().getSimpleName() + text + (node.getId() == null ? "" : " #" + node.getId()) + " "
                + node.getStyleClass().stream().collect(Collectors.joining(".", ".", ""));
    }
}
